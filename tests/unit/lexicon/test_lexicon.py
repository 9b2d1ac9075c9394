"""Loading, looking up, overlaying and compiling lexicons."""

from __future__ import annotations

import json
import os
import pickle
import shutil
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from ats_audit.errors import InvalidLexiconError, UnknownCompetencyError, UnknownRoleError
from ats_audit.lexicon import Lexicon, check_lexicon, compile_lexicon, iter_schemas, load_headings
from ats_audit.lexicon import _load as loading
from ats_audit.lexicon import _locate as locating
from ats_audit.lexicon._codec import decode_lexicon
from ats_audit.lexicon._keys import fold_alias
from ats_audit.model import AliasOrigin, Policy, SectionKind, Weight
from lexicons import FILES, PLATFORM, changed, write_lexicon

if TYPE_CHECKING:
    from pathlib import Path

    from ats_audit.model import Competency, Role


@pytest.fixture
def small(tmp_path: Path) -> Lexicon:
    checked = check_lexicon(write_lexicon(tmp_path / "small"), whole=True)
    assert checked.lexicon is not None
    return checked.lexicon


@pytest.fixture
def installed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The small lexicon as the built-in one of an installed package; the folder holds its compiled files."""
    folder = tmp_path / "_compiled"
    monkeypatch.setattr(locating, "COMPILED", folder)
    monkeypatch.setattr(loading, "locate_checkout", lambda: None)
    for name, content in compile_lexicon(write_lexicon(tmp_path / "built-in")).items():
        locating.write_compiled(name, content)
    return folder


def test_a_competency_knows_all_its_aliases_and_where_each_comes_from(small: Lexicon) -> None:
    rave = small.competency("medidata-rave")
    assert [(alias.text, alias.policy, alias.origin, alias.near) for alias in rave.aliases] == [
        ("Medidata Rave", Policy.ANY, AliasOrigin.NAME, ()),
        ("Medidata Solutions Rave", Policy.ANY, AliasOrigin.FORMER, ()),
        ("Rave", Policy.CONTEXT, AliasOrigin.ALIAS, ("edc", "query")),
    ]


def test_a_short_acronym_is_matched_in_its_own_letter_case(small: Lexicon) -> None:
    acronym = small.competency("electronic-data-capture").aliases[0]
    assert (acronym.text, acronym.policy, acronym.origin) == ("EDC", Policy.CASE, AliasOrigin.ACRONYM)


def test_name_and_expansion_that_fold_alike_are_one_alias(small: Lexicon) -> None:
    texts = [alias.text for alias in small.competency("electronic-data-capture").aliases]
    assert texts == ["EDC", "Electronic Data Capture"]


def test_an_alias_entry_sets_the_policy_of_its_twin(tmp_path: Path) -> None:
    changes = changed("competencies/platform.yaml", "  formerly: [Medidata Solutions Rave]\n", "")
    changes["competencies/platform.yaml"] = str(changes["competencies/platform.yaml"]).replace(
        "- id: redcap\n  name: REDCap\n  tier: A\n",
        "- id: redcap\n  name: REDCap\n  tier: A\n  aliases: [{text: REDCap, policy: case}]\n",
    )
    checked = check_lexicon(write_lexicon(tmp_path, changes), whole=True)
    assert checked.lexicon is not None
    alias = checked.lexicon.competency("redcap").aliases[0]
    assert (alias.policy, alias.origin) == (Policy.CASE, AliasOrigin.NAME)


def test_a_label_is_the_expansion_with_its_acronym_where_both_are_known(small: Lexicon) -> None:
    assert small.competency("electronic-data-capture").label == "Electronic Data Capture (EDC)"
    assert small.competency("redcap").label == "REDCap"


def test_a_label_says_all_that_the_name_says(small: Lexicon) -> None:
    capture = small.competency("electronic-data-capture")
    named = replace(capture, name="EDC queries")
    assert named.label == "Electronic Data Capture (EDC) queries"
    assert replace(capture, name="EDC data capture").label == "Electronic Data Capture (EDC)"
    assert replace(capture, name="Rave EDC").label == "Electronic Data Capture (EDC)"


def test_a_role_knows_its_pathway_and_names_its_requirements(small: Lexicon) -> None:
    role = small.role("cra")
    assert role.pathway.study_time == "3 to 6 months"
    assert [(item.id, item.name, item.weight) for item in role.requirements] == [
        ("ich-gcp", "ICH-GCP", Weight.CORE),
        ("electronic-data-capture", "Electronic data capture", Weight.IMPORTANT),
        ("medidata-rave", "A named EDC product", Weight.NICE),
    ]


def test_an_unknown_role_names_the_nearest(small: Lexicon) -> None:
    with pytest.raises(UnknownRoleError, match="unknown role 'crra'") as caught:
        small.role("crra")
    assert caught.value.hint == "Did you mean cra? See: ats-audit roles"


def test_an_unknown_role_like_no_other_names_the_listing(small: Lexicon) -> None:
    with pytest.raises(UnknownRoleError) as caught:
        small.role("\x1b[31m" + "x" * 90)
    assert caught.value.hint == "See: ats-audit roles"
    assert "\x1b" not in caught.value.message
    assert len(caught.value.message) < 80


def test_an_unknown_competency_is_an_error(small: Lexicon) -> None:
    with pytest.raises(UnknownCompetencyError) as caught:
        small.competency("red-cap")
    assert "redcap" in caught.value.hint


def test_the_same_files_give_the_same_hash_and_other_files_another(tmp_path: Path, small: Lexicon) -> None:
    again = check_lexicon(write_lexicon(tmp_path / "again"), whole=True).lexicon
    other = check_lexicon(
        write_lexicon(tmp_path / "other", changed("roles/cra.yaml", "weight: nice", "weight: important")), whole=True
    ).lexicon
    assert again is not None
    assert other is not None
    assert again == small
    assert again.sha256 == small.sha256 != other.sha256


def test_an_entry_is_decoded_once_and_stays_the_same(small: Lexicon) -> None:
    asked = small.competency("redcap")
    assert small.competency("redcap") is asked
    assert asked in small.competencies
    assert small.competencies is small.competencies
    assert small.role("cra") is small.roles[0]


def test_entries_are_read_from_their_own_lines_alone(small: Lexicon) -> None:
    class Counting:
        def __init__(self) -> None:
            self.read: list[str] = []

        @property
        def competency_ids(self) -> tuple[str, ...]:
            return ("ich-gcp", "redcap")

        @property
        def role_ids(self) -> tuple[str, ...]:
            return ("cra",)

        def read_competency(self, competency_id: str) -> Competency:
            self.read.append(competency_id)
            return small.competency(competency_id)

        def read_role(self, role_id: str) -> Role:
            self.read.append(role_id)
            return small.role(role_id)

    stored = Counting()
    lexicon = small.reading(stored)
    assert stored.read == []
    assert lexicon.competency("redcap").name == "REDCap"
    assert stored.read == ["redcap"]
    assert [entry.id for entry in lexicon.competencies] == ["ich-gcp", "redcap"]
    assert [role.id for role in lexicon.roles] == ["cra"]
    assert stored.read == ["redcap", "ich-gcp", "cra"]


def test_a_lexicon_of_given_entries_looks_them_up_as_well(small: Lexicon) -> None:
    given = replace(small, competencies=small.competencies[:2], roles=())
    assert given.competency("electronic-data-capture").acronym == "EDC"
    with pytest.raises(UnknownCompetencyError):
        given.competency("redcap")
    with pytest.raises(UnknownRoleError):
        given.role("cra")


def test_a_name_that_a_lexicon_does_not_have_is_an_attribute_error(small: Lexicon) -> None:
    with pytest.raises(AttributeError, match="competences"):
        getattr(small, "competences")  # noqa: B009 - a type checker would refuse it


@pytest.mark.parametrize(
    ("url", "name"),
    [
        ("https://acrpnet.org/certifications/", "ACRP"),
        ("https://www.socra.org/", "SOCRA"),
        ("https://notsocra.org/", None),
        ("https://example.com/", None),
    ],
)
def test_an_issuer_is_the_body_on_whose_pages_the_source_stands(small: Lexicon, url: str, name: str | None) -> None:
    entry = small.competency("redcap")
    issuers = small.issuers_of(replace(entry, source=replace(entry.source, url=url)))
    assert [issuer.name for issuer in issuers] == ([name] if name else [])


def test_the_prose_of_a_lexicon_is_what_its_files_say(small: Lexicon) -> None:
    assert small.held == ("certified since", "license no")
    assert [(issuer.name, issuer.names) for issuer in small.issuers] == [
        ("ACRP", ("ACRP", "Association of Clinical Research Professionals")),
        ("SOCRA", ("SOCRA",)),
    ]
    assert [(opener.text, opener.stronger) for opener in small.openers] == [
        ("assisted with", ("drafted", "collected")),
        ("worked on", ("built",)),
    ]


def test_a_checked_lexicon_names_its_confusables_and_where_they_stand(tmp_path: Path) -> None:
    checked = check_lexicon(write_lexicon(tmp_path), whole=True)
    assert [(pair.one, pair.other, str(pair.place)) for pair in checked.confusables] == [
        ("medidata-rave", "redcap", "confusables.yaml:1:3: ")
    ]


def test_a_lexicon_survives_pickling(small: Lexicon) -> None:
    copy = pickle.loads(pickle.dumps(small))  # noqa: S301 - our own bytes
    assert copy == small
    assert copy.role("cra") == small.role("cra")


def test_the_compiled_lexicon_is_the_checked_one(tmp_path: Path, small: Lexicon) -> None:
    files = compile_lexicon(write_lexicon(tmp_path / "again"))
    marks, head, *lines = files["lexicon.jsonl"].encode().split(b"\n")
    assert decode_lexicon(head, lines, sha256=json.loads(marks)["sha256"]) == small
    assert files["english.txt"].split() == ["epic", "phlebotomy", "rave", "tableau"]
    assert small.deny == ("suppose",)


def test_the_built_in_lexicon_loads_from_an_installed_package(installed: Path, small: Lexicon) -> None:
    assert (installed / "lexicon.jsonl").is_file()
    assert Lexicon.load() == small
    assert load_headings() == {
        "skills": SectionKind.SKILLS,
        "technical skills": SectionKind.SKILLS,
        "experience": SectionKind.EXPERIENCE,
    }


def test_a_package_that_was_never_built_says_so(installed: Path) -> None:
    shutil.rmtree(installed)
    with pytest.raises(InvalidLexiconError, match="holds no compiled lexicon"):
        Lexicon.load()


def test_an_installed_package_has_no_sources_to_check(installed: Path) -> None:
    with pytest.raises(InvalidLexiconError, match="was checked when this package was built"):
        check_lexicon()


OVERLAY = """\
- id: acme-edc
  name: Acme EDC
  tier: A
  implies: [electronic-data-capture]
  source: {title: "Employer", url: "https://example.com/", year: 2026}
  examples:
    match: ["Uses [[Acme EDC]]", "[[Acme EDC]] builds"]
    no_match: ["Acme anvils"]
