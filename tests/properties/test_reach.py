"""The shortcut of re-audits held against auditing: where an edit of the lexicon touches nothing, nothing changes."""

from __future__ import annotations

import json
import random
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ats_audit import Auditor
from ats_audit.batch._worker import Desk
from ats_audit.batch.cache import Finding, LexiconEdit, decode_finding, encode_finding
from ats_audit.batch.columns import TIMINGS
from ats_audit.batch.items import Item
from ats_audit.batch.job import Job
from ats_audit.lexicon import Lexicon, dump_lexicon, parse_lexicon
from ats_audit.match import Reach, find_changed, find_reworded, trace_texts
from ats_audit.match.abbreviations import iter_definitions, list_short_forms
from ats_audit.match.clean import clean_text
from ats_audit.match.keys import split_surfaces
from ats_audit.model import Alias, AliasOrigin, Competency, CompetencyId, Policy, Weight

if TYPE_CHECKING:
    from ats_audit.batch.columns import Row
    from ats_audit.model import Document, Role

SAMPLES = Path(__file__).parents[2] / "samples"
ROLES = ("cra", "medical-coder", "clinical-data-associate")


@pytest.fixture(scope="module")
def documents(auditor: Auditor) -> list[Document]:
    """Every sample, read once."""
    paths = sorted(one for one in SAMPLES.iterdir() if one.suffix in {".pdf", ".docx", ".txt", ".md"})
    return [auditor.read(path) for path in paths]


def edited(lexicon: Lexicon, competency: Competency, *, deny: tuple[str, ...] | None = None) -> Lexicon:
    """*lexicon* with one entry replaced or added."""
    others = [one for one in lexicon.competencies if one.id != competency.id]
    return again(
        replace(copied(lexicon), competencies=(*others, competency), deny=lexicon.deny if deny is None else deny)
    )


def copied(lexicon: Lexicon) -> Lexicon:
    """The same, all entries decoded."""
    _ = lexicon.competencies, lexicon.roles
    return lexicon


def again(lexicon: Lexicon) -> Lexicon:
    return parse_lexicon(dump_lexicon(lexicon))


def random_edit(lexicon: Lexicon, role: str, words: list[str], chance: random.Random) -> Lexicon:
    """One edit of the kind that curators make, drawn so that it often has to do with the samples and the role."""
    asked = [one for requirement in lexicon.role(role).requirements for one in requirement.any_of]
    entry = chance.choice([chance.choice(lexicon.competencies), lexicon.competency(chance.choice(asked))])
    other = chance.choice(lexicon.competencies)
    aliases = list(entry.aliases)
    match chance.randrange(10):
        case 0:
            text = " ".join(chance.sample(words, chance.randint(1, 3)))
            aliases.append(Alias(text=text, policy=Policy.ANY, origin=AliasOrigin.ALIAS, near=()))
        case 1 if len(aliases) > 1:
            aliases.pop(chance.randrange(len(aliases)))
        case 2:
            at = chance.randrange(len(aliases))
            aliases[at] = replace(aliases[at], policy=chance.choice(list(Policy)), near=tuple(chance.sample(words, 2)))
        case 3:
            entry = replace(entry, implies=(*entry.implies, other.id))
        case 4:
            entry = replace(entry, supersedes=(*entry.supersedes, other.id))
        case 5:
            entry = replace(entry, never=tuple(chance.sample(words, 2)))
        case 6:
            word = chance.choice(words)
            at = chance.randrange(len(word) + 1)
            text = word[:at] + chance.choice("aeiourst") + word[at:]
            aliases.append(Alias(text=text, policy=Policy.ANY, origin=AliasOrigin.ALIAS, near=()))
        case 7:
            entry = replace(entry, distinct_from=(*entry.distinct_from, other.id))
        case 8:
            changed = lexicon.role(chance.choice([role, *(one.id for one in lexicon.roles)]))
            change = chance.choice([{"why": "Because."}, {"weight": Weight.NICE}])
            at = chance.randrange(len(changed.requirements))
            requirements = list(changed.requirements)
            requirements[at] = replace(requirements[at], **change)  # type: ignore[arg-type]
            return with_role(lexicon, replace(changed, requirements=tuple(requirements)))
        case _:
            deny = {*lexicon.deny, *chance.sample(words, 2)} - {*chance.sample(lexicon.deny, 3)}
            return edited(lexicon, replace(entry, name=f"{entry.name} Suite"), deny=tuple(sorted(deny)))
    return edited(lexicon, replace(entry, aliases=tuple(aliases)))


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(24))
def test_a_document_that_an_edit_does_not_touch_has_the_same_row(
    seed: int, auditor: Auditor, documents: list[Document]
) -> None:
    chance = random.Random(seed)  # noqa: S311 - to repeat, not to hide
    words = sorted({word for one in documents for word in split_surfaces(clean_text(one.text).text) if word.isalpha()})
    old = auditor.lexicon
    role = chance.choice(ROLES)
    new = random_edit(old, role, words, chance)
    edit = LexiconEdit(old, new, role)
    with Auditor(lexicon=new) as later:
        for document in documents:
            finding = kept(Desk(Job.of(old, role=role), auditor), document)
            if not edit.touches(finding):
                assert told(edit.renew(finding)) == told(
                    Desk(Job.of(new, role=role), later)._judge(ITEM, document, read_ms=0)
                )


