"""The contract for programs."""

from __future__ import annotations

import json
from copy import deepcopy
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import jsonschema
import pytest
from reports import (
    ADVERT,
    BULLET,
    BULLET_START,
    CTMS,
    EDC,
    EPIC,
    GCP,
    RAVE,
    REDCAP,
    make_comparison,
    make_empty_report,
    make_hostile_report,
    make_job_report,
    make_lexicon,
    make_report,
    make_scan,
)

from ats_audit.judge import compare_reports
from ats_audit.model import (
    AskKind,
    Assertion,
    Effort,
    Kind,
    MediaType,
    Method,
    ReadingKind,
    Rung,
    SectionKind,
    Severity,
    Tier,
    Weight,
)
from ats_audit.report import SCHEMAS, Format, load_schema, render_comparison, render_ranking, render_report, render_scan

if TYPE_CHECKING:
    from enum import StrEnum

NASTY = 'a\x00\x1b[31mred\x9b1m\u202eevil\u2028\ud800\U000e0041"\\b'


def _report(report: Any) -> Any:
    return json.loads(render_report(report, format=Format.JSON))


def _closed(schema: Any) -> Any:
    """The schema with every object closed, so that an undescribed property is an error."""
    if isinstance(schema, list):
        return [_closed(each) for each in schema]
    if not isinstance(schema, dict):
        return schema
    closed = {key: _closed(value) for key, value in schema.items()}
    if closed.get("type") == "object":
        closed["additionalProperties"] = False
    return closed


def _validate(instance: Any, name: str) -> None:
    schema = json.loads(load_schema(name))
    jsonschema.Draft202012Validator.check_schema(schema)
    jsonschema.Draft202012Validator(_closed(schema)).validate(instance)


def _enums(schema: Any) -> list[set[str]]:
    if isinstance(schema, list):
        return [found for each in schema for found in _enums(each)]
    if not isinstance(schema, dict):
        return []
    found = [enum for each in schema.values() for enum in _enums(each)]
    return [*found, {value for value in schema["enum"] if value is not None}] if "enum" in schema else found


@pytest.mark.parametrize(
    "report",
    [
        make_report(),
        make_empty_report(),
        make_hostile_report(NASTY),
        make_job_report(),
        make_job_report(role=make_report().role),
    ],
)
def test_a_report_keeps_its_schema(report: Any) -> None:
    _validate(_report(report), "report")


def test_a_scan_keeps_its_schema() -> None:
    scan = make_scan()
    _validate(json.loads(render_scan(scan, lexicon=make_lexicon(), format=Format.JSON)), "scan")


def test_a_comparison_keeps_its_schema() -> None:
    comparison = compare_reports(make_empty_report(), make_empty_report())
    _validate(json.loads(render_comparison(comparison, format=Format.JSON)), "compare")
    better = make_comparison()
    found = json.loads(render_comparison(better, format=Format.JSONL))
    _validate(found, "compare")
    assert found["change"] == {"full": 6.0, "worst": 6.0}
    assert [(each["id"], each["points"], each["new"]["evidence"]) for each in found["won"]] == [
        (EPIC.id, 6.0, "demonstrated")
    ]
    assert [each["code"] for each in found["mended"]] == ["ATS-P03"]


def test_a_ranking_keeps_its_schema() -> None:
    _validate(json.loads(render_ranking([make_report(), make_empty_report()], format=Format.JSON)), "rank")


@pytest.mark.parametrize("name", SCHEMAS)
def test_every_schema_names_its_contract_and_its_major_version(name: str) -> None:
    schema = json.loads(load_schema(name))
    assert schema["$id"] == f"urn:ats-audit:schema:{name}:1"
    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"


def test_a_schema_that_does_not_exist_is_a_key_error() -> None:
    with pytest.raises(KeyError):
        load_schema("../__init__")


@pytest.mark.parametrize(
    "nouns", [AskKind, Assertion, Effort, Kind, MediaType, Method, Rung, SectionKind, Severity, Tier, Weight]
)
def test_the_report_schema_has_the_very_words_of_the_model(nouns: type[StrEnum]) -> None:
    assert {member.value for member in nouns} in _enums(json.loads(load_schema("report")))


def test_the_schema_has_every_reading() -> None:
    schema = json.loads(load_schema("report"))
    assert schema["$defs"]["score"]["properties"]["readings"]["required"] == [kind.value for kind in ReadingKind]


@pytest.mark.parametrize(
    ("path", "wrong"),
    [
        (("schema_version",), "2.0"),
        (("engine", "lexicon_sha256"), "abc"),
        (("document", "media_type"), "image/png"),
        (("score", "full"), 100.5),
        (("score", "full"), "62"),
        (("requirements", 0, "met_by"), "epic-ehr"),
        (("requirements", 1, "evidence"), "shown"),
        (("competencies", 0, "id"), "Not An Id"),
        (("findings", 0, "severity"), "fatal"),
        (("findings", 1, "end"), None),
        (("plan", 0, "effort"), "none"),
        (("suggestion", "groups", 0, "items", 0, "quote"), ""),
        (("competencies", 0, "mentions", 0, "similarity"), 0.5),
        (("competencies", 0, "mentions", 0, "start"), -1),
    ],
)
def test_the_schema_refuses_what_breaks_the_contract(path: tuple[str | int, ...], wrong: object) -> None:
    instance = _report(make_report())
    _validate(instance, "report")
    broken = deepcopy(instance)
    *way, last = path
    place = broken
    for step in way:
        place = place[step]
    assert place[last] != wrong
    place[last] = wrong
    with pytest.raises(jsonschema.ValidationError):
        _validate(broken, "report")


