"""The pages on roles and competencies."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from loading import load_script

from ats_audit.lexicon import Lexicon, check_lexicon
from ats_audit.model import Kind, Policy
from lexicons import write_lexicon

SCRIPT = Path(__file__).parents[3] / "scripts" / "write_docs.py"


write_docs: Any = load_script(SCRIPT)


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Lexicon:
    checked = check_lexicon(write_lexicon(tmp_path_factory.mktemp("lexicon")), whole=True)
    assert checked.lexicon is not None
    return checked.lexicon


@pytest.fixture
def docs(tmp_path: Path, small: Lexicon, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Current pages of the small lexicon."""
    monkeypatch.setattr(Lexicon, "load", lambda: small)
    assert write_docs.main(["--docs", str(tmp_path)]) == 0
    return tmp_path


def test_a_role_has_a_page_with_titles_pathway_reasons_and_ways_to_write(small: Lexicon) -> None:
    page = dict(write_docs.iter_pages(small))["roles/cra.md"]
    assert "# Clinical Research Associate\n" in page
    assert "- **Also called**: CRA\n" in page
    assert "Clinical Research Coordinators (11-9121.01, the nearest)" in page
    assert "- **Pathway**: Clinical Research & Ops, study time at least 3 to 6 months" in page
    assert re.findall(r"^## (.*)$", page, re.MULTILINE) == ["Core (1)", "Important (1)", "Nice to have (1)", "By tier"]
    row = next(line for line in page.split("\n") if "Trial data live there." in line)
    assert row == (
        "| [Electronic data capture](../competencies/platform.md#electronic-data-capture) | Trial data live there. "
        "| **Electronic Data Capture (EDC)** |"
    )
    assert "Any of: [Medidata Rave](../competencies/platform.md#medidata-rave), [REDCap]" in page
    assert "**Tier C, Compliance** (1): ICH-GCP." in page


def test_a_kind_has_a_table_with_policies_in_plain_words(small: Lexicon) -> None:
    page = dict(write_docs.iter_pages(small))["competencies/platform.md"]
    row = next(line for line in page.split("\n") if 'id="medidata-rave"' in line)
    assert row == (
        '| <a id="medidata-rave"></a>Medidata Rave | A '
        "| Medidata Rave, Rave (*in these letters, beside words such as edc, query*) | Medidata Solutions Rave "
        "| [Electronic data capture](../competencies/platform.md#electronic-data-capture) | [cra](../roles/cra.md) "
        "| [Vendor](https://www.medidata.com/), 2026 |"
    )


def test_every_policy_every_kind_and_every_weight_has_its_words() -> None:
    assert set(write_docs.POLICIES) == set(Policy)
    assert set(write_docs.KINDS) == set(Kind)
    assert all(words in write_docs.LEGEND for words in write_docs.POLICIES.values())


def test_pages_of_the_built_in_lexicon_have_every_entry_and_no_dead_link() -> None:
    lexicon = Lexicon.load()
    pages = dict(write_docs.iter_pages(lexicon))
    for entry in lexicon.competencies:
        assert f'<a id="{entry.id}"></a>' in pages[f"competencies/{entry.kind}.md"]
    for role in lexicon.roles:
        page = pages[f"roles/{role.id}.md"]
        assert [item.id for item in role.requirements if write_docs._plain(item.why) not in page] == []
    anchors = {
        (name, anchor) for name, page in pages.items() for anchor in re.findall(r'<a id="([^"]+)"></a>', page)
    } | {("competencies/README.md", "how-to-read-the-tables")}
    for name, page in pages.items():
        for target in re.findall(r"\]\(((?!https://)[^)]*)\)", page):
            path, _, anchor = target.partition("#")
            folder = name.partition("/")[0]
            full = path.removeprefix("../") if path.startswith("../") else f"{folder}/{path}"
            assert full in pages or full == "scoring.md", (name, target)
            assert not anchor or (full, anchor) in anchors, (name, target)


def test_cells_of_a_table_hold_no_sign_of_markdown() -> None:
    assert write_docs._plain("a|b*c_d[e]`f<g\\") == "a\\|b\\*c\\_d\\[e\\]\\`f\\<g\\\\"
    lexicon = Lexicon.load()
    for name, page in write_docs.iter_pages(lexicon):
        for table in re.findall(r"(?:^\|.*\n)+", page, re.MULTILINE):
            assert len({len(re.findall(r"(?<!\\)\|", line)) for line in table.splitlines()}) == 1, name


def test_pages_are_the_same_every_time(small: Lexicon) -> None:
    assert list(write_docs.iter_pages(small)) == list(write_docs.iter_pages(small))


def test_current_pages_pass_the_check(docs: Path) -> None:
    assert write_docs.main(["--check", "--docs", str(docs)]) == 0


def test_an_edited_a_missing_and_a_left_over_page_fail_the_check_and_are_mended(
    docs: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    page = docs / "roles" / "cra.md"
    whole = page.read_text(encoding="utf-8")
    page.write_text(whole + "x", encoding="utf-8")
    (docs / "competencies" / "method.md").unlink()
    (docs / "roles" / "gone.md").write_text("x", encoding="utf-8")
    assert write_docs.main(["--check", "--docs", str(docs)]) == 1
    assert "stale: competencies/method.md, roles/cra.md, roles/gone.md" in capsys.readouterr().err
    assert page.read_text(encoding="utf-8") == whole + "x"
    assert write_docs.main(["--docs", str(docs)]) == 0
    assert page.read_text(encoding="utf-8") == whole
    assert not (docs / "roles" / "gone.md").exists()
    assert (docs / "competencies" / "method.md").is_file()