ITEM = Item(doc_id="d", content=b"")
STAMP = {"lexicon_version", "lexicon_sha256", "job_sha256"}


def kept(desk: Desk, document: Document) -> Finding:
    """What *desk* finds, as it comes back from the cache."""
    found = desk.find(ITEM, document, read_ms=0)
    return decode_finding(encode_finding(found))


def told(row: Row) -> str:
    """A row to the byte, but for times and stamp."""
    return json.dumps({name: value for name, value in row.items() if name not in TIMINGS | STAMP})


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(6))
@pytest.mark.parametrize("role", ROLES)
def test_other_weights_give_the_row_of_an_audit(
    seed: int, role: str, auditor: Auditor, documents: list[Document]
) -> None:
    chance = random.Random(seed)  # noqa: S311 - to repeat
    old = auditor.lexicon
    changed = old.role(role)
    # One in three keeps its weight, so that cores are few or many.
    weights = chance.choices(list(Weight), weights=chance.choices((1, 5, 20), k=3), k=len(changed.requirements))
    requirements = tuple(
        one if chance.random() < 1 / 3 else replace(one, weight=weight)
        for one, weight in zip(changed.requirements, weights, strict=True)
    )
    new = with_role(old, replace(changed, requirements=requirements))
    edit = LexiconEdit(old, new, role)
    with Auditor(lexicon=new) as later:
        before, after = Desk(Job.of(old, role=role), auditor), Desk(Job.of(new, role=role), later)
        for document in documents:
            finding = kept(before, document)
            assert not edit.touches(finding)
            assert told(edit.renew(finding)) == told(after._judge(ITEM, document, read_ms=0))


def test_a_requirement_more_touches_every_document(auditor: Auditor, documents: list[Document]) -> None:
    old = auditor.lexicon
    role = old.role("cra")
    more = replace(role.requirements[0], any_of=(CompetencyId("fda-warning-letters"),), weight=Weight.NICE)
    new = with_role(old, replace(role, requirements=(*role.requirements, more)))
    finding = kept(Desk(Job.of(old, role="cra"), auditor), documents[0])
    assert LexiconEdit(old, new, "cra").touches(finding)


def with_role(lexicon: Lexicon, role: Role) -> Lexicon:
    """*lexicon* with that role in the place of the one of the same id."""
    roles = [one for one in lexicon.roles if one.id != role.id]
    return again(replace(copied(lexicon), roles=tuple(sorted((*roles, role), key=lambda one: one.id))))


@pytest.mark.parametrize(
    ("alias", "text", "touched"),
    [
        pytest.param("REDCap Zyntrial", "Skills: REDCap, Medidata Rave", False, id="the rest of the entry may stand"),
        pytest.param("REDCap Zyntrial", "Skills: REDCap Zyntrial", True, id="the new alias stands"),
        pytest.param("REDCap data", "Skills: REDCap, data", True, id="its words stand apart"),
        pytest.param("Zyntrial", "Skills: REDCap, Zintrial", True, id="a word near to it stands"),
        pytest.param(
            "Rapid Zyntrial Capture", "Rapid Exchange of Captures (REDCap)", True, id="a short form is explained"
        ),
        pytest.param(
            "REDCap Zyntrial", "Rapid Exchange of Captures (REDCap)", False, id="explained, and it says nothing of it"
        ),
        pytest.param("Rapid Zyntrial Capture", "REDCap = research data capture", True, id="explained by a sign"),
        pytest.param("Rapid Zyntrial Capture", "RED-\nCap (research capture)", True, id="cut, and explained"),
    ],
)
def test_another_way_to_write_something_touches_where_it_may_stand(
    alias: str,
    text: str,
    *,
    touched: bool,
    auditor: Auditor,
) -> None:
    old = auditor.lexicon
    known = old.competency("redcap")
    more = Alias(text=alias, policy=Policy.ANY, origin=AliasOrigin.ALIAS, near=())
    new = edited(old, replace(known, aliases=(*known.aliases, more)))
    assert find_reworded(old, new) == {known.id}
    assert Reach(old, new).touches(trace_texts([text])) is touched


