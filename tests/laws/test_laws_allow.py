"""What the laws of the lexicon let pass, and how violations are told."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from ats_audit.errors import InvalidLexiconError
from ats_audit.judge.ladder import SUPERSEDED_SHARE, Ladder
from ats_audit.lexicon import Lexicon, check_lexicon, compile_lexicon
from ats_audit.model import Weight
from lexicons import EXTRA, FILES, changed, extra, write_lexicon

if TYPE_CHECKING:
    from pathlib import Path


def test_the_small_lexicon_keeps_every_law(tmp_path: Path) -> None:
    checked = check_lexicon(write_lexicon(tmp_path), whole=True)
    assert checked.violations == ()
    assert checked.lexicon is not None
    assert [entry.id for entry in checked.lexicon.competencies] == sorted(
        entry.id for entry in checked.lexicon.competencies
    )
    assert len(checked.examples) == 18


def test_a_competency_out_of_reach_may_say_so(tmp_path: Path) -> None:
    changes = extra("zelta", "Zelta", "  catalogue_only: true\n")
    assert check_lexicon(write_lexicon(tmp_path, changes), whole=True).violations == ()


@pytest.mark.parametrize(
    "more",
    ["  implies: [redcap]\n", "  supersedes: [redcap]\n", "  implies: [{id: zeta, because: as said}]\n"],
    ids=["implies", "supersedes", "far"],
)
def test_a_competency_that_earns_what_a_role_asks_for_is_in_reach(tmp_path: Path, more: str) -> None:
    changes = extra("zelta", "Zelta", more)
    changes["competencies/method.yaml"] = EXTRA.format(
        id="zeta", name="Zeta", more="  implies: [{id: ich-gcp, because: as said}]\n  done: done it\n"
    )
    assert check_lexicon(write_lexicon(tmp_path, changes), whole=True).violations == ()


def test_a_competency_that_something_asked_for_includes_is_in_reach(tmp_path: Path) -> None:
    changes = extra("zelta", "Zelta")
    changes["competencies/platform.yaml"] = str(changes["competencies/platform.yaml"]).replace(
        "  name: REDCap\n  tier: A\n  implies: [electronic-data-capture]",
        "  name: REDCap\n  tier: A\n  implies: [electronic-data-capture, zelta]",
    )
    assert check_lexicon(write_lexicon(tmp_path, changes), whole=True).violations == ()


def test_an_overlay_may_add_what_no_role_reaches(tmp_path: Path) -> None:
    changes: dict[str, str | None] = dict.fromkeys(FILES)
    changes["competencies/platform.yaml"] = EXTRA.format(id="zelta", name="Zelta", more="")
    assert check_lexicon(write_lexicon(tmp_path, changes)).violations == ()


def test_bytes_that_are_not_utf8_are_a_violation(tmp_path: Path) -> None:
    write_lexicon(tmp_path)
    (tmp_path / "competencies" / "method.yaml").write_bytes(b"- id: \xff\xfe")
    checked = check_lexicon(tmp_path, whole=True)
    assert [str(violation) for violation in checked.violations] == ["competencies/method.yaml:1:1: is not UTF-8"]


def test_all_violations_are_reported_in_one_go(tmp_path: Path) -> None:
    changes = changed("roles/cra.yaml", "any_of: [ich-gcp]", "any_of: [ich-gpc]")
    changes |= changed("competencies/regulation.yaml", "supersedes: [ich-e6-r2]", "supersedes: [ich-e6-r1]")
    checked = check_lexicon(write_lexicon(tmp_path, changes), whole=True)
    assert {violation.file for violation in checked.violations} >= {"roles/cra.yaml", "competencies/regulation.yaml"}


def test_violations_stand_in_order_of_file_and_line(tmp_path: Path) -> None:
    changes = changed("roles/cra.yaml", "any_of: [ich-gcp]", "any_of: [ich-gpc]")
    changes |= extra("tableau", "Tableau")
    checked = check_lexicon(write_lexicon(tmp_path, changes), whole=True)
    places = [(violation.file, violation.line) for violation in checked.violations]
    assert places == sorted(places)


def test_compiling_a_broken_lexicon_says_where(tmp_path: Path) -> None:
    write_lexicon(tmp_path, {"lexicon.yaml": "version: 1\n"})
    with pytest.raises(InvalidLexiconError, match=r"lexicon\.yaml:1:10: version"):
        compile_lexicon(tmp_path)


def test_a_long_list_of_violations_is_cut_in_the_error_and_says_so(tmp_path: Path) -> None:
    entries = "".join(f"- {{text: b{number:03}, instead: x, extra: y}}\n" for number in range(60))
    write_lexicon(tmp_path, {"prose/phrases.yaml": entries})
    with pytest.raises(InvalidLexiconError, match="and 10 more"):
        compile_lexicon(tmp_path)


def test_each_built_in_role_asks_for_thirty_to_sixty_things_of_every_weight() -> None:
    lexicon = Lexicon.load()
    assert len(lexicon.roles) >= 18
    for role in lexicon.roles:
        weights = [requirement.weight for requirement in role.requirements]
        assert 30 <= len(weights) <= 60, role.id
        assert all(weights.count(weight) >= 5 for weight in Weight), role.id
        assert any(len(requirement.any_of) > 1 for requirement in role.requirements), role.id


@pytest.mark.parametrize(
    ("old", "new"),
    [
        pytest.param(
            "aliases:\n",
            "aliases:\n    - {text: online case books, because: what its makers call it}\n",
            id="a product, where it says why",
        ),
        pytest.param(
            "  expansion: Electronic Data Capture\n",
            "  expansion: Electronic Data Capture\n  aliases:\n    - online case books\n",
            id="a class",
        ),
    ],
)
def test_a_plain_phrase_may_name(tmp_path: Path, old: str, new: str) -> None:
    folder = write_lexicon(tmp_path, changed("competencies/platform.yaml", old, new))
    assert not check_lexicon(folder, whole=True).violations


@pytest.mark.parametrize(
    ("key", "name", "implies"),
    [
        pytest.param(
            "zelta", "Zelta", '[{id: data-hygiene, because: "It is for nothing else."}]', id="where it says why"
        ),
        pytest.param("zelta", "Zelta Data Hygiene Suite", "[data-hygiene]", id="where its name says so"),
        pytest.param("zelta", "Zelta", "[electronic-data-capture]", id="of its own kind"),
    ],
)
def test_a_product_may_imply(tmp_path: Path, key: str, name: str, implies: str) -> None:
    method = EXTRA.format(
        id="data-hygiene", name="Data hygiene", more="  done: kept data clean\n  catalogue_only: true\n"
    )
    files = extra(key, name, f"  implies: {implies}\n  catalogue_only: true\n") | {"competencies/method.yaml": method}
    messages = [
        violation.message
        for violation in check_lexicon(write_lexicon(tmp_path, {**FILES, **files}), whole=True).violations
    ]
    assert not [message for message in messages if "catalogue_only" not in message]


def test_every_superseded_version_earns_part_of_its_successor() -> None:
    lexicon = Lexicon.load()
    ladder = Ladder(lexicon)
    older = [(old, newer.id) for newer in lexicon.competencies for old in newer.supersedes]
    assert older
    for old, newer in older:
        assert ladder.reached_from(old)[newer] == SUPERSEDED_SHARE, (old, newer)
