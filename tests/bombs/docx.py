"""Hostile DOCX and other archives: zips that lie, XML that grows, relations that lead round or out."""

from __future__ import annotations

import struct
import zipfile
import zlib

from files import make_docx, make_zip, p, part, r

from bombs.kinds import CORRUPT, EMPTY, FOREIGN, LIMIT, LOCKED, NO_TEXT, SLOW, TEXT, Bomb, deflate, zipped

HELLO = p("Hello there")
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 8_000
MACRO = "application/vnd.ms-word.document.macroEnabled.main+xml"
TEMPLATE = "application/vnd.openxmlformats-officedocument.wordprocessingml.template.main+xml"
FIELD = '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'


def with_member(
    name: str, packed: bytes, size: int, *, method: int = 8, crc: int | None = None, flags: int = 0
) -> bytes:
    """A sound DOCX with one more member, whose packed bytes and sizes are as given."""
    base = make_docx(HELLO)
    end = base.rindex(b"PK\x05\x06")
    count, length, start = struct.unpack("<HII", base[end + 10 : end + 20])
    return splice(base, end, count, length, start, member=(name, packed, size, method, crc, flags))


def splice(
    base: bytes, end: int, count: int, length: int, start: int, *, member: tuple[str, bytes, int, int, int | None, int]
) -> bytes:
    name, packed, size, method, crc, flags = member
    encoded = name.encode()
    sums = (zlib.crc32(b"\x00" * size) if crc is None else crc, len(packed), size)
    head = struct.pack("<4s5H3I2H", b"PK\x03\x04", 20, flags, method, 0, 33, *sums, len(encoded), 0) + encoded
    entry = struct.pack(
        "<4s6H3I5H2I", b"PK\x01\x02", 20, 20, flags, method, 0, 33, *sums, len(encoded), 0, 0, 0, 0, 0, start
    )
    body = base[:start] + head + packed
    directory = base[start : start + length] + entry + encoded
    tail = struct.pack("<4s4H2IH", b"PK\x05\x06", 0, 0, count + 1, count + 1, len(directory), len(body), 0)
    return body + directory + tail


def main_of(packed: bytes, size: int, crc: int) -> bytes:
    """A DOCX whose main document is *packed*, which inflates to *size* or says so."""
    base = make_zip({"[Content_Types].xml": "<Types/>"})
    end = base.rindex(b"PK\x05\x06")
    length, start = struct.unpack("<2I", base[end + 12 : end + 20])
    return splice(base, end, 1, length, start, member=("word/document.xml", packed, size, 8, crc, 0))


def grown(opening: bytes, inner: bytes, count: int, closing: bytes) -> tuple[bytes, int]:
    """Raw deflate data of *inner* repeated between two marks, and the CRC of what it unpacks to."""
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    parts, crc = [packer.compress(opening)], zlib.crc32(opening)
    chunk = inner * 10_000
    for _ in range(count // 10_000):
        parts.append(packer.compress(chunk))
        crc = zlib.crc32(chunk, crc)
    parts.append(packer.compress(closing))
    return b"".join((*parts, packer.flush())), zlib.crc32(closing, crc)


W = b'<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>'


def big(inner: bytes, count: int) -> bytes:
    packed, crc = grown(W, inner, count, b"</w:body></w:document>")
    return main_of(packed, len(W) + count * len(inner) + 22, crc)


def doctype(inside: str, use: str = "") -> bytes:
    """A document with a document type and *use* of its entities."""
    body = f"<w:body><w:p><w:r><w:t>Hello {use}</w:t></w:r></w:p></w:body>"
    members = {
        "[Content_Types].xml": "<Types/>",
        "word/document.xml": f'<?xml version="1.0"?><!DOCTYPE x [{inside}]><w:document xmlns:w="w">{body}</w:document>',
    }
    return make_zip(members)


def laughs() -> str:
    lines = ['<!ENTITY a0 "ha">', *(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 12))]
    return "".join(lines)


def nested(name: str, depth: int, inner: str = HELLO) -> str:
    return f"<w:{name}>" * depth + inner + f"</w:{name}>" * depth


