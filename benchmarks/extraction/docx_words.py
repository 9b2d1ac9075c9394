"""Words that a person sees in a DOCX and that extraction finds, and words that it gives twice.

    python benchmarks/extraction/docx_words.py FOLDER... [--json] [--each]

The reference is counted from the raw XML by rules of its own, not by the package: every `t` of the body, of the
headers and footers that show on some page (equal ones once), of the notes that are referred to and of diagrams. Left
out are deletions, the origin of moves, field codes, the second copy of alternate content, reading aids, and runs that
are hidden by themselves or by the styles they follow. Paragraphs, tabs and breaks part words. Words given twice are
counted from three letters on: extraction writes the labels of lists, which stand in no run. Only counts are printed.
"""

from __future__ import annotations

import argparse
import io
import json
import posixpath
import re
import zipfile
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any

from lxml import etree

from ats_audit.errors import DocumentError
from ats_audit.extract import extract_document

if TYPE_CHECKING:
    from collections.abc import Iterator

WORD = re.compile(r"\w+")
LONG = re.compile(r"[^\W\d_]{3,}")
APART = {"p", "tab", "ptab", "br", "cr", "tc"}
LEFT_OUT = {"del", "moveFrom", "instrText", "delText", "delInstrText", "rt", "pPrChange", "rPrChange"}
INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff\ue000-\uf8ff]")
FOUND, TWICE = 0.999, 0


def name_of(element: Any) -> str:
    return etree.QName(element).localname if isinstance(element.tag, str) else ""


def value(element: Any, name: str = "val") -> str | None:
    return next((v for k, v in element.items() if k.rpartition("}")[2] == name), None)


class Package:
    """A DOCX as zip and XML, with the few rules that decide what is seen."""

    def __init__(self, content: bytes) -> None:
        self.zip = zipfile.ZipFile(io.BytesIO(content))
        types = self.relations("")
        self.main = next(
            (target for kind, target in types.values() if kind == "officeDocument" and target in self.zip.namelist()),
            "word/document.xml",
        )
        self.styles: dict[str, Any] = {}
        for kind, target in self.relations(self.main).values():
            if kind == "styles":
                self.styles = {value(s, "styleId") or "": s for s in self.xml(target).iter("{*}style")}
        self.default = next(
            (k for k, s in self.styles.items() if value(s, "default") and value(s, "type") == "paragraph"), ""
        )

    def xml(self, name: str) -> Any:
        """The root of a part."""
        return etree.fromstring(self.zip.read(name), etree.XMLParser(resolve_entities=False, huge_tree=False))

    def relations(self, part: str) -> dict[str, tuple[str, str]]:
        """By id: the kind of a relation, and the part that it names."""
        folder, name = posixpath.split(part)
        path = posixpath.join(folder, "_rels", f"{name}.rels")
        found = {}
        for one in self.xml(path) if path in self.zip.namelist() else ():
            target = posixpath.normpath(posixpath.join("/", folder, one.get("Target", ""))).lstrip("/")
            found[one.get("Id", "")] = (one.get("Type", "").rsplit("/", 1)[-1], target)
        return found

    def vanishes(self, style: str) -> bool | None:
        """Whether *style* hides text, by itself or by what it is based on."""
        for _ in range(20):
            element = self.styles.get(style)
            if element is None:
                return None
            for mark in element.iterfind("{*}rPr/{*}vanish"):
                return value(mark) not in {"0", "false", "off"}
            based = element.find("{*}basedOn")
            style = "" if based is None else value(based) or ""
        return None

    def count(self) -> Counter[str]:
        """The words that a person sees."""
        main = self.xml(self.main)
        relations = self.relations(self.main)
        texts = [text_of(main, self, relations)]
        marginals: dict[tuple[str, str], str] = {}
        for key in self.list_marginals(main, relations):
            kind, part = relations.get(key, ("", ""))
            if part in self.zip.namelist():
                text = text_of(self.xml(part), self, self.relations(part))
                marginals[kind, " ".join(text.split())] = text
        texts += marginals.values()
        for kind, mark in (("footnotes", "footnoteReference"), ("endnotes", "endnoteReference")):
            referred = {value(one, "id") for one in main.iter(f"{{*}}{mark}")}
            for own, target in relations.values():
                notes = self.xml(target) if own == kind and referred else ()
                wanted = [one for one in notes if value(one, "id") in referred or value(one, "type") == "separator"]
                texts += [text for one in wanted if re.search(r"[^\W_]", text := text_of(one, self, {}))]
        return Counter(word for text in texts for word in WORD.findall(text))

    def list_marginals(self, main: Any, relations: dict[str, tuple[str, str]]) -> dict[str, None]:
        """The ids of the headers and footers that show on some page."""
        settings = next((self.xml(target) for kind, target in relations.values() if kind == "settings"), None)
        even = settings is not None and settings.find("{*}evenAndOddHeaders") is not None
        sections = list(main.iter("{*}sectPr"))
        shown: dict[str, None] = {}
        for number, section in enumerate(sections):
            first = any(later.find("{*}titlePg") is not None for later in sections[number:])
            kinds = {None, "default"} | ({"first"} if first else set()) | ({"even"} if even else set())
            for reference in section:
                if name_of(reference) in {"headerReference", "footerReference"} and value(reference, "type") in kinds:
                    shown[value(reference, "id") or ""] = None
        return shown


