"""SECURITY.md names the floors of dependencies and why; pyproject.toml has to keep them."""

import re
import tomllib
from pathlib import Path

from packaging.requirements import Requirement
from packaging.version import Version

ROOT = Path(__file__).resolve().parents[2]


def read_floors() -> dict[str, set[Version]]:
    """Lower bounds by package; one that several extras ask for has several."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    floors: dict[str, set[Version]] = {}
    for line in (
        *project["dependencies"],
        *(line for extra in project["optional-dependencies"].values() for line in extra),
    ):
        requirement = Requirement(line)
        bounds = [Version(part.version) for part in requirement.specifier if part.operator == ">="]
        floors.setdefault(requirement.name, set()).update(bounds)
    return floors


def test_no_floor_is_below_the_one_that_security_needs() -> None:
    text = (ROOT / "SECURITY.md").read_text(encoding="utf-8")
    wanted = dict(re.findall(r"^\| ([\w.]+) \| ([\d.]+) \|", text, re.MULTILINE))
    assert {"pdfminer.six", "lxml", "pillow", "pypdfium2", "starlette"} <= wanted.keys()
    floors = read_floors()
    assert {name: {str(floor) for floor in floors[name]} for name in wanted} == {
        name: {version} for name, version in wanted.items()
    }