def table(depth: int) -> str:
    return "<w:tbl><w:tr><w:tc>" * depth + HELLO + "</w:tc></w:tr></w:tbl>" * depth


def styles(count: int, *, circle: bool) -> bytes:
    last = '<w:basedOn w:val="s0"/>' if circle else ""
    sheet = "".join(
        f'<w:style w:type="paragraph" w:styleId="s{n}">'
        + (f'<w:basedOn w:val="s{n + 1}"/>' if n + 1 < count else last)
        + "</w:style>"
        for n in range(count)
    )
    body = "".join(p("Hello", f'<w:pStyle w:val="s{n % count}"/>') for n in range(2_000))
    return make_docx(body, parts={"s.xml": part("styles", sheet)}, relations={"s": ("styles", "s.xml")})


def boxes(depth: int) -> str:
    opening = "<w:p><w:r><w:pict><w:txbxContent>"
    return opening * depth + HELLO + "</w:txbxContent></w:pict></w:r></w:p>" * depth


def alternates(depth: int, *, text: bool = True) -> str:
    """Choices within choices; without text every one of them is looked through in vain."""
    inner = HELLO if text else "<w:p/>"
    return "<mc:AlternateContent><mc:Choice>" * depth + inner + "</mc:Choice></mc:AlternateContent>" * depth


def many_parts(count: int, body: str = HELLO) -> bytes:
    return make_docx(body, parts={f"x{n}.xml": "<x/>" for n in range(count)})


def relations_chain(count: int) -> bytes:
    headers = {f"h{n}.xml": part("hdr", p("Head")) for n in range(count)}
    keys = {f"r{n}": ("header", f"h{n}.xml") for n in range(count)}
    references = "".join(f'<w:headerReference r:id="r{n}"/>' for n in range(count))
    return make_docx(HELLO + f"<w:sectPr>{references}</w:sectPr>", parts=headers, relations=keys)


def notes(count: int) -> bytes:
    referred = '<w:p><w:r><w:footnoteReference w:id="2"/></w:r></w:p>' * count
    content = part("footnotes", f'<w:footnote w:id="2">{p("Note " * 2_000)}</w:footnote>')
    return make_docx(HELLO + referred, parts={"f.xml": content}, relations={"f": ("footnotes", "f.xml")})


def diagram(width: int) -> bytes:
    """A diagram whose part shows itself and a second one, which shows the first."""
    shown = '<dgm:relIds r:dm="a"/><dgm:relIds r:dm="b"/>' * width
    data = f'<d xmlns:dgm="d" xmlns:r="r" xmlns:w="w"><w:p><w:r><w:t>Step</w:t>{shown}</w:r></w:p></d>'
    rels = "<R>" + "".join(f'<Relationship Id="{n}" Type="x/diagramData" Target="{n}.xml"/>' for n in "ab") + "</R>"
    return make_docx(
        f"<w:p><w:r>{shown}</w:r></w:p>" + HELLO,
        parts={"a.xml": data, "b.xml": data, "_rels/a.xml.rels": rels, "_rels/b.xml.rels": rels},
        relations={"a": ("diagramData", "a.xml"), "b": ("diagramData", "b.xml")},
    )


def figures(count: int, chain: int) -> bytes:
    """Diagrams in a row, each of which shows every later one twice: two to the power of their number of paths."""
    keys = [f"d{n}" for n in range(chain)]
    rels = (
        "<R>" + "".join(f'<Relationship Id="{key}" Type="x/diagramData" Target="{key}.xml"/>' for key in keys) + "</R>"
    )
    parts: dict[str, str | bytes] = {}
    for number, key in enumerate(keys):
        shown = "".join(f'<dgm:relIds r:dm="{later}"/>' * count for later in keys[number + 1 :])
        parts[f"{key}.xml"] = (
            f'<d xmlns:dgm="d" xmlns:r="r" xmlns:w="w"><w:p><w:r><w:t>Step</w:t>{shown}</w:r></w:p></d>'
        )
        parts[f"_rels/{key}.xml.rels"] = rels
    relations = {key: ("diagramData", f"{key}.xml") for key in keys}
    return make_docx('<w:p><w:r><dgm:relIds r:dm="d0"/></w:r></w:p>' + HELLO, parts=parts, relations=relations)