@pytest.mark.parametrize(
    "change",
    [
        pytest.param({"name": "RedCap"}, id="name"),
        pytest.param({"implies": ("ctms",)}, id="relations"),
        pytest.param({"never": ("hat",)}, id="words that it never stands near"),
        pytest.param({"aliases": 0}, id="the alias that is its name"),
        pytest.param({"aliases": -1}, id="the order of aliases"),
    ],
)
def test_what_changes_more_than_other_ways_to_write_it_is_not_reworded(
    change: dict[str, Any], auditor: Auditor
) -> None:
    old = auditor.lexicon
    known = old.competency("redcap")
    if change == {"aliases": 0}:
        changed = tuple(replace(one, policy=Policy.CAP) if one.text == known.name else one for one in known.aliases)
        change = {"aliases": changed}
    elif change == {"aliases": -1}:
        change = {"aliases": known.aliases[::-1]}
    new = edited(old, replace(known, **change))
    assert find_changed(old, new) == {known.id}
    assert not find_reworded(old, new)


@settings(max_examples=300)
@given(
    st.lists(
        st.sampled_from(
            [
                "REDCap",
                "EDC",
                "EDCs",
                "e-TMF",
                "(",
                ")",
                "=",
                " - ",
                " – ",
                "\n",
                " ",
                "electronic data capture",
                "research",
                "trial master file",
                "ICD-10-CM",
                "; ",
                "A&B",
                "Rapid Exchange of Captures",
            ]
        ),
        max_size=12,
    ).map("".join)
)
def test_every_short_form_that_is_explained_is_listed(text: str) -> None:
    cleaned = clean_text(text).text
    assert {one.short for one in iter_definitions(cleaned)} <= list_short_forms(cleaned)


def entry(*aliases: str, key: str = "new-tool") -> Competency:
    given = Lexicon.load().competency("redcap")
    texts = tuple(Alias(text=text, policy=Policy.ANY, origin=AliasOrigin.ALIAS, near=()) for text in aliases)
    return replace(
        given, id=CompetencyId(key), name=aliases[0], aliases=texts, implies=(), supersedes=(), distinct_from=()
    )


@pytest.mark.parametrize(
    ("alias", "text", "touched"),
    [
        ("Zyntrial", "Used Zyntrial daily", True),
        ("Zyntrial", "Used zyntrials daily", True),
        ("Zyntrial", "Used Zintrail daily", True),
        ("Zyntrial", "Used Zyn-\ntrial daily", True),
        ("Zyntrial", "Used Zyn-\ntri-\nal daily", True),
        ("Zyntrial", "Used Zyn-\ntri-\nell daily", True),
        ("Zyntrial", "Used Zyn Trial daily", True),
        ("Zyntrial", "Used Medidata Rave", False),
        ("Oversight Zyntrial Desk", "OversightZyntrial desk", True),
        ("Oversight Zyntrial Desk", "Oversight of a desk", False),
        ("Z.Q.X", "Held the Z.Q.X. badge", True),
        ("ZQX", "Held the Z.Q.X. badge", True),
        ("Zyntrial 11", "Used Zyntrial eleven", True),
        ("Site Monitoring Reports", "Wrote monitoring reports of each site", True),
        ("Site Monitoring Reports", "Wrote reports of each site", False),
    ],
)
def test_an_edit_touches_what_could_name_it(alias: str, text: str, *, touched: bool, auditor: Auditor) -> None:
    reach = Reach(auditor.lexicon, edited(auditor.lexicon, entry(alias)))
    assert find_changed(auditor.lexicon, edited(auditor.lexicon, entry(alias))) == {"new-tool"}
    assert reach.touches(trace_texts([text])) is touched


def test_an_edit_of_a_context_touches_words_cut_at_a_line_end(auditor: Auditor) -> None:
    near = Alias(text="Zyntrial", policy=Policy.CONTEXT, origin=AliasOrigin.ALIAS, near=("zebrafish",))
    old = edited(auditor.lexicon, entry("Zyntrial"))
    reach = Reach(old, edited(auditor.lexicon, replace(entry("Zyntrial"), aliases=(near,))))
    assert reach.touches(trace_texts(["Kept zebra-\nfish"]))
    assert not reach.touches(trace_texts(["Kept zebra-\nfinches"]))


def test_an_edit_of_nothing_touches_nothing(auditor: Auditor, documents: list[Document]) -> None:
    reach = Reach(auditor.lexicon, again(auditor.lexicon))
    assert find_changed(auditor.lexicon, again(auditor.lexicon)) == frozenset()
    assert not any(reach.touches(trace_texts(reading.text for reading in one.readings)) for one in documents)


def test_an_edit_of_a_rare_tool_leaves_most_documents_alone(auditor: Auditor, documents: list[Document]) -> None:
    reach = Reach(auditor.lexicon, edited(auditor.lexicon, entry("Zyntrial Oversight Desk")))
    touched = [reach.touches(trace_texts(reading.text for reading in one.readings)) for one in documents]
    assert sum(touched) <= len(documents) / 4


def test_an_edit_that_looks_further_touches_everything(auditor: Auditor) -> None:
    reach = Reach(auditor.lexicon, edited(auditor.lexicon, entry(" ".join(f"Part{n}x" for n in range(30)))))
    assert reach.touches(trace_texts(["nothing of the kind"]))
