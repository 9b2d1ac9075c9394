"""The benchmark of coverage, on invented rows."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import yaml
from loading import load_script

from ats_audit.lexicon import Lexicon, check_lexicon
from lexicons import write_lexicon

SCRIPT = Path(__file__).parents[3] / "benchmarks" / "coverage" / "measure.py"
HEADER = "O*NET-SOC Code\tTitle\tExample\tHot Technology\tIn Demand\n"


measure: Any = load_script(SCRIPT)


@pytest.fixture
def small(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Lexicon:
    """The small lexicon in place of the built-in one; its one role maps to 11-9121.01."""
    checked = check_lexicon(write_lexicon(tmp_path / "lexicon"), whole=True)
    assert checked.lexicon is not None
    monkeypatch.setattr(Lexicon, "load", lambda: checked.lexicon)
    return checked.lexicon


def write_reasons(folder: Path, monkeypatch: pytest.MonkeyPatch, technologies: list[dict[str, str]]) -> None:
    path = folder / "reasons.yaml"
    content = {
        "reasons": {"office": "Of any office."},
        "technologies": technologies,
        "terms": {"employers": ["VHA"]},
        "patterns": ["GS-[0-9]+"],
    }
    path.write_text(yaml.safe_dump(content), encoding="utf-8")
    monkeypatch.setattr(measure, "REASONS", path)
    monkeypatch.setattr(measure, "read_english", lambda: frozenset({"must"}))


def write_rows(folder: Path, *technologies: str, code: str = "11-9121.01") -> Path:
    rows = (f"{code}\tClinical Research Coordinators\t{name}\tN\tY\n" for name in technologies)
    (folder / "technology_skills.tsv").write_text(HEADER + "".join(rows), encoding="utf-8")
    return folder


@pytest.mark.parametrize(
    ("technology", "expected"),
    [
        ("REDCap", {"REDCap"}),
        ("REDCap software", {"REDCap software", "REDCap"}),
        ("Structured query language SQL", {"Structured query language SQL", "Structured query language", "SQL"}),
        ("Amazon Web Services AWS software", {"Amazon Web Services", "AWS"}),
        ("Microsoft EDC", {"Microsoft EDC"}),
    ],
)
def test_a_technology_is_looked_up_as_onet_writes_it_and_by_its_halves(technology: str, expected: set[str]) -> None:
    spellings = set(measure.spellings(technology))
    assert spellings >= expected
    assert ("EDC" in spellings) is False


@pytest.mark.usefixtures("small")
def test_known_and_reasoned_technologies_meet_the_target(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    write_reasons(tmp_path, monkeypatch, [{"name": "Acme Word", "reason": "office"}])
    folder = write_rows(tmp_path, "RedCap software", "Electronic data capture EDC", "Acme Word")
    assert measure.main(["onet", str(folder)]) == 0
    out = capsys.readouterr().out
    assert "2/3          1          0      100%" in out
    assert "left out as office: Acme Word" in out


@pytest.mark.usefixtures("small")
def test_a_missing_technology_in_demand_is_named_and_fails(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    write_reasons(tmp_path, monkeypatch, [])
    assert measure.main(["onet", str(write_rows(tmp_path, "REDCap", "Acme Word"))]) == 1
    assert "  missing: Acme Word" in capsys.readouterr().out


@pytest.mark.usefixtures("small")
def test_an_occupation_that_no_role_maps_to_is_left_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    write_reasons(tmp_path, monkeypatch, [])
    assert measure.main(["onet", str(write_rows(tmp_path, "Acme Word", code="15-1252.00"))]) == 0
    assert "Acme Word" not in capsys.readouterr().out


@pytest.mark.usefixtures("small")
def test_a_technology_known_by_another_name_counts_only_while_that_competency_exists(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = write_rows(tmp_path, "Vanderbilt Surveys")
    write_reasons(tmp_path, monkeypatch, [{"name": "Vanderbilt Surveys", "known_as": "redcap"}])
    assert measure.main(["onet", str(folder)]) == 0
    write_reasons(tmp_path, monkeypatch, [{"name": "Vanderbilt Surveys", "known_as": "gone"}])
    assert measure.main(["onet", str(folder)]) == 1


@pytest.mark.usefixtures("small")
def test_a_reason_that_nothing_needs_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    write_reasons(tmp_path, monkeypatch, [{"name": "REDCap", "reason": "office"}])
    assert measure.main(["onet", str(write_rows(tmp_path, "REDCap"))]) == 0
    assert "a reason that nothing needs: REDCap" in capsys.readouterr().out


def test_a_reason_without_an_explanation_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_reasons(tmp_path, monkeypatch, [{"name": "Acme Word", "reason": "offices"}])
    with pytest.raises(ValueError, match="without an explanation: offices"):
        measure.load_reasons(measure.REASONS)


@pytest.mark.usefixtures("small")
def test_terms_of_adverts_are_known_missing_or_no_competencies(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    write_reasons(tmp_path, monkeypatch, [])
    text = "You MUST clean data in EDC at the VHA, pay GS-9, with training in the Acme Query Tool and QWX."
    adverts = [{"id": f"a{number}", "role": "coder", "text": text} for number in range(2)]
    adverts.append({"id": "a9", "role": "coder", "text": "Nothing here but ONCE."})
    path = tmp_path / "adverts.jsonl"
    path.write_text("\n".join(map(json.dumps, adverts)), encoding="utf-8")
    assert measure.main(["adverts", str(path)]) == 0
    out = capsys.readouterr().out
    assert "coder               3                0.7            1        2    33%" in out
    assert out.endswith("  missing: Acme Query Tool\n  missing: QWX\n")


def test_the_reasons_that_ship_are_explained_and_name_competencies_that_exist() -> None:
    reasons = measure.load_reasons(measure.REASONS)
    lexicon = Lexicon.load()
    for competency in reasons.known_as.values():
        assert lexicon.competency(competency).id == competency


def test_as_json_an_occupation_is_a_row_and_a_miss_fails_it(
    small: Lexicon, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    write_reasons(tmp_path, monkeypatch, [])
    folder = write_rows(tmp_path, "REDCap", "Abacus software")
    assert measure.main(["--json", "onet", str(folder)]) == 1
    said = json.loads(capsys.readouterr().out)
    assert said["benchmark"] == "coverage_onet"
    (row,) = said["rows"]
    assert (row["seen"], row["ok"], row["note"]) == ("50% of 2", False, "Abacus software")


def test_as_json_a_role_of_adverts_is_a_row(
    small: Lexicon, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    write_reasons(tmp_path, monkeypatch, [])
    adverts = tmp_path / "adverts.jsonl"
    lines = [json.dumps({"id": str(number), "role": "cra", "text": "Uses REDCap and QZX."}) for number in range(2)]
    adverts.write_text("\n".join(lines), encoding="utf-8")
    assert measure.main(["--json", "adverts", str(adverts)]) == 0
    (row,) = json.loads(capsys.readouterr().out)["rows"]
    assert (row["measure"], row["note"]) == ("terms of 2 job adverts, cra", "QZX")