def lists(pattern: str, start: str = "1", count: int = 2_000) -> bytes:
    levels = f'<w:lvl w:ilvl="0"><w:start w:val="{start}"/><w:numFmt w:val="upperLetter"/><w:lvlText w:val="{pattern}"/></w:lvl>'
    numbering = part(
        "numbering",
        f'<w:abstractNum w:abstractNumId="0">{levels}</w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>',
    )
    item = p("x", '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>')
    return make_docx(item * count, parts={"n.xml": numbering}, relations={"n": ("numbering", "n.xml")})


def list_styles_in_a_circle() -> bytes:
    numbering = part(
        "numbering",
        '<w:abstractNum w:abstractNumId="0"><w:numStyleLink w:val="S"/></w:abstractNum>'
        '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>',
    )
    sheet = part("styles", '<w:style w:styleId="S"><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>')
    item = p("Hello", '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>')
    return make_docx(
        item,
        parts={"n.xml": numbering, "s.xml": sheet},
        relations={"n": ("numbering", "n.xml"), "s": ("styles", "s.xml")},
    )


def flagged() -> bytes:
    content = bytearray(make_docx(HELLO))
    content[content.index(b"PK\x01\x02") + 8] |= 1
    return bytes(content)


def overlapping(count: int) -> bytes:
    """Many directory entries for one and the same packed member."""
    base = bytearray(make_docx(p("Hello " * 9_000)))
    end = base.rindex(b"PK\x05\x06")
    entry = bytes(base[base.rindex(b"PK\x01\x02") : end])
    length, start = struct.unpack("<2I", base[end + 12 : end + 20])
    total = struct.unpack("<H", base[end + 10 : end + 12])[0] + count
    directory = bytes(base[start : start + length]) + entry * count
    tail = struct.pack("<4s4H2IH", b"PK\x05\x06", 0, 0, total, total, len(directory), start, 0)
    return bytes(base[:start]) + directory + tail


def related(kind: str, target: str, mode: str = "") -> bytes:
    """A file whose main document is said to lie at *target*."""
    rels = f'<R><Relationship Id="1" Type="x/{kind}" Target="{target}"{mode}/></R>'
    return make_zip({"[Content_Types].xml": "<Types/>", "_rels/.rels": rels, "word/other.xml": "<x/>"})


def twice() -> bytes:
    """Two members of one name."""
    first = make_docx(HELLO)
    with_second = with_member("word/document.xml", b"x", 1, method=0, crc=zlib.crc32(b"x"))
    return with_second if len(with_second) > len(first) else first


def encoded(encoding: str) -> bytes:
    body = f'<?xml version="1.0" encoding="{encoding}"?><w:document xmlns:w="w"><w:body>{HELLO}</w:body></w:document>'
    content = body.encode(encoding) if encoding.startswith("utf-16") else body.encode()
    return make_zip({"[Content_Types].xml": "<Types/>", "word/document.xml": content})


def merged(rows: int) -> str:
    row = f"<w:tr><w:tc><w:tcPr><w:vMerge/></w:tcPr>{p('Hello')}</w:tc></w:tr>"
    return f"<w:tbl>{row * rows}</w:tbl>"


def span(value: str) -> str:
    return f"<w:tbl><w:tr><w:tc><w:tcPr><w:gridSpan w:val='{value}'/></w:tcPr>{HELLO}</w:tc></w:tr></w:tbl>"


