"""Small PDF and DOCX files, written by hand so that each test says what is in them."""

from __future__ import annotations

import io
import zipfile
import zlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

HELVETICA = "<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>"
W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_NAMESPACES = (
    f'xmlns:w="{W}" xmlns:r="{R}" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:v="urn:schemas-microsoft-com:vml" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:dgm="http://schemas.openxmlformats.org/drawingml/2006/diagram"'
)
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_MAIN_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"


def make_pdf(
    *contents: str | bytes,
    resources: str = "",
    objects: Mapping[int, bytes | str] | None = None,
    page: str = "",
    catalog: str = "",
    trailer: str = "",
) -> bytes:
    """Return a PDF with one page per content stream, font /F1 Helvetica, and *objects* numbered from 100."""
    pages = [10 + 2 * number for number in range(len(contents))]
    bodies: dict[int, bytes] = {
        1: f"<</Type/Catalog/Pages 2 0 R{catalog}>>".encode(),
        2: f"<</Type/Pages/Kids[{' '.join(f'{one} 0 R' for one in pages)}]/Count {len(pages)}>>".encode(),
        3: HELVETICA.encode(),
    }
    for number, content in zip(pages, contents, strict=True):
        bodies[number] = (
            f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Contents {number + 1} 0 R"
            f"/Resources<</Font<</F1 3 0 R>>{resources}>>{page}>>"
        ).encode()
        bodies[number + 1] = make_stream(content)
    for number, body in (objects or {}).items():
        bodies[number] = body.encode("latin-1") if isinstance(body, str) else body
    out = bytearray(b"%PDF-1.7\n")
    offsets: dict[int, int] = {}
    for number, body in sorted(bodies.items()):
        offsets[number] = len(out)
        out += b"%d 0 obj\n" % number + body + b"\nendobj\n"
    start = len(out)
    out += b"xref\n0 1\n0000000000 65535 f \n"
    for number, offset in sorted(offsets.items()):
        out += b"%d 1\n%010d 00000 n \n" % (number, offset)
    out += f"trailer\n<</Size {max(bodies) + 1}/Root 1 0 R{trailer}>>\nstartxref\n{start}\n%%EOF\n".encode()
    return bytes(out)


def make_stream(content: str | bytes, entries: str = "", *, deflate: bool = False) -> bytes:
    """Return a stream object."""
    data = content.encode("latin-1") if isinstance(content, str) else content
    if deflate:
        data, entries = zlib.compress(data), entries + "/Filter/FlateDecode"
    return f"<</Length {len(data)}{entries}>>\nstream\n".encode() + data + b"\nendstream"


def show(text: str, x: float = 72, y: float = 700, size: float = 11, before: str = "") -> str:
    """Return the operators that show *text* at a place, *before* within the text object."""
    escaped = text.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")
    return f"BT {before} /F1 {size} Tf 1 0 0 1 {x} {y} Tm ({escaped}) Tj ET\n"


def show_lines(lines: list[str], x: float = 72, y: float = 700, leading: float = 14) -> str:
    """Return the operators that show *lines* one under the other."""
    return "".join(show(line, x, y - leading * number) for number, line in enumerate(lines) if line)


def make_docx(
    body: str,
    *,
    parts: Mapping[str, str | bytes] | None = None,
    relations: Mapping[str, tuple[str, str]] | None = None,
    root: str = "",
    main_type: str = _MAIN_TYPE,
) -> bytes:
    """Return a DOCX whose body is *body*; *parts* by name under word/, *relations* id → (kind, target)."""
    related = "".join(
        f'<Relationship Id="{key}" Type="{_OFFICE}/{kind}" Target="{target}"/>'
        for key, (kind, target) in (relations or {}).items()
    )
    overrides = "".join(f'<Override PartName="/word/{name}" ContentType="application/xml"/>' for name in parts or {})
    members: dict[str, str | bytes] = {
        "[Content_Types].xml": (
            '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
            '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
            '<Default Extension="xml" ContentType="application/xml"/>'
            f'<Override PartName="/word/document.xml" ContentType="{main_type}"/>{overrides}</Types>'
        ),
        "_rels/.rels": _relationships(
            f'<Relationship Id="rId1" Type="{_OFFICE}/officeDocument" Target="word/document.xml"/>'
        ),
        "word/_rels/document.xml.rels": _relationships(related),
        "word/document.xml": f"<w:document {_NAMESPACES}>{root}<w:body>{body}</w:body></w:document>",
    }
    members.update({f"word/{name}": content for name, content in (parts or {}).items()})
    return make_zip(members)


def make_zip(members: Mapping[str, str | bytes]) -> bytes:
    """Return a zip archive of *members*."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def part(name: str, content: str) -> str:
    """Return the XML of a part whose root is w:*name*."""
    return f"<w:{name} {_NAMESPACES}>{content}</w:{name}>"


def p(text: str, properties: str = "", run: str = "") -> str:
    """Return a Word paragraph of one run; *properties* of the paragraph, *run* of the run."""
    return f"<w:p><w:pPr>{properties}</w:pPr>{r(text, run)}</w:p>"


def r(text: str, properties: str = "") -> str:
    """Return a Word run."""
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def _relationships(lines: str) -> str:
    return (
        f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{lines}</Relationships>'
    )
