"""`ats-audit.toml`: what a folder of résumés is audited for, and the findings that its owner lives with."""

from __future__ import annotations

import difflib
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Final

from ats_audit.cli._parser import SEVERITIES, UsageError

if TYPE_CHECKING:
    import argparse

    from pydantic import BaseModel

    from ats_audit.report import Ignore

CONFIG_NAME: Final = "ats-audit.toml"


@dataclass(frozen=True, slots=True, kw_only=True)
class Config:
    """What the file says; None where it says nothing."""

    name: str
    """As messages call it."""
    role: str | None = None
    lexicon: str | None = None
    """Path of the folder, from where the command runs."""
    heading: str | None = None
    fail_under: float | None = None
    fail_on: str | None = None
    ignores: tuple[Ignore, ...] = ()


def load_config(path: str | None) -> Config:
    """The configuration at *path*; with None that of this folder, or an empty one where there is none.

    Raises:
        UsageError: The file cannot be read, is no TOML, or has a key or a value that is not known.
    """
    file = Path(CONFIG_NAME if path is None else path)
    try:
        content = file.read_bytes()
    except FileNotFoundError:
        if path is None:
            return Config(name=CONFIG_NAME)
        raise UsageError("the configuration file does not exist") from None
    except OSError as error:
        raise UsageError(f"the configuration file cannot be read ({error.strerror})") from None
    name = file.name
    try:
        table = tomllib.loads(content.decode("utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise UsageError(f"{name}: {error}") from None
    return _check(table, name, file.parent)


def apply_config(arguments: argparse.Namespace, config: Config) -> None:
    """Fill in what the command line leaves unsaid: a word there always counts more than one in the file."""
    for name in ("role", "lexicon", "heading", "fail_under", "fail_on"):
        if getattr(arguments, name) is None:
            setattr(arguments, name, getattr(config, name))


def _check(table: dict[str, Any], name: str, folder: Path) -> Config:
    from pydantic import ValidationError

    from ats_audit.report import Ignore

    model = _schema()
    try:
        found: Any = model.model_validate(table)
    except ValidationError as error:
        raise UsageError("\n".join(f"{name}: {_describe(one, model)}" for one in error.errors())) from None
    return Config(
        name=name,
        role=found.role,
        lexicon=None if found.lexicon is None else str(folder / found.lexicon),
        heading=found.heading,
        fail_under=found.fail_under,
        fail_on=found.fail_on,
        ignores=tuple(Ignore(code=one.code, text=one.text, reason=one.reason) for one in found.ignore),
    )


def _schema() -> type[BaseModel]:
    """The shape of the file. Made when a file is there: pydantic costs more than the command's help may take."""
    from typing import Literal

    from pydantic import BaseModel, ConfigDict, Field

    strict = ConfigDict(extra="forbid", strict=True, alias_generator=lambda key: key.replace("_", "-"))

    class IgnoreTable(BaseModel):
        model_config = strict

        code: Annotated[str, Field(pattern=r"^ATS-[A-Z]\d{2,3}$")]
        text: str = ""
        reason: str = ""

    class ConfigTable(BaseModel):
        model_config = strict

        role: str | None = None
        lexicon: str | None = None
        heading: Annotated[str, Field(pattern=r"\S")] | None = None
        fail_under: Annotated[float, Field(ge=0, le=100)] | None = None
        fail_on: Literal[SEVERITIES] | None = None  # type: ignore[valid-type]
        ignore: list[IgnoreTable] = []

    return ConfigTable


def _describe(error: Any, model: type[BaseModel]) -> str:
    """One thing that is wrong, as `ignore 2: key: what`; places are counted from one, as people do."""
    *folder, key = error["loc"]
    where = " ".join(str(part + 1 if isinstance(part, int) else part) for part in folder)
    if error["type"] == "extra_forbidden":
        known = ["code", "text", "reason"] if folder else [field.alias or "" for field in model.model_fields.values()]
        near = difflib.get_close_matches(str(key), known, n=1)
        hint = f"; did you mean {near[0]}?" if near else f"; known are {', '.join(known)}"
        return f"{where}: unknown key {key}{hint}".removeprefix(": ")
    return f"{where} {key}: {error['msg'][:1].lower()}{error['msg'][1:]}".strip()
