"""What mkdocs does beyond its own: a page for each code, the roles in the menu, links that lead to the repository."""

from __future__ import annotations

import posixpath
import re
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.files import Files
    from mkdocs.structure.pages import Page

PAGES = ("findings", "errors")
FOLDERS = ("roles", "competencies")
SECTION = re.compile(r"^## (?P<code>ATS-[A-Z]\d{2}|[a-z][a-z-]+)(?: (?P<title>.+))?$", re.MULTILINE)
LINK = re.compile(r"\]\((?P<target>(?!https?:|mailto:|#|/)[^)#\s]+)(?P<anchor>#[^)\s]*)?\)")


def split_page(content: str) -> dict[str, str]:
    """For each code of a page, in lower case, the page of its own: the section with its heading one level up."""
    found = list(SECTION.finditer(content))
    ends = [match.start() for match in found[1:]] + [len(content)]
    return {
        match["code"].lower(): content[match.start() + 1 : end].rstrip() + "\n"
        for match, end in zip(found, ends, strict=True)
    }


def on_config(config: MkDocsConfig) -> MkDocsConfig:
    """Put every page of a generated folder into the menu."""
    docs = Path(config.docs_dir)
    for entry in config.nav or ():
        for title, place in list(entry.items()):
            if place in [f"{folder}/" for folder in FOLDERS]:
                pages = sorted((docs / place).glob("*.md"), key=lambda page: (page.name != "README.md", page.name))
                entry[title] = [{read_title(page): f"{place}{page.name}"} for page in pages]
    return config


def read_title(page: Path) -> str:
    """The first heading of a page; of the folder's own page, that it holds all."""
    if page.name == "README.md":
        return "All"
    found = re.search(r"^# (.+)$", page.read_text(encoding="utf-8"), re.MULTILINE)
    return found[1] if found else page.stem


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Add the pages of single codes."""
    from mkdocs.structure.files import File

    for page in PAGES:
        content = (Path(config.docs_dir) / f"{page}.md").read_text(encoding="utf-8")
        for code, section in split_page(content).items():
            # One folder deeper than the page it is cut from.
            deeper = LINK.sub(lambda link: f"](../{link['target']}{link['anchor'] or ''})", section)
            files.append(File.generated(config, f"{page}/{code}.md", content=deeper))
    return files


def on_page_markdown(markdown: str, page: Page, config: MkDocsConfig, files: Files) -> str:
    """Links that leave the docs lead to the repository: there they are files, here they are none."""
    _ = files

    def lead_out(link: re.Match[str]) -> str:
        target = posixpath.normpath(posixpath.join("docs", posixpath.dirname(page.file.src_uri), link["target"]))
        if target.startswith("docs/"):
            return link[0]
        return f"]({config.repo_url.rstrip('/')}/blob/main/{target}{link['anchor'] or ''})"

    return LINK.sub(lead_out, markdown)
