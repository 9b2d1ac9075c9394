"""The shortcut of re-audits held against auditing: where an edit of the lexicon touches nothing, nothing changes."""

from __future__ import annotations

import random
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from ats_audit import Auditor
from ats_audit.batch._worker import Desk
from ats_audit.batch.cache import Finding, LexiconEdit
from ats_audit.batch.columns import TIMINGS
from ats_audit.batch.items import Item
from ats_audit.batch.job import Job
from ats_audit.lexicon import Lexicon, dump_lexicon, parse_lexicon
from ats_audit.match import Reach, find_changed, trace_texts
from ats_audit.match.clean import clean_text
from ats_audit.match.keys import split_surfaces
from ats_audit.model import Alias, AliasOrigin, Competency, CompetencyId, Policy, Weight

if TYPE_CHECKING:
    from ats_audit.model import Document

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
            roles = [one for one in lexicon.roles if one.id != changed.id]
            changed = replace(changed, requirements=tuple(requirements))
            return again(replace(copied(lexicon), roles=tuple(sorted((*roles, changed), key=lambda one: one.id))))
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
            before, after = Desk(Job.of(old, role=role), auditor), Desk(Job.of(new, role=role), later)
            item = Item(doc_id="d", content=b"")
            finding = Finding(
                lexicon_sha256=old.sha256,
                row=before._judge(item, document, read_ms=0),
                trace=trace_texts(reading.text for reading in document.readings),
            )
            if not edit.touches(finding):
                changed = after._judge(item, document, read_ms=0)
                stamp = {"lexicon_version", "lexicon_sha256", "job_sha256"}
                assert {k: v for k, v in finding.row.items() if k not in TIMINGS | stamp} == {
                    k: v for k, v in changed.items() if k not in TIMINGS | stamp
                }


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
