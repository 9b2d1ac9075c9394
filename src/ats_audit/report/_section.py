"""The suggested section alone: as lines to paste, or as Markdown."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ats_audit.report._markdown import escape
from ats_audit.report._neutral import neutralise
from ats_audit.report._outline import outline_suggestion

if TYPE_CHECKING:
    from ats_audit.model import AuditReport


def render_section(report: AuditReport) -> str:
    """The section as plain lines, its heading first, ending in a line feed; empty where there is nothing to suggest."""
    return "".join(f"{line}\n" for line in outline_suggestion(report.suggestion))


def render_section_markdown(report: AuditReport) -> str:
    """The section as Markdown: a heading of the second level and a list with the groups in bold; or nothing."""
    suggestion = report.suggestion
    if not suggestion.groups:
        return ""
    rows = [
        f"- **{escape(neutralise(group.name))}:** {escape(', '.join(neutralise(item.text) for item in group.items))}\n"
        for group in suggestion.groups
    ]
    return f"## {escape(neutralise(suggestion.heading))}\n\n{''.join(rows)}"
