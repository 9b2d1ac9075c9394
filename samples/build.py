"""Build the sample résumés from their sources, with the producers that real résumés come from.

    python samples/build.py [NAME...]

Needs LibreOffice (soffice), Chromium and, from PyPI, typst and python-docx. The text of each résumé stands in
sources/NAME.md: a name, a headline, a contact line, then `## Section`, `### Title | Employer | Dates`, bullets and
paragraphs. `{side}` after a section puts it into the narrow column, `{box}` into a text box.
"""

from __future__ import annotations

import html
import os
import re
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

HERE = Path(__file__).parent
ENVIRONMENT = {**os.environ, "SOURCE_DATE_EPOCH": "1767225600", "TZ": "UTC"}


@dataclass
class Section:
    """A heading and the lines below it: ("entry" | "bullet" | "text", content)."""

    title: str
    place: str
    lines: list[tuple[str, str]] = field(default_factory=list)


@dataclass
class Resume:
    """A parsed source."""

    name: str
    headline: str
    contact: str
    sections: list[Section]

    def placed(self, place: str) -> list[Section]:
        """The sections of one column."""
        return [section for section in self.sections if section.place == place]


def parse(path: Path) -> Resume:
    """Read a source file."""
    lines = [line for line in path.read_text(encoding="utf-8").split("\n") if line.strip()]
    resume = Resume(lines[0].removeprefix("# "), lines[1], lines[2], [])
    for line in lines[3:]:
        if heading := re.fullmatch(r"## (.*?)(?: \{(\w+)\})?", line):
            resume.sections.append(Section(heading[1], heading[2] or "main"))
        elif line.startswith("### "):
            resume.sections[-1].lines.append(("entry", line[4:]))
        elif line.startswith("- "):
            resume.sections[-1].lines.append(("bullet", line[2:]))
        else:
            resume.sections[-1].lines.append(("text", line))
    return resume


# --- HTML, for Chromium and for LibreOffice


def html_sections(sections: list[Section], *, plain: bool) -> str:
    """The sections as HTML; *plain* for LibreOffice, which knows little CSS."""
    parts: list[str] = []
    for section in sections:
        parts.append(f"<h2>{html.escape(section.title)}</h2>")
        open_list = False
        for kind, content in section.lines:
            if open_list and kind != "bullet":
                parts.append("</ul>")
                open_list = False
            if kind == "bullet" and not open_list:
                parts.append("<ul>")
                open_list = True
            if kind == "bullet":
                parts.append(f"<li>{html.escape(content)}</li>")
            elif kind == "entry":
                title, *rest = (html.escape(part) for part in content.split(" | "))
                if plain:
                    parts.append(f"<p><b>{title}</b><br>{' | '.join(rest)}</p>")
                else:
                    dates = f"<span>{rest.pop()}</span>" if rest else ""
                    parts.append(f"<h3>{title}{dates}</h3><p class='employer'>{' '.join(rest)}</p>")
            else:
                parts.append(f"<p>{html.escape(content)}</p>")
        if open_list:
            parts.append("</ul>")
    return "\n".join(parts)


CHROMIUM_STYLE = """
@page { size: Letter; margin: 14mm }
body { font: 9.6pt/1.38 'Liberation Sans', sans-serif; color: #222; margin: 0 }
h1 { font-size: 21pt; margin: 0; color: ACCENT } h2 { font-size: 10.5pt; letter-spacing: .4pt; color: ACCENT;
 border-bottom: .6pt solid #bbb; margin: 11pt 0 4pt; text-transform: uppercase }
h3 { font-size: 9.8pt; margin: 6pt 0 0 } h3 span { float: right; font-weight: normal; color: #555 }
p { margin: 2pt 0 } .employer { color: #555 } ul { margin: 2pt 0 2pt 13pt; padding: 0 } li { margin: 1.5pt 0 }
.columns { display: grid; grid-template-columns: 62mm 1fr; column-gap: 8mm }
.side { background: #eef3f6; padding: 2mm 4mm 4mm } .contact { color: #555; margin-bottom: 6pt }
"""