class Text:
    """The text of one part, gathered element by element; boxes and diagrams come last."""

    def __init__(self, package: Package, relations: dict[str, tuple[str, str]]) -> None:
        self.package = package
        self.relations = relations
        self.pieces: list[str] = []
        self.boxes: list[Any] = []
        self.fields: list[bool] = []

    def visit(self, element: Any, style: str) -> None:
        """Take in *element* and what it holds."""
        name = name_of(element)
        if name in {"txbxContent", "txBody"}:
            self.boxes.append(element)
        elif name == "AlternateContent":
            options = [one for one in element if name_of(one) in {"Choice", "Fallback"}]
            for inner in next((one for one in options if one.find(".//{*}t") is not None), ()):
                self.visit(inner, style)
        elif name and name not in LEFT_OUT:
            if name == "p":
                mark = element.find("{*}pPr/{*}pStyle")
                style = self.package.default if mark is None else value(mark) or self.package.default
            self.take(element, name, style)
            for inner in element:
                self.visit(inner, style)
            if name in APART:
                self.pieces.append("\n")

    def take(self, element: Any, name: str, style: str) -> None:
        """Take in what *element* itself says."""
        if name == "fldChar":
            self.step(value(element, "fldCharType"))
        elif name == "t" and not any(self.fields):
            own = element.getparent().find("{*}rPr/{*}vanish")
            hidden = self.package.vanishes(style) if own is None else value(own) not in {"0", "false", "off"}
            self.pieces.append("" if hidden else element.text or "")
        elif name == "relIds":
            kind, target = self.relations.get(value(element, "dm") or "", ("", ""))
            self.boxes += [self.package.xml(target)] if kind == "diagramData" else []
        elif name == "noBreakHyphen":
            self.pieces.append("-")
        elif name in APART:
            self.pieces.append(" ")

    def step(self, kind: str | None) -> None:
        """Follow the marks of a field."""
        if kind == "begin":
            self.fields.append(True)
        elif kind == "separate" and self.fields:
            self.fields[-1] = False
        elif kind == "end" and self.fields:
            self.fields.pop()


def text_of(root: Any, package: Package, relations: dict[str, tuple[str, str]]) -> str:
    text = Text(package, relations)
    text.visit(root, package.default)
    while text.boxes:
        text.pieces.append("\n")
        for inner in list(text.boxes.pop(0)):
            text.visit(inner, package.default)
    return INVISIBLE.sub("", "".join(text.pieces))


def list_files(folders: list[Path]) -> Iterator[tuple[Path, bytes]]:
    for folder in folders:
        for path in sorted(folder.rglob("*")) if folder.is_dir() else [folder]:
            if path.is_file() and (content := path.read_bytes()).startswith(b"PK"):
                yield path, content


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folders", nargs="+", type=Path)
    parser.add_argument("--json", action="store_true", help="print one JSON object for docs/benchmarks.md")
    parser.add_argument("--each", action="store_true", help="print a line for each file with a difference")
    options = parser.parse_args()
    asked = found = twice = files = 0
    unread: list[str] = []
    for path, content in list_files(options.folders):
        try:
            raw = Package(content).count()
        except Exception:  # noqa: BLE001, S112 - no sound archive or XML: there is no reference
            continue
        try:
            read = Counter(WORD.findall(extract_document(content).text))
        except DocumentError as error:
            unread += [error.code] if raw else []
            asked += raw.total() if error.code != "limit-exceeded" else 0
            continue
        files += 1
        missed, more = raw - read, read - raw
        asked += raw.total()
        found += raw.total() - missed.total()
        doubled = sum(count for word, count in more.items() if word in raw and LONG.fullmatch(word))
        twice += doubled
        if options.each and (missed or doubled):
            print(f"{missed.total():5} missed  {doubled:5} twice  of {raw.total():6}  {path.name}")
    if not asked:
        parser.error("no DOCX in these folders")
    note = f"{asked:,} words in {files} files" + (f"; not read though they hold words: {unread}" if unread else "")
    rows = [
        {
            "measure": "words visible to a reader in DOCX that are found, against the raw XML",
            "target": f"≥ {FOUND:.1%}",
            "seen": f"{found / asked:.3%}",
            "ok": found / asked >= FOUND,
            "note": note,
        },
        {
            "measure": "words of DOCX given more often than they stand there",
            "target": "none",
            "seen": str(twice),
            "ok": twice == TWICE,
            "note": "from three letters on",
        },
    ]
    if options.json:
        print(json.dumps({"benchmark": "extraction/docx_words", "rows": rows}, ensure_ascii=False))
        return
    for row in rows:
        print(f"{row['measure']}: {row['seen']} (target {row['target']}); {row['note']}")


if __name__ == "__main__":
    main()