def test_the_keys_of_the_contract_stand_in_their_order() -> None:
    assert list(_report(make_report())) == [
        "schema_version",
        "engine",
        "document",
        "role",
        "job",
        "score",
        "requirements",
        "competencies",
        "findings",
        "plan",
        "bridge",
        "suggestion",
        "skipped_checks",
    ]


def test_a_report_on_an_advert_has_no_role_and_says_where_the_advert_asks() -> None:
    report = _report(make_job_report())
    assert report["role"] is None
    assert report["job"]["title"] == "Site Monitor"
    assert report["job"]["requirements"] == {"required": 1, "preferred": 1, "duty": 1}
    assert report["job"]["experience"] == [
        {"years": 2.0, "kind": "required", "quote": {"start": 0, "end": 24, "text": "Two years of monitoring."}}
    ]
    asked = {each["id"]: each["asked"] for each in report["requirements"]}
    assert asked[EPIC.id]["kind"] == "preferred"
    assert ADVERT[asked[EPIC.id]["quote"]["start"] : asked[EPIC.id]["quote"]["end"]] == "Epic a plus."
    assert asked[REDCAP.id] is None


def test_a_report_is_on_a_role_or_on_an_advert() -> None:
    neither = _report(make_job_report()) | {"job": None}
    with pytest.raises(jsonschema.ValidationError):
        _validate(neither, "report")


def test_a_report_on_an_advert_alone_is_no_part_of_a_ranking() -> None:
    with pytest.raises(ValueError, match="roles"):
        render_ranking([make_job_report()], format=Format.JSON)


def test_a_requirement_says_what_meets_it() -> None:
    requirements = {each["id"]: each for each in _report(make_report())["requirements"]}
    assert requirements[EPIC.id]["met_by"] is None
    assert requirements[EPIC.id]["any_of"] == [EPIC.id, REDCAP.id]
    assert (requirements[EDC.id]["met_by"], requirements[EDC.id]["via"]) == (EDC.id, RAVE.id)
    assert (requirements[GCP.id]["points"], requirements[GCP.id]["possible"]) == (4.2, 6.0)
    assert requirements[CTMS.id]["near"] is True


def test_a_competency_has_the_best_weight_of_its_requirements() -> None:
    weights = {each["id"]: each["weight"] for each in _report(make_report())["competencies"]}
    assert weights[REDCAP.id] == "core"
    assert weights["ccra"] == "nice"
    assert weights["ich-e6-r2"] is None


def test_findings_have_the_place_that_they_have() -> None:
    places = [(each["page"], each["start"], each["end"]) for each in _report(make_report())["findings"]]
    assert places == [(2, None, None), (1, 100, 104), (None, None, None)]


def test_a_suggested_item_carries_its_quote_and_where_it_stands() -> None:
    item = _report(make_report())["suggestion"]["groups"][0]["items"][0]
    assert (item["quote"], item["start"], item["end"]) == (BULLET, BULLET_START, BULLET_START + len(BULLET))


def test_points_have_at_most_two_decimals_and_no_negative_zero() -> None:
    report = make_report()
    judgement = replace(report.judgements[0], points=-0.0, possible=100 / 3)
    requirement = _report(replace(report, judgements=(judgement,)))["requirements"][0]
    assert (str(requirement["points"]), requirement["possible"]) == ("0.0", 33.33)


def test_the_same_report_is_the_same_bytes() -> None:
    assert render_report(make_report(), format=Format.JSON) == render_report(make_report(), format=Format.JSON)


def test_json_lines_hold_the_same_value_on_one_line() -> None:
    line = render_report(make_report(), format=Format.JSONL)
    assert line.count("\n") == 1
    assert line.endswith("\n")
    assert json.loads(line) == _report(make_report())


def test_letters_of_other_scripts_are_written_as_they_are() -> None:
    report = make_hostile_report("résumé 履歴書 😀")
    assert "résumé 履歴書 😀" in render_report(report, format=Format.JSON)


def test_control_characters_are_escaped_and_the_value_is_kept() -> None:
    written = render_report(make_hostile_report(NASTY), format=Format.JSON)
    assert json.loads(written)["document"]["name"] == NASTY
    assert all(character == "\n" or character.isprintable() for character in written)
    assert written.encode("utf-8")


def test_a_scan_has_name_and_kind_of_each_mention() -> None:
    scan = make_scan()
    mentions = json.loads(render_scan(scan, lexicon=make_lexicon(), format=Format.JSONL))["mentions"]
    assert [(each["id"], each["name"], each["kind"]) for each in mentions][2] == ("ccra", "CCRA", "certification")
    assert [each["similarity"] for each in mentions] == [1.0, 0.9375, 1.0, 1.0]


def test_a_ranking_has_the_bridge_to_each_role() -> None:
    role = json.loads(render_ranking([make_report()], format=Format.JSONL))["roles"][0]
    assert role["bridge"]["score"] == 68.4
    assert [step["requirement"] for step in role["bridge"]["steps"]] == [EPIC.id]


def test_a_ranking_names_what_is_shown_and_the_gaps_by_what_they_cost() -> None:
    role = json.loads(render_ranking([make_report()], format=Format.JSONL))["roles"][0]
    assert role["shown"] == [EDC.id, REDCAP.id]
    assert [(gap["id"], gap["points"]) for gap in role["gaps"]] == [
        (EPIC.id, 6.0),
        ("ich-e6-r3", 3.0),
        (CTMS.id, 3.0),
        (GCP.id, 1.8),
    ]