"""


@pytest.mark.usefixtures("installed")
def test_an_overlay_adds_replaces_and_retires(tmp_path: Path) -> None:
    overlay = tmp_path / "overlay"
    (overlay / "competencies").mkdir(parents=True)
    (overlay / "lexicon.yaml").write_text('version: "acme-1"\nretire: [redcap, cra]\n', encoding="utf-8")
    rave = PLATFORM[PLATFORM.index("- id: medidata-rave") : PLATFORM.index("- id: redcap")]
    (overlay / "competencies" / "platform.yaml").write_text(
        OVERLAY + rave.replace("name: Medidata Rave", "name: Medidata Rave EDC").replace("[redcap]", "[acme-edc]"),
        encoding="utf-8",
    )
    lexicon = Lexicon.load(overlay)
    assert lexicon.version == "2026.11+acme-1"
    assert {entry.id for entry in lexicon.competencies} == {
        "acme-edc",
        "electronic-data-capture",
        "ich-e6-r2",
        "ich-e6-r3",
        "ich-gcp",
        "medidata-rave",
    }
    assert lexicon.competency("medidata-rave").name == "Medidata Rave EDC"
    assert lexicon.roles == ()
    assert lexicon.tiers == Lexicon.load().tiers
    assert lexicon.sha256 != Lexicon.load().sha256


@pytest.mark.usefixtures("installed")
def test_an_overlay_adds_issuers_words_and_openers(tmp_path: Path) -> None:
    overlay = tmp_path / "overlay"
    (overlay / "prose").mkdir(parents=True)
    (overlay / "competencies").mkdir()
    (overlay / "prose" / "issuers.yaml").write_text(
        "held: [badge no]\nissuers: [{name: Acme, domains: [example.com]},"
        " {name: Other, domains: [example.org], gives: [acme-edc]}]\n",
        encoding="utf-8",
    )
    (overlay / "prose" / "verbs.yaml").write_text("- {text: aided, stronger: [built]}\n", encoding="utf-8")
    (overlay / "competencies" / "certification.yaml").write_text(
        OVERLAY.replace("  implies: [electronic-data-capture]\n", ""), encoding="utf-8"
    )
    lexicon = Lexicon.load(overlay)
    assert lexicon.held == ("badge no", "certified since", "license no")
    assert [issuer.name for issuer in lexicon.issuers] == ["ACRP", "Acme", "Other", "SOCRA"]
    assert [opener.text for opener in lexicon.openers] == ["aided", "assisted with", "worked on"]
    assert [issuer.name for issuer in lexicon.issuers_of(lexicon.competency("acme-edc"))] == ["Acme", "Other"]


@pytest.mark.usefixtures("installed")
def test_an_overlay_is_held_to_the_english_words_of_the_built_in_lexicon(tmp_path: Path) -> None:
    overlay = tmp_path / "overlay"
    (overlay / "competencies").mkdir(parents=True)
    (overlay / "competencies" / "platform.yaml").write_text(OVERLAY.replace("Acme EDC", "Epic"), encoding="utf-8")
    with pytest.raises(InvalidLexiconError, match=r"competencies/platform\.yaml:2:9: alias 'Epic' is an English word"):
        Lexicon.load(overlay)


@pytest.mark.usefixtures("installed")
def test_an_overlay_without_an_edition_is_called_overlay(tmp_path: Path) -> None:
    overlay = tmp_path / "overlay"
    (overlay / "competencies").mkdir(parents=True)
    (overlay / "competencies" / "platform.yaml").write_text(OVERLAY, encoding="utf-8")
    assert Lexicon.load(overlay).version == "2026.11+overlay"


@pytest.mark.usefixtures("installed")
def test_an_overlay_has_no_headings(tmp_path: Path) -> None:
    overlay = tmp_path / "overlay"
    (overlay / "prose").mkdir(parents=True)
    (overlay / "prose" / "headings.yaml").write_text("skills: [toolbox]\n", encoding="utf-8")
    with pytest.raises(InvalidLexiconError, match=r"prose/headings\.yaml:1:1: headings belong to the reading"):
        Lexicon.load(overlay)


@pytest.mark.usefixtures("installed")
def test_an_overlay_that_is_no_folder_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(InvalidLexiconError, match="does not exist"):
        Lexicon.load(tmp_path / "nowhere")


def test_a_checkout_compiles_what_is_stale_and_keeps_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    sources = write_lexicon(tmp_path / "lexicons")
    monkeypatch.setattr(locating, "COMPILED", tmp_path / "_compiled")
    monkeypatch.setattr(loading, "locate_checkout", lambda: sources)
    first = Lexicon.load()
    marks, head, *lines = (tmp_path / "_compiled" / "lexicon.jsonl").read_bytes().split(b"\n")
    assert decode_lexicon(head, lines, sha256=json.loads(marks)["sha256"]) == first
    (sources / "lexicon.yaml").write_text('version: "2026.12"\n', encoding="utf-8")
    assert Lexicon.load().version == "2026.12"
    compiled: list[Path] = []
    monkeypatch.setattr(loading, "compile_lexicon", compiled.append)
    assert Lexicon.load().version == "2026.12"
    assert compiled == []


def test_sources_with_another_time_and_the_same_content_are_not_compiled_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sources = write_lexicon(tmp_path / "lexicons")
    monkeypatch.setattr(locating, "COMPILED", tmp_path / "_compiled")
    monkeypatch.setattr(loading, "locate_checkout", lambda: sources)
    first = Lexicon.load()
    stamp = locating.stamp_sources(sources)
    os.utime(sources / "lexicon.yaml", ns=(1, 1))
    assert locating.stamp_sources(sources) != stamp
    monkeypatch.setattr(loading, "compile_lexicon", lambda directory: pytest.fail(f"compiled {directory}"))
    assert Lexicon.load() == first
    # and from now on the times are known: no file is hashed again
    monkeypatch.setattr(loading, "digest_sources", lambda directory: pytest.fail(f"hashed {directory}"))
    assert Lexicon.load() == first


def test_what_was_compiled_in_another_layout_is_compiled_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    sources = write_lexicon(tmp_path / "lexicons")
    monkeypatch.setattr(locating, "COMPILED", tmp_path / "_compiled")
    monkeypatch.setattr(loading, "locate_checkout", lambda: sources)
    first = Lexicon.load()
    path = tmp_path / "_compiled" / "lexicon.jsonl"
    marks, _, content = path.read_text(encoding="utf-8").partition("\n")
    path.write_text(json.dumps({**json.loads(marks), "layout": 1}) + "\nnot of this layout\n", encoding="utf-8")
    assert Lexicon.load() == first
    assert path.read_text(encoding="utf-8").partition("\n")[2] == content


def test_a_read_only_checkout_works_without_keeping(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    sources = write_lexicon(tmp_path / "lexicons")
    monkeypatch.setattr(locating, "COMPILED", tmp_path / "_compiled")
    monkeypatch.setattr(loading, "locate_checkout", lambda: sources)

    def refuse(name: str, content: str) -> None:
        raise PermissionError(name)

    monkeypatch.setattr(loading, "write_compiled", refuse)
    assert Lexicon.load().version == "2026.11"


def test_a_compiled_file_is_written_whole_or_not_at_all(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(locating, "COMPILED", tmp_path)
    locating.write_compiled("a.txt", "é\n")
    with pytest.raises(UnicodeEncodeError):
        locating.write_compiled("a.txt", "\ud800")
    assert locating.read_compiled("a.txt") == "é\n".encode()
    assert [path.name for path in tmp_path.iterdir()] == ["a.txt"]


def test_the_checkout_is_found_beside_src_and_nowhere_else(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    module = tmp_path / "src" / "ats_audit" / "lexicon" / "_locate.py"
    module.parent.mkdir(parents=True)
    monkeypatch.setattr(locating, "__file__", str(module))
    assert locating.locate_checkout() is None
    (tmp_path / "lexicons").mkdir()
    (tmp_path / "pyproject.toml").touch()
    assert locating.locate_checkout() == tmp_path / "lexicons"


def test_files_that_are_no_content_do_not_change_the_digest(tmp_path: Path) -> None:
    folder = write_lexicon(tmp_path)
    before = locating.digest_sources(folder)
    (folder / "README.md").write_text("x", encoding="utf-8")
    (folder / ".hidden").write_text("x", encoding="utf-8")
    assert locating.digest_sources(folder) == before
    assert check_lexicon(folder, whole=True).violations == ()


def test_each_schema_is_json_and_names_its_fields() -> None:
    schemas = {name: json.loads(text) for name, text in iter_schemas()}
    assert sorted(schemas) == [
        "competencies.json",
        "confusables.json",
        "headings.json",
        "issuers.json",
        "lexicon.json",
        "parsers.json",
        "pathways.json",
        "phrases.json",
        "role.json",
        "verbs.json",
    ]
    assert "requirements" in schemas["role.json"]["properties"]
    assert schemas["role.json"]["additionalProperties"] is False


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("ICH-GCP", "ich gcp", True),
        ("ICD10CM", "ICD-10-CM", True),
        ("CRFs", "CRF", True),
        ("access", "acces", False),
        ("C++", "C", False),
        ("R&D", "RD", False),
        ("SAS", "SA", False),
        ("ICD-10", "ICD-11", False),
        ("CDMS", "CDM", False),
    ],
)
def test_two_aliases_fold_alike_when_the_matcher_cannot_tell_them_apart(one: str, other: str, same: bool) -> None:  # noqa: FBT001
    assert (fold_alias(one) == fold_alias(other)) is same


def test_every_file_of_the_small_lexicon_is_a_known_kind_of_file() -> None:
    assert all(name.count("/") <= 1 for name in FILES)


def test_headings_that_most_parsers_accept_stand_first(tmp_path: Path) -> None:
    lexicon = check_lexicon(write_lexicon(tmp_path), whole=True).lexicon
    assert lexicon is not None
    assert [parser.name for parser in lexicon.parsers] == ["Openly", "Plainly"]
    assert lexicon.headings_of(SectionKind.SKILLS) == ("technical skills", "skills")
    assert lexicon.headings_of(SectionKind.AWARDS) == ()


def test_the_built_in_lexicon_knows_which_parsers_accept_a_heading_of_skills() -> None:
    lexicon = Lexicon.load()
    accepting = {parser.name for parser in lexicon.parsers if ("skills", SectionKind.SKILLS) in parser.accepts}
    assert accepting == {parser.name for parser in lexicon.parsers}
    assert lexicon.headings_of(SectionKind.SKILLS)[:2] == ("skills", "technical skills")
    assert "technical core competencies" not in lexicon.headings_of(SectionKind.SKILLS)


def test_what_an_overlay_retires_is_asked_for_and_referred_to_no_more(tmp_path: Path) -> None:
    (tmp_path / "lexicon.yaml").write_text(
        'version: "1"\nretire: [veeva-edc, source-data-verification, ich-gcp]\n', encoding="utf-8"
    )
    lexicon = Lexicon.load(tmp_path)
    known = {entry.id for entry in lexicon.competencies}
    assert not {"veeva-edc", "source-data-verification", "ich-gcp"} & known
    asked = {key for role in lexicon.roles for one in role.requirements for key in one.any_of}
    named = {key for pathway in lexicon.pathways for key in pathway.core}
    related = {
        key for entry in lexicon.competencies for key in (*entry.implies, *entry.supersedes, *entry.distinct_from)
    }
    given = {key for issuer in lexicon.issuers for key in issuer.gives}
    assert asked | named | related | given <= known
    systems = next(one for one in lexicon.role("cra").requirements if one.name == "A named EDC system")
    assert systems.id == "medidata-rave"
    assert "veeva-edc" not in systems.any_of


def test_an_overlay_does_not_leave_a_role_with_nothing_to_ask_for(tmp_path: Path) -> None:
    asked = {key for one in Lexicon.load().role("cra").requirements for key in one.any_of}
    (tmp_path / "lexicon.yaml").write_text(f'version: "1"\nretire: [{", ".join(sorted(asked))}]\n', encoding="utf-8")
    said = [violation.message for violation in check_lexicon(tmp_path).violations]
    assert said == ["leaves the role 'cra' nothing to ask for: retire it as well"]