def chromium(resume: Resume, target: Path, work: Path, *, accent: str = "#1d4f6e") -> None:
    """Print to PDF: a two-column grid where the source has side sections, else one column."""
    side, main = resume.placed("side"), resume.placed("main")
    body = html_sections(main, plain=False)
    if side:
        body = f"<div class='columns'><div class='side'>{html_sections(side, plain=False)}</div><div>{body}</div></div>"
    page = work / "page.html"
    page.write_text(
        "<!doctype html><html lang='en'><meta charset='utf-8'><title>Resume</title>"
        f"<style>{CHROMIUM_STYLE.replace('ACCENT', accent)}</style><h1>{html.escape(resume.name)}</h1>"
        f"<div>{html.escape(resume.headline)}</div><div class='contact'>{html.escape(resume.contact)}</div>{body}",
        encoding="utf-8",
    )
    flags = "--headless --no-sandbox --disable-gpu --no-first-run --disable-background-networking --disable-sync"
    run(
        "chromium", *flags.split(), f"--user-data-dir={work / 'profile'}", "--no-pdf-header-footer",
        f"--print-to-pdf={target}", page.as_uri(),
    )  # fmt: skip


def office_html(resume: Resume, target: Path, work: Path) -> None:
    """HTML through LibreOffice Writer, to PDF or DOCX."""
    page = work / f"{target.stem}.html"
    page.write_text(
        "<html><head><meta charset='utf-8'><style>body,p,li{font-family:'Liberation Serif';font-size:10pt}"
        "h1{font-size:18pt}h2{font-size:12pt}</style></head><body>"
        f"<h1>{html.escape(resume.name)}</h1><p>{html.escape(resume.headline)}<br>{html.escape(resume.contact)}</p>"
        f"{html_sections(resume.sections, plain=True)}</body></html>",
        encoding="utf-8",
    )
    convert(page, target, work, "--infilter=HTML (StarWriter)")


# --- Word constructs, saved by LibreOffice


def word(build: Callable[[Any, Resume], None]) -> Callable[[Resume, Path, Path], None]:
    """A producer that builds a document with python-docx and has LibreOffice save it."""

    def produce(resume: Resume, target: Path, work: Path) -> None:
        import docx
        from docx.shared import Pt

        document = docx.Document()
        document.styles["Normal"].font.name = "Liberation Sans"
        document.styles["Normal"].font.size = Pt(10)
        build(document, resume)
        (work / "raw").mkdir()
        raw = work / "raw" / target.name
        document.save(str(raw))
        convert(raw, target, work)

    return produce


def add_top(document: Any, resume: Resume, *, contact: bool = True) -> None:
    """Name, headline and contact."""
    document.add_heading(resume.name, level=0)
    document.add_paragraph(resume.headline)
    if contact:
        document.add_paragraph(resume.contact)


def add_sections(document: Any, sections: list[Section]) -> None:
    """Headings, entries and bullets, one under the other."""
    for section in sections:
        document.add_heading(section.title, level=1)
        for kind, content in section.lines:
            if kind == "bullet":
                document.add_paragraph(content, style="List Bullet")
            elif kind == "entry":
                title, *rest = content.split(" | ")
                paragraph = document.add_paragraph()
                paragraph.add_run(title).bold = True
                paragraph.add_run("".join(f"\t{part}" for part in rest))
            else:
                document.add_paragraph(content)


def plain_word(document: Any, resume: Resume) -> None:
    """One column."""
    add_top(document, resume)
    add_sections(document, resume.sections)


