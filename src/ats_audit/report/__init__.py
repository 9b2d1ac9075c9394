"""Results -> text: plain, for a terminal, Markdown and JSON, with the schemas of the JSON."""

from ats_audit.report._amendments import list_remarks, list_section
from ats_audit.report._cohort import render_cohort
from ats_audit.report._display import MINIMUM_WIDTH, PLAIN, Display, Format
from ats_audit.report._html_assets import html_policy, html_tokens
from ats_audit.report._ignores import Ignore, leave_out
from ats_audit.report._json import SCHEMA_VERSION
from ats_audit.report._listings import render_lexicon
from ats_audit.report._neutral import mask_controls, neutralise, neutralise_lines
from ats_audit.report._render import (
    COMPARISON_FORMATS,
    SCAN_FORMATS,
    render,
    render_comparison,
    render_ranking,
    render_report,
    render_scan,
)
from ats_audit.report._roles import render_role, render_roles
from ats_audit.report._sarif import serialise_sarif
from ats_audit.report._schema import SCHEMAS, load_schema

__all__ = [
    "COMPARISON_FORMATS",
    "MINIMUM_WIDTH",
    "PLAIN",
    "SCAN_FORMATS",
    "SCHEMAS",
    "SCHEMA_VERSION",
    "Display",
    "Format",
    "Ignore",
    "html_policy",
    "html_tokens",
    "leave_out",
    "list_remarks",
    "list_section",
    "load_schema",
    "mask_controls",
    "neutralise",
    "neutralise_lines",
    "render",
    "render_cohort",
    "render_comparison",
    "render_lexicon",
    "render_ranking",
    "render_report",
    "render_role",
    "render_roles",
    "render_scan",
    "serialise_sarif",
]
