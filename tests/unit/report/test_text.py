"""The audit for people: plain, on a terminal, and in Markdown."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import replace

import pytest
from markdown_it import MarkdownIt
from reports import (
    CTMS,
    EPIC,
    GCP,
    RAVE,
    make_comparison,
    make_competency,
    make_empty_report,
    make_evidence,
    make_hostile_report,
    make_job_report,
    make_judgement,
    make_lexicon,
    make_mention,
    make_report,
    make_scan,
)

from ats_audit.judge import compare_reports
from ats_audit.model import (
    AuditReport,
    Finding,
    GenericPhrase,
    MediaType,
    OpenQuestion,
    ReadingKind,
    RoleId,
    Rung,
    Score,
    Severity,
    TextPlace,
    Weight,
    WholeDocument,
)
from ats_audit.report import (
    Display,
    Format,
    render_ranking,
    render_report,
    render_role,
    render_roles,
    render_scan,
)
from ats_audit.report import render as render_result
from ats_audit.report import render_lexicon as render_catalogue

STEERING = {"Cc", "Cf", "Cs", "Cn", "Zl", "Zp"}
ESCAPES = re.compile(r"\x1b\[[0-9;]*m")
NASTY = (
    "x\x1b[31m\x1b]0;title\x07 \u202egnp.exe\u2066 \x9b2J <script>alert(1)</script> "
    "| **b** `c` [l](http://e.example) \r\n# h"
)
"""ANSI, a bidirectional override, a C1 control, HTML, Markdown and a line feed."""


def _plain(report: AuditReport, width: int = 80) -> str:
    return render_report(report, format=Format.TEXT, display=Display(width=width))


def _terminal(report: AuditReport, width: int = 80, *, colour: bool = True) -> str:
    return render_report(report, format=Format.TEXT, display=Display(width=width, terminal=True, colour=colour))


def _markdown(report: AuditReport) -> str:
    return render_report(report, format=Format.MARKDOWN)


def _columns(line: str) -> int:
    return sum(0 if unicodedata.combining(each) else 1 for each in ESCAPES.sub("", line))


def _words(text: str) -> str:
    """The words without colour, markup and line breaks, for what all forms must say."""
    return " ".join(re.sub(r"[\\*●◐◔○≈✖▲•]", "", ESCAPES.sub("", text)).split())


SAID = [
    "Audit of resume.pdf",
    "Clinical Research Associate (cra)",
    "PDF, 2 pages, 1,234 words, read with pdfminer.six",
    "ats-audit 0.1.0, lexicon 2026.11 (abababababab)",
    "62.4 of 100",
    "It is not the score of any applicant tracking system.",
    "Worst reading: 48.1 of 100. That is what a parser finds that reads straight across the page",
    "At risk of being lost: ICH-GCP, Medidata Rave EDC.",
    "1 of 3 shown in full, 2 in part",
    "Any one of: Epic EHR, REDCap.",
    "by way of Medidata Rave EDC",
    "an older version, ICH E6 R2",
    "misspelt: a literal search would not find it",
    "1 error",
    "Fix: Move them into the body.",
    "https://example.com/text-boxes",
    "+6.0",
    "Study that leads to this role: Clinical Research & Ops, at least 3 to 6 months.",
    "Platforms: Medidata Rave EDC",
    '--heading "Technical Skills"',
    "Have you charted in it?",
    "Boxes were not looked at: the format has none.",
]


@pytest.mark.parametrize("said", SAID)
@pytest.mark.parametrize("render", [_plain, _terminal, _markdown])
def test_every_form_says_what_matters(said: str, render: object) -> None:
    assert callable(render)
    flat = _words(render(make_report()))
    if render is _terminal and said in {"Any one of: Epic EHR, REDCap.", "by way of Medidata Rave EDC"}:
        said = said.split(maxsplit=1)[0]  # folded in its column, with the points beside it
    assert said in flat


@pytest.mark.parametrize("width", [40, 61, 80, 120])
def test_no_line_of_plain_text_is_wider_than_asked_for(width: int) -> None:
    assert max(map(len, _plain(make_report(), width).splitlines())) <= width


@pytest.mark.parametrize("width", [40, 61, 80, 120])
@pytest.mark.parametrize("colour", [True, False])
def test_no_line_on_a_terminal_is_wider_than_it(width: int, *, colour: bool) -> None:
    assert max(map(_columns, _terminal(make_report(), width, colour=colour).splitlines())) <= width


def test_plain_text_has_no_escapes_no_boxes_and_no_space_at_the_end_of_lines() -> None:
    written = _plain(make_report())
    assert "\x1b" not in written
    assert not re.search("[\u2500-\u257f]", written)
    assert not re.search(r"[ \t]$", written, re.MULTILINE)


def test_a_terminal_without_colour_gets_no_escapes() -> None:
    assert "\x1b" not in _terminal(make_report(), colour=False)


def test_a_terminal_with_colour_gets_colours() -> None:
    assert "\x1b[32m" in _terminal(make_report())


@pytest.mark.parametrize(("full", "colour"), [(80.0, "32"), (60.0, "33"), (20.0, "31")])
def test_the_score_is_green_yellow_or_red(full: float, colour: str) -> None:
    score = Score(full=full, worst=full, readings=((ReadingKind.FULL, full),), at_risk=())
    assert f"\x1b[1;{colour}m{full} of 100" in _terminal(make_report(score=score))


@pytest.mark.parametrize("render", [_plain, _terminal, _markdown])
def test_the_same_report_is_the_same_text(render: object) -> None:
    assert callable(render)
    assert render(make_report()) == render(make_report())


def test_the_environment_changes_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    before = _terminal(make_report())
    for name, value in {"COLUMNS": "33", "NO_COLOR": "1", "FORCE_COLOR": "1", "TERM": "dumb"}.items():
        monkeypatch.setenv(name, value)
    assert _terminal(make_report()) == before


@pytest.mark.parametrize("render", [_plain, _terminal])
def test_what_is_left_out_is_counted(render: object) -> None:
    assert callable(render)
    written = render(make_report())
    assert "and 2 more steps: ask for --format markdown or json" in written
    assert "and 1 more: ask for --format markdown or json" in written
    assert "Do thing 5." not in written


@pytest.mark.parametrize("render", [_plain, _terminal])
def test_nothing_is_counted_where_nothing_is_left_out(render: object) -> None:
    assert callable(render)
    report = make_report()
    suggestion = replace(report.suggestion, add_only_if_true=report.suggestion.add_only_if_true[:2])
    written = _words(render(replace(report, plan=report.plan[:5], suggestion=suggestion)))
    assert not re.search(r"and \d+ more", written)


def test_markdown_leaves_nothing_out() -> None:
    written = _markdown(make_report())
    assert "Do thing 6." in written
    assert "Thing 8" in written


@pytest.mark.parametrize("render", [_plain, _terminal, _markdown])
def test_an_empty_report_says_what_there_is_not(render: object) -> None:
    assert callable(render)
    flat = _words(render(make_empty_report()))
    assert "0.0 of 100" in flat
    assert "Worst reading: the same." in flat
    assert "Nothing was found that needs mending." in flat
    assert "No edit would raise the score." in flat
    assert "there is nothing truthful to suggest" in flat
    assert "Add only if true" not in flat
    assert "Not checked" not in flat


def test_the_worst_reading_of_a_word_document_is_told_in_its_terms() -> None:
    report = make_report()
    document = replace(report.document, media_type=MediaType.DOCX)
    assert "leaves out tables, headers, footers and text boxes." in _words(_plain(replace(report, document=document)))


def test_a_lower_reading_with_the_same_rounded_score_is_not_called_the_same() -> None:
    score = Score(full=50.0, worst=50.0, readings=((ReadingKind.FULL, 50.0),), at_risk=(GCP.id,))
    assert "Worst reading: 50.0 of 100.\n" in _plain(make_report(score=score))


def test_missing_extras_are_named_together_where_space_is_short_and_each_in_markdown() -> None:
    absent = [make_evidence(make_competency(name), Rung.ABSENT) for name in ("First Thing", "Second Thing")]
    report = make_report(judgements=tuple(make_judgement(each, Weight.NICE, possible=0.3) for each in absent))
    for render in (_plain, _terminal):
        flat = _words(render(report))
        assert re.search(
            "missing First Thing, Second Thing 0.0 of 0.6 Why each is asked for: ats-audit roles cra", flat
        )
        assert "Why: Trials" not in flat
    assert _markdown(report).count("Why: Trials run on it.") == 2


def test_a_report_without_requirements_is_still_laid_out() -> None:
    for render in (_plain, _terminal, _markdown):
        assert "62.4" in render(make_report(judgements=()))


def test_evidence_that_has_no_mention_of_its_own_says_how_it_is_met() -> None:
    evidence = make_evidence(RAVE, Rung.LISTED, mentions=())
    assert "Medidata Rave EDC" in _plain(make_report(judgements=(make_judgement(evidence, name="EDC product"),)))


def test_the_quote_is_cut_around_the_competency_with_an_ellipsis() -> None:
    assert '"…queries a month in Medidata Rave EDC, two days faster than…"' in _words(_plain(make_report()))


def test_a_mention_on_the_rung_is_quoted_before_one_that_is_not() -> None:
    mentions = (
        make_mention(CTMS, text="CTMS listed", section=None),
        make_mention(CTMS, text="CTMS at work", start=400),
    )
    report = make_report(judgements=(make_judgement(make_evidence(CTMS, mentions=mentions)),))
    assert '"CTMS at work" (experience, page 1)' in _plain(report)


def test_an_at_risk_competency_that_the_report_does_not_know_goes_by_its_id() -> None:
    report = make_report()
    unknown = make_competency("Unheard Of").id
    assert "unheard-of" in _plain(replace(report, score=replace(report.score, at_risk=(unknown,))))


def test_a_heading_that_parsers_know_is_not_warned_about() -> None:
    report = make_report()
    assert "--heading" not in _plain(replace(report, suggestion=replace(report.suggestion, heading="Key Skills")))


def test_a_suggestion_without_its_heading_gets_it_once() -> None:
    report = make_report()
    without = replace(report, suggestion=replace(report.suggestion, text="Platforms: Medidata Rave EDC\n"))
    assert _plain(without) == _plain(report)
    assert _terminal(without) == _terminal(report)


def test_a_line_to_paste_that_has_no_group_is_shown_as_it_is() -> None:
    report = make_report()
    bare = replace(report, suggestion=replace(report.suggestion, text="Medidata Rave EDC, CTMS"))
    assert "\n Medidata Rave EDC, CTMS\n" in _terminal(bare)


def test_lines_to_paste_are_never_folded_in_plain_text() -> None:
    report = make_report()
    long = "Technical Core Competencies\nPlatforms: " + ", ".join(["Medidata Rave EDC"] * 20)
    written = replace(report, suggestion=replace(report.suggestion, text=long))
    assert f"\n{long}\n" in _plain(written)
    assert f"\n{long}\n" in _markdown(written)
    assert "Long lines are folded" in _words(_terminal(written))


@pytest.mark.parametrize("media_type", list(MediaType))
def test_a_file_without_pages_is_described_without_them(media_type: MediaType) -> None:
    document = replace(make_report().document, media_type=media_type, pages=None, reader="text", words=1)
    assert ", 1 word, read as it stands" in _plain(make_report(document=document))


def test_a_document_without_a_name_is_called_so() -> None:
    assert "Audit of (no name)" in _plain(make_report(document=replace(make_report().document, name=" \u200b ")))


@pytest.mark.parametrize(
    "nasty", [NASTY, "\u2067" * 40, "`" * 9, "\ud800", "a" * 300, "\x00", "é\u0301\U000e0041\ufdd0"]
)
@pytest.mark.parametrize("render", [_plain, _terminal, _markdown])
def test_no_text_of_a_stranger_can_steer_what_shows_it(nasty: str, render: object) -> None:
    assert callable(render)
    written = render(make_hostile_report(nasty))
    if render is _terminal:
        written = ESCAPES.sub("", written)
    bad = {each for each in written.replace("\n", "") if unicodedata.category(each) in STEERING}
    assert not bad
    assert written.encode("utf-8")


@pytest.mark.parametrize("colour", [True, False])
def test_a_terminal_gets_no_escape_that_is_not_ours(*, colour: bool) -> None:
    written = _terminal(make_hostile_report(NASTY), colour=colour)
    assert set(re.findall(r"\x1b.", written)) <= {"\x1b["}
    assert not re.search(r"\x1b\[[0-9;]*[^0-9;m]", written)


def _tokens(markdown: str) -> list[tuple[str, str]]:
    parser = MarkdownIt("commonmark").enable("table")
    found = []
    for token in parser.parse(markdown):
        found.append((token.type, token.content))
        found += [(child.type, child.content) for child in token.children or ()]
    return found


def test_markdown_of_a_hostile_resume_has_the_structure_of_a_harmless_one() -> None:
    harmless = [kind for kind, _ in _tokens(_markdown(make_hostile_report("harmless")))]
    hostile = [kind for kind, _ in _tokens(_markdown(make_hostile_report(NASTY)))]
    assert [kind for kind in hostile if not kind.startswith("text")] == [
        kind for kind in harmless if not kind.startswith("text")
    ]


@pytest.mark.parametrize("line", ["- item", "1. item", "+ item", "2) item", "=====", "a | b", "&lt;", "~~x~~", "$x$"])
def test_markdown_shows_a_line_as_it_is(line: str) -> None:
    report = make_empty_report()
    text = "".join(
        content
        for kind, content in _tokens(_markdown(replace(report, skipped_checks=(line,))))
        if kind.startswith("text")
    )
    assert line in text


def test_markdown_makes_no_link_of_a_bare_address() -> None:
    written = _markdown(replace(make_empty_report(), skipped_checks=("see https://evil.example and www.evil.example",)))
    assert "https://evil" not in written
    assert "www.evil" not in written


def test_markdown_links_a_source_that_is_an_address_and_no_other() -> None:
    finding = Finding(
        code="ATS-L01",
        severity=Severity.INFO,
        title="t",
        message="m",
        fix="",
        place=WholeDocument(),
        source="https://a.example/",
    )
    assert "<https://a.example/>" in _markdown(make_report(findings=(finding,)))
    assert "<java" not in _markdown(make_report(findings=(replace(finding, source="javascript:alert(1)"),)))


def test_findings_of_one_code_stand_together_with_their_source_once() -> None:
    first, second = (
        Finding(
            code="ATS-P01",
            severity=Severity.INFO,
            title="Generic phrase",
            message=f"Message {page}.",
            fix=f"Fix {page}.",
            place=TextPlace(start=1, end=2, page=page),
            source="https://example.com/",
        )
        for page in (1, 2)
    )
    apart = _plain(make_report(findings=(first, second)))
    assert (
        "1 note\n  ATS-P01  Generic phrase\n    Message 1. (page 1)\n    Fix: Fix 1.\n    Message 2. (page 2)\n"
        in apart
    )
    together = replace(second, place=first.place)
    for draw in (_plain, _terminal, _markdown):
        written = draw(make_report(findings=(first, together)))
        assert written.count("Source:") == written.count("Generic phrase") == 1
        assert "Message 2. (page" not in written


def test_a_place_without_a_page_is_not_named() -> None:
    finding = replace(make_report().findings[1], place=TextPlace(start=1, end=2, page=None))
    assert "ATS-P03  Probable misspelling\n" in _plain(make_report(findings=(finding,)))


def test_a_display_that_is_too_narrow_is_refused() -> None:
    with pytest.raises(ValueError, match="at least 40"):
        Display(width=39)


def test_a_scan_in_words_counts_and_places_each_competency() -> None:
    written = render_scan(make_scan(), lexicon=make_lexicon(), format=Format.TEXT)
    assert "Competencies in resume.pdf\n" in written
    assert "\n3 competencies\n" in written
    assert 'Medidata Rave EDC: 2 times, skills, experience, misspelt as "Medidta Rave' in written
    assert "CCRA: once, education, learning\n" in written


def test_a_scan_that_finds_nothing_says_so() -> None:
    assert "No competency" in render_scan(make_scan(mentions=()), lexicon=make_lexicon(), format=Format.TEXT)


def test_a_scan_has_no_markdown() -> None:
    with pytest.raises(ValueError, match="markdown"):
        render_scan(make_scan(), lexicon=make_lexicon(), format=Format.MARKDOWN)


@pytest.mark.parametrize("form", list(Format))
def test_one_function_renders_an_audit_in_every_format_by_name(form: Format) -> None:
    assert render_result(make_report(), format=form.value) == render_report(make_report(), format=form)


def test_the_same_function_renders_a_scan_with_the_lexicon_that_it_was_made_with() -> None:
    written = render_result(make_scan(), lexicon=make_lexicon(), format="json")
    assert written == render_scan(make_scan(), lexicon=make_lexicon(), format=Format.JSON)


def test_a_scan_made_with_another_lexicon_is_refused() -> None:
    with pytest.raises(ValueError, match="another lexicon"):
        render_result(make_scan())


def test_a_format_that_does_not_exist_is_refused() -> None:
    with pytest.raises(ValueError, match="docm"):
        render_result(make_report(), format="docm")


def test_a_ranking_in_words_names_the_gaps_that_cost_most() -> None:
    written = render_ranking([make_report(), make_empty_report()], format=Format.TEXT)
    assert " 62.4  Clinical Research Associate (cra)\n       2 of 6 core and important requirements shown\n" in written
    assert "Gaps: A record system (6.0), ICH E6 R3 (3.0), CTMS (3.0), and 1 more\n" in written


def test_a_role_that_is_met_has_no_gaps() -> None:
    met = make_report(judgements=(make_judgement(make_evidence(EPIC)),))
    assert "No gaps in what is core or important." in render_ranking([met], format=Format.TEXT)


def test_a_ranking_needs_a_role_and_a_format_that_it_has() -> None:
    with pytest.raises(ValueError, match="at least one role"):
        render_ranking([], format=Format.JSON)
    with pytest.raises(ValueError, match="markdown"):
        render_ranking([make_report()], format=Format.MARKDOWN)


def test_the_roles_are_listed_by_pathway_with_their_other_titles() -> None:
    lexicon = make_lexicon()
    written = render_roles(lexicon, width=80)
    assert written.startswith(
        "CLINICAL RESEARCH & OPS\n-----------------------\nStudy: Clinical Research & Ops, at least"
    )
    assert "\ncra  Clinical Research Associate\n     Also called: CRA, Clinical Monitor.\n" in written
    assert written.endswith("\nWhat one asks for, and why: ats-audit roles ROLE\n")


def test_of_many_titles_the_list_of_roles_names_three() -> None:
    lexicon = make_lexicon()
    many = replace(lexicon.roles[0], titles=("A", "B", "C", "D", "E"))
    assert "Also called: A, B, C, and 2 more.\n" in render_roles(replace(lexicon, roles=(many,)), width=80)


def test_a_role_is_shown_with_its_requirements_by_weight() -> None:
    lexicon = make_lexicon()
    written = render_role(lexicon.role("cra"), lexicon=lexicon, width=80)
    assert "O*NET 11-9121.01, Clinical Research Coordinators (the nearest there is)\n" in written
    assert "ESCO 2211.1, Researcher\n" in written
    assert "A named EDC product [A]\n  Any one of: Medidata Rave EDC, REDCap.\n  Trials run on it.\n" in written, (
        written
    )
    assert "IMPORTANT" not in written


def test_a_role_is_shown_with_its_pathway_its_tiers_and_the_phrases_to_avoid() -> None:
    lexicon = make_lexicon()
    other = replace(lexicon.roles[0], id=RoleId("other"), title="Neighbouring Role")
    lexicon = replace(lexicon, roles=(*lexicon.roles, other), phrases=(GenericPhrase(text="go getter", instead="x"),))
    written = render_role(lexicon.role("cra"), lexicon=lexicon, width=80)
    core = ", ".join(lexicon.competency(one).name for one in lexicon.roles[0].pathway.core)
    assert f"at least 3 to 6 months. Its core competencies: {core}" in " ".join(written.split())
    assert "Others on this pathway: Neighbouring Role.\n" in written
    for tier in lexicon.tiers:
        assert f"\n{tier.id}  {tier.name} (" in written
    assert "\nPHRASES TO AVOID\n" in written
    assert written.endswith("\n  go getter.\n")


def test_the_lexicon_is_listed_by_kind() -> None:
    written = render_catalogue(make_lexicon())
    assert written.startswith("Lexicon 2026.11 (sha256 abab")
    assert "\nCERTIFICATIONS (1)\n------------------\nccra" in written


def test_a_question_that_is_long_is_folded_below_its_dash() -> None:
    report = make_report()
    question = OpenQuestion(competency=EPIC.id, text="Epic EHR", question="word " * 30)
    written = _plain(replace(report, suggestion=replace(report.suggestion, add_only_if_true=(question,))))
    assert "\n- Epic EHR: word" in written
    assert "\n  word" in written


@pytest.mark.parametrize("format_", [Format.TEXT, Format.MARKDOWN])
def test_a_report_on_an_advert_names_the_advert_and_no_role(format_: Format) -> None:
    shown = render_report(make_job_report(), format=format_)
    assert "Job advert: Site Monitor (advert.txt)" in shown.replace("\\", "")
    assert "Clinical Research Associate" not in shown
    both = render_report(make_job_report(role=make_report().role), format=format_)
    assert both.index("Site Monitor") < both.index("Clinical Research Associate")


def test_a_comparison_tells_what_was_won_and_mended() -> None:
    written = render_result(make_comparison(), format="text")
    assert "resume.pdf and resume-2.pdf compared" in written
    assert "62.4 to 68.4 of 100 (+6.0)" in written
    assert "  +6.0  A record system: missing to demonstrated" in written
    assert "ATS-P03 Probable misspelling" in written
    assert "No longer at risk: ICH-GCP." in written
    assert "LOST" not in written
    table = render_result(make_comparison(), format="markdown")
    assert "| +6.0 | A record system | missing | demonstrated |" in table


def test_an_edit_that_loses_is_told_as_such() -> None:
    there = make_comparison()
    back = compare_reports(there.new, there.old)
    written = render_result(back, format="text")
    assert "68.4 to 62.4 of 100 (-6.0)" in written
    assert "  -6.0  A record system: demonstrated to missing" in written
    assert "NEW TO MEND" in written
    assert "Newly at risk of being lost: ICH-GCP." in written


def test_the_same_file_twice_is_told_so() -> None:
    written = render_result(compare_reports(make_report(), make_report()), format="text")
    assert "Both files are the same" in written
    assert "(0.0)" in written


def test_reports_on_different_targets_are_not_compared() -> None:
    with pytest.raises(ValueError, match="target"):
        compare_reports(make_report(), make_job_report())


def test_a_finding_that_counts_anew_has_neither_gone_nor_come() -> None:
    old = make_report()
    finding = replace(old.findings[0], message="One competency stands only in a text box.")
    new = replace(old, findings=(finding, *old.findings[1:]))
    comparison = compare_reports(old, new)
    assert (comparison.mended, comparison.arisen) == ((), ())


@pytest.mark.parametrize("form", [Format.TEXT, Format.MARKDOWN, Format.JSON])
def test_a_comparison_of_hostile_files_is_harmless(form: Format) -> None:
    nasty = make_hostile_report("a\x1b[31m<script>|\u202e")
    shown = render_result(compare_reports(nasty, nasty), format=form)
    assert not any(unicodedata.category(character) in {"Cc", "Cf"} and character != "\n" for character in shown)


def test_a_ranking_names_what_is_shared_and_the_bridge() -> None:
    written = render_ranking([make_report()], format=Format.TEXT)
    assert "Shared: Electronic data capture, A named EDC product" in written
    assert "Bridge: 1 step to 68.4: 1 to mend" in written
    many = render_ranking([make_report()] * 7, format=Format.TEXT)
    assert many.count("Shared:") == 5
    assert "FURTHER AWAY" in many
