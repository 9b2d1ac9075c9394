"""Give every finding and every error a page of its own on the site, cut from the one page that holds them all."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.files import Files

PAGES = ("findings", "errors")
SECTION = re.compile(r"^## (?P<code>ATS-[A-Z]\d{2}|[a-z][a-z-]+)(?: (?P<title>.+))?$", re.MULTILINE)


def split_page(content: str) -> dict[str, str]:
    """For each code of a page, in lower case, the page of its own: the section with its heading one level up."""
    found = list(SECTION.finditer(content))
    ends = [match.start() for match in found[1:]] + [len(content)]
    return {
        match["code"].lower(): content[match.start() + 1 : end].rstrip() + "\n"
        for match, end in zip(found, ends, strict=True)
    }


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Called by mkdocs: add the pages."""
    from mkdocs.structure.files import File

    for page in PAGES:
        content = (Path(config.docs_dir) / f"{page}.md").read_text(encoding="utf-8")
        for code, section in split_page(content).items():
            # One folder deeper than the page it comes from.
            deeper = re.sub(r"\]\((?!https?:|#|/)", "](../", section)
            files.append(File.generated(config, f"{page}/{code}.md", content=deeper))
    return files