def table_word(document: Any, resume: Resume) -> None:
    """A table of two columns: headings and dates to the left, content to the right."""
    from docx.shared import Cm

    add_top(document, resume)
    table = document.add_table(rows=0, cols=2)
    table.autofit = False
    for section in resume.sections:
        left, right = table.add_row().cells
        left.paragraphs[0].add_run(section.title).bold = True
        for kind, content in section.lines:
            if kind == "entry":
                title, *rest = content.split(" | ")
                left, right = table.add_row().cells
                left.text = rest.pop() if rest else ""
                right.paragraphs[0].add_run(title).bold = True
                for part in rest:
                    right.add_paragraph(part)
            else:
                target = right.paragraphs[0] if not right.text else right.add_paragraph()
                target.text = f"\u2022 {content}" if kind == "bullet" else content
    for row in table.rows:
        row.cells[0].width, row.cells[1].width = Cm(4), Cm(12.5)


def header_word(document: Any, resume: Resume) -> None:
    """Contact in the page header, a note in the footer."""
    section = document.sections[0]
    section.header.paragraphs[0].text = resume.contact
    section.footer.paragraphs[0].text = f"{resume.name.split(',')[0]}, curriculum vitae"
    add_top(document, resume, contact=False)
    add_sections(document, resume.sections)


TEXTBOX = """<w:r xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"
 xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"
 xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"
 xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape">
<w:drawing><wp:anchor distT="0" distB="0" distL="114300" distR="114300" simplePos="0" relativeHeight="{number}"
 behindDoc="0" locked="0" layoutInCell="1" allowOverlap="0"><wp:simplePos x="0" y="0"/>
<wp:positionH relativeFrom="margin"><wp:posOffset>{left}</wp:posOffset></wp:positionH>
<wp:positionV relativeFrom="margin"><wp:posOffset>900000</wp:posOffset></wp:positionV>
<wp:extent cx="2650000" cy="1950000"/><wp:wrapTopAndBottom/><wp:docPr id="{number}" name="Text Box {number}"/>
<a:graphic><a:graphicData uri="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"><wps:wsp>
<wps:cNvSpPr txBox="1"/><wps:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="2650000" cy="1950000"/></a:xfrm>
<a:prstGeom prst="rect"><a:avLst/></a:prstGeom><a:solidFill><a:srgbClr val="EEF3F6"/></a:solidFill></wps:spPr>
<wps:txbx><w:txbxContent>{paragraphs}</w:txbxContent></wps:txbx><wps:bodyPr/></wps:wsp></a:graphicData></a:graphic>
</wp:anchor></w:drawing></w:r>"""


def textbox_word(document: Any, resume: Resume) -> None:
    """Two text boxes beneath the name, the rest in the body."""
    from docx.oxml import parse_xml

    add_top(document, resume)
    anchor = document.paragraphs[-1]
    for number, section in enumerate(resume.placed("box")):
        lines = [section.title, *(content for _, content in section.lines)]
        paragraphs = "".join(
            f"<w:p><w:r>{'<w:rPr><w:b/></w:rPr>' if not index else ''}<w:t>{html.escape(line)}</w:t></w:r></w:p>"
            for index, line in enumerate(lines)
        )
        box = TEXTBOX.format(number=number + 1, left=number * 2_850_000, paragraphs=paragraphs)
        anchor._p.append(parse_xml(box))  # noqa: SLF001 - python-docx has no text boxes
    add_sections(document, resume.placed("main"))


# --- Typst


def typst(resume: Resume, target: Path, work: Path) -> None:
    """Typst: a grid of two columns where the source has side sections, else one column."""
    import typst as compiler

    side, main = resume.placed("side"), resume.placed("main")
    body = typst_sections(main)
    if side:
        body = f"#grid(columns: (1fr, 2.7fr), column-gutter: 18pt, [{typst_sections(side)}], [{body}])"
    source = work / "resume.typ"
    source.write_text(
        '#set page(paper: "us-letter", margin: 1.7cm)\n#set text(size: 9.8pt)\n#set document(date: none)\n'
        "#show heading.where(level: 1): it => block(text(13pt, fill: rgb(30, 80, 110), it.body))\n"
        f"#text(20pt, weight: 700)[{escape_typst(resume.name)}]\n\n{escape_typst(resume.headline)}\\\n"
        f"{escape_typst(resume.contact)}\n\n{body}\n",
        encoding="utf-8",
    )
    compiler.compile(str(source), output=str(target))