# fmt: off
DOCX_BOMBS: tuple[Bomb, ...] = (
    # Not what they say.
    Bomb("docx-empty", lambda: b"", EMPTY),
    Bomb("docx-header-only", lambda: b"PK\x03\x04", CORRUPT),
    Bomb("docx-truncated", lambda: make_docx(HELLO)[:700], CORRUPT),
    Bomb("docx-old-word", lambda: OLE, FOREIGN),
    Bomb("docx-locked-in-ole", lambda: OLE + "EncryptedPackage".encode("utf-16-le"), LOCKED),
    Bomb("docx-locked-in-zip", flagged, LOCKED),
    Bomb("docx-plain-zip", lambda: make_zip({"a.txt": "hello"}), FOREIGN),
    Bomb("docx-open-document", lambda: make_zip({"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": "<x/>"}), FOREIGN),
    Bomb("docx-rich-text", lambda: b"{\\rtf1\\ansi Hello there}", FOREIGN),
    Bomb("docx-with-macros", lambda: make_docx(HELLO, main_type=MACRO, parts={"v.bin": b"x"}, relations={"v": ("vbaProject", "v.bin")}), TEXT),
    Bomb("docx-template", lambda: make_docx(HELLO, main_type=TEMPLATE), TEXT),
    Bomb("docx-without-types", lambda: make_zip({"word/document.xml": W + HELLO.encode() + b"</w:body></w:document>"}), TEXT),
    Bomb("docx-without-document", lambda: make_zip({"[Content_Types].xml": "<Types/>"}), CORRUPT),
    Bomb("docx-invalid-xml", lambda: make_docx("<w:p><w:r>"), CORRUPT),
    Bomb("docx-pdf-and-zip-in-one", lambda: b"%PDF-1.4\n" + make_docx(HELLO), CORRUPT | NO_TEXT),
    Bomb("docx-behind-a-picture", lambda: b"\x89PNG\r\n\x1a\n" + make_docx(HELLO), FOREIGN),
    # Archives that lie or grow.
    Bomb("docx-document-of-a-gigabyte", lambda: main_of(deflate(1 << 30, b" ", raw=True), 1 << 30, 0), LIMIT, heavy=True),
    Bomb("docx-document-of-lies", lambda: main_of(deflate(1 << 30, b" ", raw=True), 100, 0), LIMIT | CORRUPT, heavy=True),
    Bomb("docx-half-a-gigabyte-of-paragraphs", lambda: big(b"<w:p/>", 80_000_000), LIMIT, heavy=True),
    Bomb("docx-two-hundred-thousand-paragraphs", lambda: make_docx(p("Hello there") * 200_000), LIMIT),
    Bomb("docx-a-million-empty-paragraphs", lambda: make_docx("<w:p/>" * 1_200_000), LIMIT),
    Bomb("docx-picture-of-a-gigabyte", lambda: with_member("word/media/a.bmp", deflate(1 << 30, raw=True), 1 << 30, crc=0), TEXT, heavy=True),
    Bomb("docx-member-of-negative-size", lambda: with_member("word/x.xml", b"x", 0xFFFFFFFF, crc=0), TEXT),
    Bomb("docx-thirty-thousand-parts", lambda: many_parts(30_000), LIMIT, heavy=True),
    Bomb("docx-parts-that-overlap", lambda: overlapping(1_500), LIMIT),
    Bomb("docx-many-parts-that-overlap", lambda: overlapping(60_000), LIMIT),
    Bomb("docx-packed-by-lzma", lambda: zipped({"[Content_Types].xml": "<Types/>", "word/document.xml": "<x/>"}, method=zipfile.ZIP_LZMA), CORRUPT),
    Bomb("docx-packed-by-bzip2", lambda: zipped({"[Content_Types].xml": "<Types/>", "word/document.xml": "<x/>"}, method=zipfile.ZIP_BZIP2), CORRUPT),
    Bomb("docx-one-name-twice", twice, CORRUPT | TEXT),
    Bomb("docx-with-a-long-comment", lambda: make_docx(HELLO)[:-2] + b"\xff\xff" + b"PK\x05\x06" * 16_383 + b"xxx", TEXT | CORRUPT),
    Bomb("docx-names-that-lead-out", lambda: make_zip({"../../../etc/passwd": "x", "/etc/shadow": "x", "C:\\x": "x", "[Content_Types].xml": "<Types/>", "word/document.xml": W + HELLO.encode() + b"</w:body></w:document>"}), TEXT),
    Bomb("docx-directory-of-nonsense", lambda: make_docx(HELLO).replace(b"PK\x01\x02", b"PK\x01\x03"), CORRUPT),
    # XML that grows or leads out.
    Bomb("docx-billion-laughs", lambda: doctype(laughs(), "&a11;"), CORRUPT),
    Bomb("docx-quadratic-entity", lambda: doctype(f'<!ENTITY a "{"x" * 50_000}">', "&a;" * 5_000), CORRUPT),
    Bomb("docx-entity-in-an-attribute", lambda: make_zip({"[Content_Types].xml": "<Types/>", "word/document.xml": f'<!DOCTYPE x [{laughs()}]><w:document xmlns:w="w" a="&a11;"/>'}), CORRUPT),
    Bomb("docx-entity-from-a-file", lambda: doctype('<!ENTITY a SYSTEM "file:///etc/passwd">', "&a;"), CORRUPT),
    Bomb("docx-entity-from-the-net", lambda: doctype('<!ENTITY a SYSTEM "http://127.0.0.1:9/x">', "&a;"), CORRUPT),
    Bomb("docx-entity-of-a-parameter", lambda: doctype('<!ENTITY % a SYSTEM "http://127.0.0.1:9/x"> %a;'), CORRUPT),
    Bomb("docx-doctype-in-relations", lambda: make_zip({"[Content_Types].xml": "<Types/>", "_rels/.rels": '<!DOCTYPE x [<!ENTITY a "b">]><R>&a;</R>', "word/document.xml": "<x/>"}), CORRUPT),
    Bomb("docx-doctype-behind-comments", lambda: make_zip({"[Content_Types].xml": "<Types/>", "word/document.xml": "<!--" + "x" * 90_000 + f"--><!DOCTYPE x [{laughs()}]><x>&a11;</x>"}), CORRUPT),
    Bomb("docx-xinclude", lambda: make_docx(HELLO + '<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="file:///etc/passwd" parse="text"/>'), TEXT),
    Bomb("docx-in-utf-16", lambda: encoded("utf-16"), TEXT),
    Bomb("docx-in-an-unknown-encoding", lambda: encoded("x-nonsense"), CORRUPT),
    Bomb("docx-in-utf-7", lambda: encoded("utf-7"), CORRUPT | TEXT),
    Bomb("docx-a-hundred-thousand-levels", lambda: make_docx(nested("sdt", 100_000)), LIMIT),
    Bomb("docx-tables-within-tables", lambda: make_docx(table(60)), TEXT),
    Bomb("docx-deeper-tables", lambda: make_docx(table(80)), TEXT | LIMIT),
    Bomb("docx-six-hundred-tables", lambda: make_docx(table(600)), LIMIT),
    Bomb("docx-boxes-within-boxes", lambda: make_docx(boxes(60)), TEXT | LIMIT),
    Bomb("docx-choices-within-choices", lambda: make_docx(alternates(120)), TEXT | LIMIT),
    Bomb("docx-choices-in-vain", lambda: make_docx(HELLO + "<w:p><w:r>" + alternates(60, text=False) * 300 + "</w:r></w:p>"), TEXT | SLOW),
    Bomb("docx-two-hundred-thousand-attributes", lambda: make_docx("<w:p " + " ".join(f'a{n}="x"' for n in range(200_000)) + "/>" + HELLO), TEXT | LIMIT | CORRUPT),
    Bomb("docx-a-hundred-thousand-names", lambda: make_docx("".join(f"<x{n}/>" for n in range(100_000)) + HELLO), TEXT | LIMIT, heavy=True),
    Bomb("docx-namespaces-by-the-thousand", lambda: make_docx("".join(f'<a:x xmlns:a="n{n}"/>' for n in range(50_000)) + HELLO), TEXT | LIMIT),
    Bomb("docx-text-of-twenty-megabytes", lambda: make_docx(p("x" * 20_000_000)), LIMIT),
    Bomb("docx-text-of-two-megabytes", lambda: make_docx(p("Hello " * 350_000)), LIMIT),
    Bomb("docx-a-million-runs", lambda: make_docx("<w:p>" + "<w:r><w:t>a</w:t></w:r>" * 300_000 + "</w:p>"), SLOW | TEXT),
    Bomb("docx-a-million-comments", lambda: make_docx("<!-- x -->" * 400_000 + HELLO), TEXT | LIMIT),
    # Word's own numbers.
    Bomb("docx-span-of-a-billion", lambda: make_docx(span("1000000000")), TEXT),
    Bomb("docx-span-below-zero", lambda: make_docx(span("-5")), TEXT),
    Bomb("docx-span-of-words", lambda: make_docx(span("many")), TEXT),
    Bomb("docx-three-thousand-merged-rows", lambda: make_docx(merged(3_000)), TEXT),
    Bomb("docx-merged-from-the-first-row", lambda: make_docx(merged(1)), TEXT),
    Bomb("docx-a-table-of-two-hundred-thousand-cells", lambda: make_docx("<w:tbl>" + ("<w:tr>" + "<w:tc><w:p/></w:tc>" * 400 + "</w:tr>") * 250 + "</w:tbl>" + HELLO), TEXT | SLOW, heavy=True),
    Bomb("docx-list-of-a-billion", lambda: lists("%1", "999999999"), TEXT),
    Bomb("docx-labels-of-labels", lambda: lists("%1" * 5_000), TEXT, heavy=True),
    Bomb("docx-list-styles-in-a-circle", list_styles_in_a_circle, TEXT),
    Bomb("docx-styles-in-a-circle", lambda: styles(2_000, circle=True), TEXT, heavy=True),
    Bomb("docx-styles-in-a-chain", lambda: styles(2_000, circle=False), TEXT, heavy=True),
    Bomb("docx-symbols-of-nonsense", lambda: make_docx("".join(f'<w:p><w:r><w:sym w:font="Symbol" w:char="{c}"/></w:r></w:p>' for c in ("110000", "D800", "-1", "FFFFF", "", "0")) + HELLO), TEXT),
    Bomb("docx-fields-without-end", lambda: make_docx("<w:p>" + FIELD * 20_000 + r("Hello") + "</w:p>"), TEXT),
    Bomb("docx-fields-that-end-too-often", lambda: make_docx("<w:p>" + '<w:r><w:fldChar w:fldCharType="end"/></w:r>' * 20_000 + r("Hello") + "</w:p>"), TEXT),
    # Relations that lead round or out.
    Bomb("docx-main-outside", lambda: related("officeDocument", "http://127.0.0.1:9/x", ' TargetMode="External"'), CORRUPT),
    Bomb("docx-main-in-the-file-system", lambda: related("officeDocument", "/etc/passwd"), CORRUPT),
    Bomb("docx-main-above", lambda: related("officeDocument", "../../../../etc/passwd"), CORRUPT),
    Bomb("docx-main-is-its-relations", lambda: related("officeDocument", "_rels/.rels"), CORRUPT | NO_TEXT),
    Bomb("docx-fifteen-hundred-headers", lambda: relations_chain(1_500), TEXT | LIMIT, heavy=True),
    Bomb("docx-one-note-ten-thousand-times", lambda: notes(10_000), TEXT),
    Bomb("docx-header-of-itself", lambda: make_docx(HELLO + '<w:sectPr><w:headerReference r:id="h"/></w:sectPr>', relations={"h": ("header", "document.xml")}), TEXT),
    Bomb("docx-diagram-of-itself", lambda: diagram(3), TEXT),
    Bomb("docx-diagrams-of-diagrams", lambda: figures(2, 24), TEXT),
    Bomb("docx-pictures-outside", lambda: make_docx(HELLO + '<w:p><w:r><w:drawing><a:blip r:link="x"/></w:drawing></w:r></w:p>', relations={"x": ("image", "http://127.0.0.1:9/x.png")}), TEXT),
    Bomb("docx-chunk-of-html", lambda: make_docx('<w:altChunk r:id="c"/>', parts={"c.html": "<script>alert(1)</script>"}, relations={"c": ("aFChunk", "c.html")}), NO_TEXT),
    Bomb("docx-words-for-the-terminal", lambda: make_docx(p("Hello &lt;script&gt; =cmd|x \u202e\u2066\u200b\u009b31m")), TEXT),
)
# fmt: on
