"""The audit as one self-contained web page, readable without its script."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from ats_audit.report._html_assets import html_policy, load_asset
from ats_audit.report._html_view import is_web, view_report
from ats_audit.words import reports as words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from jinja2 import Template

    from ats_audit.model import AuditReport, Document, PagePicture


def render_html(report: AuditReport, document: Document | None, pictures: Sequence[PagePicture]) -> str:
    """The audit as a page; with *document* the résumé stands beside it, as *pictures* where there are any.

    Every foreign character is escaped by the template, and those that steer the direction of writing are shown as
    escapes. The page loads nothing, and its content security policy forbids it to.
    """
    page = view_report(report, document, pictures)
    return _template().render(page=page)


@cache
def _template() -> Template:
    """The template, compiled once a process."""
    from jinja2 import Environment, FunctionLoader, StrictUndefined
    from markupsafe import Markup

    environment = Environment(
        autoescape=True, undefined=StrictUndefined, loader=FunctionLoader(load_asset), keep_trailing_newline=True
    )
    environment.globals.update(
        words=words,
        policy=html_policy(),
        # Both are ours, and hold no characters that would end their elements.
        style=Markup(load_asset("report.css")),  # noqa: S704
        script=Markup(load_asset("report.js")),  # noqa: S704
        is_web=is_web,
    )
    return environment.get_template("report.html")