def typst_sections(sections: list[Section]) -> str:
    """The sections as Typst markup."""
    parts: list[str] = []
    for section in sections:
        parts.append(f"\n= {escape_typst(section.title)}\n")
        for kind, content in section.lines:
            if kind == "bullet":
                parts.append(f"- {escape_typst(content)}")
            elif kind == "entry":
                title, *rest = content.split(" | ")
                dates = f" #h(1fr) {escape_typst(rest.pop())}" if rest else ""
                parts.append(f"\n*{escape_typst(title)}*{dates}\\\n{escape_typst(' '.join(rest))}\n")
            else:
                parts.append(f"\n{escape_typst(content)}\n")
    return "\n".join(parts)


def escape_typst(text: str) -> str:
    """Plain text in Typst markup."""
    return re.sub(r"([\\#$*_@<>`~\[\]=-])", r"\\\1", text)


# --- plain text


def text(resume: Resume, target: Path, work: Path) -> None:
    """Plain text as a person would save it."""
    del work
    lines = [resume.name, resume.headline, resume.contact]
    for section in resume.sections:
        lines += ["", section.title.upper()]
        for kind, content in section.lines:
            lines += {"bullet": [f"- {content}"], "entry": ["", content], "text": [content]}[kind]
    target.write_text("\n".join(lines) + "\n", encoding="utf-8")


# --- running


def run(*command: str) -> None:
    """Run a producer; its chatter is shown only when it fails."""
    if shutil.which(command[0]) is None:
        sys.exit(f"{command[0]} is not installed")
    done = subprocess.run(command, capture_output=True, text=True, env=ENVIRONMENT, check=False)
    if done.returncode:
        sys.exit(f"{command[0]} failed:\n{done.stderr}")


def convert(source: Path, target: Path, work: Path, *options: str) -> None:
    """Have LibreOffice save *source* as *target*."""
    filters = {".pdf": "pdf:writer_pdf_Export", ".docx": "docx:MS Word 2007 XML"}
    out = work / "out"
    run(
        "soffice", f"-env:UserInstallation={(work / 'office').as_uri()}", "--headless", *options,
        "--convert-to", filters[target.suffix], "--outdir", str(out), str(source),
    )  # fmt: skip
    shutil.copy(out / target.name, target)


SAMPLES: dict[str, Callable[[Resume, Path, Path], None]] = {
    "ai-safety-auditor.pdf": lambda resume, target, work: chromium(resume, target, work, accent="#3b3b6d"),
    "clinical-data-associate-sidebar.pdf": typst,
    "coding-qa-header-contact.docx": word(header_word),
    "cra-career-changer.pdf": chromium,
    "cra-strong.docx": office_html,
    "cra-strong.pdf": office_html,
    "cra-strong.txt": text,
    "database-programmer-typos.pdf": lambda resume, target, work: chromium(resume, target, work, accent="#7a3b12"),
    "generic-tech-savvy.docx": word(plain_word),
    "healthcare-operations-lead.pdf": word(plain_word),
    "medical-coder-biller.pdf": office_html,
    "medical-coder-textboxes.docx": word(textbox_word),
    "negations-and-ambitions.pdf": chromium,
    "trial-coordinator-table.docx": word(table_word),
    "trial-coordinator-typst.pdf": typst,
}
"""Each sample and what produces it; `ai-safety-auditor-markdown.md` is its own source and is copied as it stands."""


def main(names: list[str]) -> None:
    """Build the named samples, or all."""
    for name, produce in SAMPLES.items():
        if names and name not in names:
            continue
        with tempfile.TemporaryDirectory() as folder:
            produce(parse(HERE / "sources" / f"{Path(name).stem}.md"), HERE / name, Path(folder))
        print(f"{name}  {(HERE / name).stat().st_size} bytes")
    shutil.copy(HERE / "sources" / "ai-safety-auditor-markdown.md", HERE / "ai-safety-auditor-markdown.md")


if __name__ == "__main__":
    main(sys.argv[1:])
