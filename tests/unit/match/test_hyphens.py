"""A word cut at the end of a line is looked for in both forms: with its hyphen, and closed."""

import re

import pytest
from marks import Names, expect, name

from ats_audit.lexicon import Lexicon
from ats_audit.match import Matcher
from ats_audit.match.clean import clean_text
from ats_audit.match.hyphens import Hyphens, list_cut_words
from ats_audit.match.patterns import Patterns
from ats_audit.model import Kind, Policy

LEXICON = Names(
    (
        name("ccra", ("CCRA", Policy.CASE), kind=Kind.CERTIFICATION),
        name("datasheets", "data sheets", kind=Kind.METHOD),
        name("gcp", ("GCP", Policy.CONTEXT), near=("clinical",), never=("cloud",), kind=Kind.REGULATION),
        name("inform", ("InForm", Policy.CASE)),
        name("meddra", "MedDRA", kind=Kind.CODING_SYSTEM),
        name("part-11", "21 CFR Part 11", kind=Kind.REGULATION),
        name("pms", "post-marketing surveillance", kind=Kind.METHOD),
        name("postmarket", "postmarketing study", kind=Kind.METHOD),
        name("pv", "pharmacovigilance", kind=Kind.METHOD),
        name("rave", "Medidata Rave"),
        name("rbm", "risk-based monitoring", kind=Kind.METHOD),
        name("sas", ("SAS", Policy.CASE), kind=Kind.ANALYTICS),
        name("sharepoint", "SharePoint"),
        name("telehealth", "telehealth", kind=Kind.METHOD),
    )
)


@pytest.fixture(scope="module")
def matcher() -> Matcher:
    return Matcher(LEXICON)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("[[rave|Medi-\ndata Rave]] studies", id="closed"),
        pytest.param("[[rbm|risk-\nbased monitoring]]", id="with its hyphen"),
        pytest.param("[[rbm|risk-\nbased moni-\ntoring]]", id="one of each"),
        pytest.param("[[pms|post-\nmarketing surveillance]]", id="as two words, though another name has it as one"),
        pytest.param("a [[postmarket|postmar-\nketing study]]", id="as one word"),
        pytest.param("[[pv|phar-\nmacovigi-\nlance]] work", id="cut twice"),
        pytest.param("[[datasheets|datash-\neets]]", id="two words that are often written as one"),
        pytest.param("[[datasheets|data-\nsheets]]", id="between two words"),
        pytest.param("[[part-11|21 CFR Part-\n11]]", id="before a number"),
        pytest.param("[[meddra|MED-\nDRA]] and [[meddra|Med-\nDRA]]", id="capitals"),
        pytest.param("[[sharepoint|SHARE-\nPOINT]] sites", id="a line of capitals"),
        pytest.param("[[telehealth|Tele-\nhealth]] visits", id="first word of a line"),
        pytest.param("[[rave|Medi-\r\ndata Rave]]", id="lines of Windows"),
        pytest.param("[[rave|Medi-  \n    data Rave]]", id="indented"),
        pytest.param("[[rave|Medi-\n\ndata Rave]]", id="where a page ends"),
        pytest.param("[[rbm|risk-\n\nbased monitoring]]", id="a hyphen that stays where a page ends"),
        pytest.param("[[rave|Medi\u00ad\ndata Rave]]", id="soft hyphen that shows"),
        pytest.param("[[rave|Medi\u00addata Rave]]", id="soft hyphen that does not show"),
        pytest.param("[[rave|Medi\u2010\ndata Rave]]", id="typographic hyphen"),
        pytest.param("[[rave|Medi\u00ac\ndata Rave]]", id="not sign for a soft hyphen"),
        pytest.param("[[rbm|risk\u2011based monitoring]]", id="non-breaking hyphen"),
        pytest.param("[[gcp|GCP]] in clini-\ncal trials", id="a context word"),
        pytest.param("pur-\nsuing [[ccra?|CCRA]]", id="a cue of learning"),
        pytest.param("ex-\npired [[ccra^|CCRA]]", id="a cue of lapse"),
        pytest.param("with-\nout [[pv!|pharmacovigilance]] experience", id="a cue of denial"),
    ],
)
def test_a_word_cut_at_a_line_end_is_found(matcher: Matcher, text: str) -> None:
    expect(matcher, text)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("pre-\npost comparison", id="a compound that is no name"),
        pytest.param("2019-\n2021", id="a range of years"),
        pytest.param("Medi -\ndata Rave", id="a dash between words"),
        pytest.param("Medi-\n- data Rave", id="the next item of a list"),
        pytest.param("Medi-\n\n\ndata Rave", id="far apart"),
        pytest.param("Medi\ndata Rave", id="no hyphen"),
        pytest.param("in-\nform decisions", id="a word that a name is spelt like"),
        pytest.param("S-\nAS", id="a letter alone"),
        pytest.param("GCP in the clou-\nd", id="a forbidden context"),
        pytest.param("phar-\nmacovigilence", id="a misspelling in two pieces is no guess worth making"),
    ],
)
def test_what_stands_on_two_lines_is_not_joined_without_a_reason(matcher: Matcher, text: str) -> None:
    expect(matcher, text, without=True)


def test_a_list_of_dashes_stays_a_list(matcher: Matcher) -> None:
    expect(matcher, "- [[sas|SAS]]\n- [[meddra|MedDRA]]\n- [[ccra|CCRA]]")
    expect(matcher, "[[sas|SAS]]-\n[[meddra|MedDRA]]-\n[[telehealth|telehealth]]")


def test_the_pieces_of_long_chains_are_known() -> None:
    assert list_cut_words("ab-\ncd-\nef and gh-\nij") == {"abcd", "abcdef", "cdef", "ghij"}
    assert list_cut_words("a - b, 1-\n2, x-") == set()


def test_a_closed_text_leads_back_through_two_maps() -> None:
    text = "Ra\u00adve\u2122 of Medi\u00ad\ndata\u00ae, risk-\nbased"
    closed = Hyphens(Patterns(LEXICON)).close(clean_text(text))
    assert closed.text == "Rave of Medidata, risk-\nbased"
    at = closed.text.index("Medidata")
    start, end = closed.original(at, at + 8)
    assert text[start:end] == "Medi\u00ad\ndata"
    for wanted in "Rof,rb":
        assert closed.text[closed.cleaned(text.rindex(wanted))] == wanted
    assert closed.cleaned(len(text)) == len(closed.text)


def test_every_alias_of_the_lexicon_is_found_wherever_a_line_end_cuts_it() -> None:
    lexicon = Lexicon.load()
    matcher = Matcher(lexicon)
    aliases = [alias for one in lexicon.competencies for alias in one.aliases][::9]
    cut = found = 0
    for alias in aliases:
        text = f"Worked with {alias.text} daily in the {alias.near[0] if alias.near else ''} project"
        end = 12 + len(alias.text)
        whole = {one.competency for one in matcher.match_text(text) if one.start <= 12 and one.end >= end}
        for word in re.finditer(r"[A-Za-z]{5,}", alias.text) if whole else ():
            at = 12 + word.start() + len(word[0]) // 2
            mentions = matcher.match_text(f"{text[:at]}-\n{text[at:]}")
            cut += 1
            found += {one.competency for one in mentions if one.start <= 12 and one.end >= end + 2} >= whole
    assert cut > 1_000
    assert found / cut > 0.999
