"""The findings of audits as SARIF 2.1.0, for code scanning and editors.

Source: https://docs.oasis-open.org/sarif/sarif/v2.1.0/os/sarif-v2.1.0-os.html
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from typing import TYPE_CHECKING, Final
from urllib.parse import quote

from ats_audit.model import MediaType, PagePlace, Severity, TextPlace
from ats_audit.report._neutral import escape_json, neutralise
from ats_audit.report._places import Lines, address_of
from ats_audit.words import reports as words

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from ats_audit.model import AuditReport, Document, Finding
    from ats_audit.report._json import JsonValue

SARIF_SCHEMA: Final = "https://json.schemastore.org/sarif-2.1.0.json"
PROJECT: Final = "https://github.com/ats-audit/ats-audit"
"""Where the project and its documents stand."""
FINDINGS_PAGE: Final = f"{PROJECT}/blob/main/docs/findings.md"
_LEVELS: Final[Mapping[Severity, str]] = {
    Severity.ERROR: "error",
    Severity.WARNING: "warning",
    Severity.INFO: "note",
}
_PLAIN: Final = frozenset({MediaType.TEXT, MediaType.MARKDOWN})
"""Formats whose text is the file's own, so that lines and offsets are those of the file."""


def serialise_sarif(audits: Sequence[tuple[AuditReport, Document | None, str | None]]) -> str:
    """All findings of *audits* as one SARIF log with one run, ending in a line feed.

    Args:
        audits: For each the report, its document if line and section are to be told, and the path of the file as
            the reader of the log knows it (None: the document's name).
    """
    findings = [finding for report, _, _ in audits for finding in report.findings]
    rules = {finding.code: finding for finding in reversed(findings)}
    codes = sorted(rules)
    run: dict[str, JsonValue] = {
        "tool": {"driver": _driver(audits, [rules[code] for code in codes])},
        "columnKind": "unicodeCodePoints",
        "artifacts": [_artifact(report, address) for report, _, address in audits],
        "results": [
            result
            for index, (report, document, address) in enumerate(audits)
            for result in _results(report, document, address_of(report, address), index, codes)
        ],
        "properties": {
            "scores": [
                {
                    "file": address_of(report, address),
                    "full": round(report.score.full, 2),
                    "worst": round(report.score.worst, 2),
                }
                for report, _, address in audits
            ]
        },
    }
    log = {"$schema": SARIF_SCHEMA, "version": "2.1.0", "runs": [run]}
    return escape_json(json.dumps(log, ensure_ascii=False, indent=2)) + "\n"


def help_address(code: str, title: str) -> str:
    """The section of a code in the documents: headings are linked as GitHub links them."""
    return f"{FINDINGS_PAGE}#{f'{code} {title}'.lower().replace(' ', '-')}"


def _driver(audits: Sequence[tuple[AuditReport, Document | None, str | None]], rules: Sequence[Finding]) -> JsonValue:
    driver: dict[str, JsonValue] = {
        "name": "ats-audit",
        "informationUri": PROJECT,
        "rules": [_rule(finding) for finding in rules],
    }
    if audits:
        engine = audits[0][0].engine
        driver["version"] = engine.version
        driver["semanticVersion"] = engine.version
        driver["properties"] = {"lexicon_version": engine.lexicon_version, "lexicon_sha256": engine.lexicon_sha256}
    return driver


def _rule(finding: Finding) -> JsonValue:
    title = neutralise(finding.title)
    address = help_address(finding.code, finding.title)
    return {
        "id": finding.code,
        "name": "".join(word[:1].upper() + word[1:] for word in title.replace("-", " ").split()),
        "shortDescription": {"text": title},
        "fullDescription": {"text": words.SARIF_RULE.format(title=title)},
        "help": {
            "text": words.SARIF_HELP.format(title=title, address=address),
            "markdown": words.SARIF_HELP_MARKDOWN.format(title=title, address=address),
        },
        "helpUri": address,
        "defaultConfiguration": {"level": _LEVELS[finding.severity]},
        "properties": {"tags": ["layout" if finding.code.startswith("ATS-L") else "prose", "resume"]},
    }


def _artifact(report: AuditReport, address: str | None) -> JsonValue:
    return {
        "location": {"uri": _uri(address_of(report, address))},
        "mimeType": report.document.media_type.value,
        "hashes": {"sha-256": report.document.sha256},
    }


def _results(
    report: AuditReport, document: Document | None, address: str, index: int, codes: Sequence[str]
) -> Iterator[JsonValue]:
    lines = Lines(document.text) if document is not None and document.media_type in _PLAIN else None
    seen: Counter[str] = Counter()
    for finding in report.findings:
        message = neutralise(finding.message)
        fix = neutralise(finding.fix)
        print_ = _fingerprint(finding)
        seen[print_] += 1
        yield {
            "ruleId": finding.code,
            "ruleIndex": codes.index(finding.code),
            "level": _LEVELS[finding.severity],
            "message": {"text": words.SARIF_MESSAGE.format(message=message, fix=fix) if fix else message},
            "locations": [_location(finding, document, lines, address, index)],
            "partialFingerprints": {"atsAudit/v1": f"{print_}:{seen[print_]}"},
            "properties": _properties(finding),
        }


def _location(finding: Finding, document: Document | None, lines: Lines | None, address: str, index: int) -> JsonValue:
    physical: dict[str, JsonValue] = {"artifactLocation": {"uri": _uri(address), "index": index}}
    location: dict[str, JsonValue] = {"physicalLocation": physical}
    place = finding.place
    if not isinstance(place, TextPlace):
        return location
    if lines is not None:
        start_line, start_column = lines.find(place.start)
        end_line, end_column = lines.find(place.end)
        physical["region"] = {
            "startLine": start_line,
            "startColumn": start_column,
            "endLine": end_line,
            "endColumn": end_column,
            "charOffset": place.start,
            "charLength": place.end - place.start,
        }
    section = document.full.section_at(place.start) if document is not None else None
    if section is not None:
        location["logicalLocations"] = [
            {"name": words.SECTIONS[section.kind], "fullyQualifiedName": section.kind.value, "kind": "member"}
        ]
    return location


def _properties(finding: Finding) -> dict[str, JsonValue]:
    """What SARIF has no place for: the page, and where in the text that `ats-audit text` prints."""
    place = finding.place
    found: dict[str, JsonValue] = {}
    if isinstance(place, TextPlace | PagePlace) and place.page is not None:
        found["page"] = place.page
    if isinstance(place, TextPlace):
        found["charOffset"] = place.start
        found["charLength"] = place.end - place.start
    if finding.competency is not None:
        found["competency"] = finding.competency
    if finding.source:
        found["source"] = neutralise(finding.source)
    return found


def _fingerprint(finding: Finding) -> str:
    """The same for the same complaint, wherever in the file it moves to."""
    said = "\n".join((finding.code, finding.competency or "", finding.message))
    return hashlib.sha256(said.encode("utf-8", "surrogatepass")).hexdigest()[:32]


def _uri(address: str) -> str:
    return quote(address.replace("\\", "/").encode("utf-8", "surrogatepass"), safe="/-_.~:@!$&'()*+,;=")
