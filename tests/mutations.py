"""Sound files, and ways to spoil them: bits flipped, ends cut, objects swapped, archives and trees operated on.

Everything is drawn from the `Random` that the caller gives: the same state gives the same bytes.
"""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from typing import TYPE_CHECKING, Final

from docx import Document
from files import make_docx, make_pdf, make_stream, p, part, r, show, show_lines
from lxml import etree
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

if TYPE_CHECKING:
    from collections.abc import Callable
    from random import Random

LINES: Final = ("Jane Example", "Experience", "Monitor, Acme Trials, 2019 - 2021", "Skills", "REDCap (certified), Rave")
NUMBERS: Final = tuple(
    b"0 -1 1 255 65536 2147483647 -2147483648 4294967296 99999999999999999999 1e308 -0.0 0.00000001 NaN".split()
)
_NUMBER: Final = re.compile(rb"-?\d+(?:\.\d+)?")
_NAME: Final = re.compile(rb"/[A-Za-z][A-Za-z0-9]*")
_OBJECT: Final = re.compile(rb"(\d+) 0 obj\n(.*?)\nendobj", re.DOTALL)
_REFERENCE: Final = re.compile(rb"\d+ 0 R")
_STREAM: Final = re.compile(rb"stream\n(.*?)\nendstream", re.DOTALL)
_TOKENS: Final = tuple(
    b" %b " % token for token in b"q Q BT ET EMC Do Tj TJ cm Tm gs W n BI ID EI [ ] << >> ( ) < /X %".split()
)


def make_seeds() -> dict[str, bytes]:
    """Return sound files of both formats, by name."""
    return {
        "plain.pdf": make_pdf(show_lines(list(LINES))),
        "packed.pdf": make_pdf("", objects={11: make_stream(show_lines(list(LINES)), deflate=True)}),
        "rich.pdf": _make_rich_pdf(),
        "reportlab.pdf": _make_reportlab(None),
        "locked.pdf": _make_reportlab(""),
        "plain.docx": make_docx("".join(map(p, LINES))),
        "rich.docx": _make_rich_docx(),
        "word.docx": _make_word_docx(),
    }


def _make_rich_pdf() -> bytes:
    composite = "<</Type/Font/Subtype/Type0/BaseFont/X/Encoding/Identity-H/DescendantFonts[101 0 R]/ToUnicode 102 0 R>>"
    cid = (
        "<</Type/Font/Subtype/CIDFontType2/BaseFont/X/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>"
        "/W[1[500 600] 3 9 400]/DW 500>>"
    )
    mapping = (
        "1 begincodespacerange <0000> <FFFF> endcodespacerange 2 beginbfchar <0001> <0041> <0002> <00660069> endbfchar "
        "1 beginbfrange <0003> <0009> <0042> endbfrange"
    )
    form = make_stream(
        show("In a form", 72, 500), "/Type/XObject/Subtype/Form/BBox[0 0 612 792]/Resources<</Font<</F1 3 0 R>>>>"
    )
    body = (
        show_lines(list(LINES))
        + "/Span <</ActualText (said)>> BDC " + show("shown", 72, 600) + "EMC q 1 0 0 1 0 0 cm /X Do Q "
        "BT /F2 10 Tf 72 450 Td [<0001> -300 <00020003>] TJ ET 0.9 g 50 400 200 100 re f 0 g "
        "BT 3 Tr /F1 9 Tf 72 420 Td (unseen) Tj ET /G gs q 0 0 9 9 re W n Q"
    )  # fmt: skip
    return make_pdf(
        body,
        show_lines(["Second page", "Education", "BSc, Bede College, 2012"]),
        resources="/Font<</F1 3 0 R/F2 100 0 R>>/XObject<</X 103 0 R>>/ExtGState<</G<</ca 1/CA .5>>>>",
        objects={
            100: composite,
            101: cid,
            102: make_stream(mapping, deflate=True),
            103: form,
            104: "<</Type/Annot/Subtype/Link/Rect[0 0 9 9]/A<</S/URI/URI(mailto:jane@example.com)>>>>",
        },
        page="/Annots[104 0 R]/Rotate 0",
    )


def _make_reportlab(locked_by: str | None) -> bytes:
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=A4, invariant=1, encrypt=locked_by)
    for number, line in enumerate(LINES):
        canvas.drawString(60, 780 - 16 * number, line)
    canvas.linkURL("https://example.com", (0, 0, 9, 9))
    canvas.showPage()
    canvas.save()
    return out.getvalue()


def _make_rich_docx() -> bytes:
    numbering = part(
        "numbering",
        '<w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="lowerRoman"/>'
        '<w:lvlText w:val="%1."/></w:lvl></w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>',
    )
    styles = part(
        "styles",
        '<w:docDefaults><w:rPrDefault><w:rPr><w:sz w:val="22"/></w:rPr></w:rPrDefault></w:docDefaults>'
        '<w:style w:type="paragraph" w:default="1" w:styleId="N"><w:name w:val="Normal"/></w:style>'
        '<w:style w:type="paragraph" w:styleId="H"><w:name w:val="heading 1"/><w:basedOn w:val="N"/></w:style>',
    )
    box = f"<w:r><w:pict><v:textbox><w:txbxContent>{p('In a box')}</w:txbxContent></v:textbox></w:pict></w:r>"
    choice = f"<w:r><mc:AlternateContent><mc:Choice>{p('x')}</mc:Choice><mc:Fallback/></mc:AlternateContent></w:r>"
    field = "".join(f'<w:r><w:fldChar w:fldCharType="{step}"/></w:r>' for step in ("begin", "separate", "end"))
    note = '<w:r><w:footnoteReference w:id="2"/></w:r>'
    body = (
        "".join(p(line, '<w:pStyle w:val="H"/>') for line in LINES)
        + f"<w:p>{r('Anchor')}{box}{choice}{field}</w:p>"
        + p("Item", '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>')
        + f"<w:tbl><w:tr><w:tc>{p('REDCap')}</w:tc><w:tc>{p('2019')}</w:tc></w:tr></w:tbl>"
        + f"<w:sdt><w:sdtContent>{p('Held')}</w:sdtContent></w:sdt>"
        + f"<w:p><w:ins>{r('new')}</w:ins><w:del>{r('old')}</w:del>{note}</w:p>"
        + '<w:sectPr><w:headerReference r:id="h"/><w:cols w:num="2"/></w:sectPr>'
    )
    return make_docx(
        body,
        parts={
            "n.xml": numbering,
            "s.xml": styles,
            "h.xml": part("hdr", p("Jane Example")),
            "f.xml": part("footnotes", f'<w:footnote w:id="2">{p("Note")}</w:footnote>'),
        },
        relations={
            "n": ("numbering", "n.xml"),
            "s": ("styles", "s.xml"),
            "h": ("header", "h.xml"),
            "f": ("footnotes", "f.xml"),
        },
    )


def _make_word_docx() -> bytes:
    document = Document()
    document.add_heading(LINES[0], 0)
    for line in LINES[1:]:
        document.add_paragraph(line, style="List Bullet")
    table = document.add_table(rows=2, cols=2)
    table.cell(0, 0).merge(table.cell(0, 1)).text = "Merged"
    document.sections[0].header.paragraphs[0].text = "jane@example.com"
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def mutate(name: str, content: bytes, random: Random) -> bytes:
    """Return *content* spoilt in one to four ways that fit its kind, which the end of *name* tells."""
    ways = (
        [_mutate_bytes, _mutate_pdf, _mutate_pdf]
        if name.endswith(".pdf")
        else [_mutate_bytes, _mutate_zip, _mutate_zip]
    )
    for _ in range(random.choice((1, 1, 1, 2, 3, 4))):
        content = random.choice(ways)(content, random)
    return content


def _mutate_bytes(content: bytes, random: Random) -> bytes:  # noqa: C901 - a table of ways
    if not content:
        return content
    data = bytearray(content)
    at = random.randrange(len(data))
    way = random.randrange(9)
    length = min(random.choice((1, 2, 4, 16, 256, 4096)), len(data) - at)
    if way == 0:
        data[at] ^= 1 << random.randrange(8)
    elif way == 1:
        del data[at:]
    elif way == 2:
        del data[at : at + length]
    elif way == 3:
        data[at:at] = data[at : at + length] * random.choice((1, 2, 50))
    elif way == 4:
        data[at : at + length] = random.randbytes(length)
    elif way == 5:
        data[at:at] = random.randbytes(length)
    elif way == 6:
        other = random.randrange(len(data))
        data[at : at + length] = data[other : other + length]
    elif way == 7:
        return _replace_one(content, _NUMBER, lambda _: random.choice(NUMBERS), random)
    else:
        for _ in range(random.randrange(1, 30)):
            data[random.randrange(len(data))] = random.randrange(256)
    return bytes(data)


def _replace_one(content: bytes, pattern: re.Pattern[bytes], make: Callable[[bytes], bytes], random: Random) -> bytes:
    found = list(pattern.finditer(content))
    if not found:
        return content
    one = random.choice(found)
    return content[: one.start()] + make(one[0]) + content[one.end() :]


def _mutate_pdf(content: bytes, random: Random) -> bytes:
    """Operate on the objects of a PDF, and write it with a sound cross-reference so that the damage is met."""
    bodies = {int(number): body for number, body in _OBJECT.findall(content)}
    if not bodies:
        return _mutate_bytes(content, random)
    numbers = sorted(bodies)
    one, other = random.choice(numbers), random.choice(numbers)
    way = random.randrange(9)
    if way == 0:
        bodies[one], bodies[other] = bodies[other], bodies[one]
    elif way == 1:
        bodies[one] = _replace_one(
            bodies[one], _REFERENCE, lambda _: b"%d 0 R" % random.choice((*numbers, 0, 9999)), random
        )
    elif way == 2:
        bodies[one] = _replace_one(bodies[one], _NUMBER, lambda _: random.choice(NUMBERS), random)
    elif way == 3:
        names = _NAME.findall(content)
        bodies[one] = _replace_one(bodies[one], _NAME, lambda _: random.choice(names), random)
    elif way == 4:
        bodies[one] = random.choice((b"null", b"[]", b"<<>>", b"%d 0 R" % one, b"(x)", b"/X", b"[" * 60 + b"]" * 60))
    elif way == 5:
        bodies[one] = _replace_one(bodies[one], _NUMBER, lambda _: b"%d 0 R" % random.choice(numbers), random)
    elif way == 6:
        bodies[one] = _mutate_bytes(bodies[one], random)
    else:
        streams = [number for number in numbers if b"stream\n" in bodies[number]]
        if streams:
            one = random.choice(streams)
            bodies[one] = _STREAM.sub(lambda found: _spoil_stream(found[1], random), bodies[one], count=1)
    trailer = re.search(rb"trailer\s*<<(.*?)>>\s*startxref", content, re.DOTALL)
    return _write_pdf(bodies, re.sub(rb"/(?:Prev|XRefStm|Size) \d+", b"", trailer[1]) if trailer else b"/Root 1 0 R")


def _spoil_stream(data: bytes, random: Random) -> bytes:
    packed = data[:1] == b"x"
    if packed:
        try:
            data = zlib.decompress(data)
        except zlib.error:
            packed = False
    for _ in range(random.randrange(1, 6)):
        at = random.randrange(len(data) + 1)
        way = random.randrange(4)
        if way == 0:
            data = data[:at] + random.choice(_TOKENS) * random.choice((1, 1, 3, 300)) + data[at:]
        elif way == 1:
            data = _replace_one(data, _NUMBER, lambda _: random.choice(NUMBERS), random)
        else:
            data = _mutate_bytes(data, random)
    return b"stream\n" + (zlib.compress(data) if packed else data) + b"\nendstream"


def _write_pdf(bodies: dict[int, bytes], trailer: bytes) -> bytes:
    out = bytearray(b"%PDF-1.7\n")
    offsets: dict[int, int] = {}
    for number, body in bodies.items():
        offsets[number] = len(out)
        out += b"%d 0 obj\n%b\nendobj\n" % (number, body)
    start = len(out)
    out += b"xref\n0 1\n0000000000 65535 f \n"
    for number, offset in offsets.items():
        out += b"%d 1\n%010d 00000 n \n" % (number, offset)
    out += b"trailer\n<</Size %d%b>>\nstartxref\n%d\n%%%%EOF\n" % (max(bodies, default=0) + 1, trailer, start)
    return bytes(out)


def _mutate_zip(content: bytes, random: Random) -> bytes:
    """Operate on the parts of a DOCX, and pack it soundly so that the damage is met."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            members = {name: archive.read(name) for name in archive.namelist()}
    except Exception:  # noqa: BLE001 - spoilt already, in whatever way
        return _mutate_bytes(content, random)
    if not members:
        return content
    names = sorted(members)
    one, other = random.choice(names), random.choice(names)
    way = random.randrange(8)
    if way == 0:
        del members[one]
    elif way == 1:
        members[one], members[other] = members[other], members[one]
    elif way == 2:
        members[random.choice(("word/document.xml", "x", "../x", one.upper()))] = members.pop(one)
    elif way == 3:
        members[one] = _mutate_bytes(members[one], random)
    else:
        members[one] = _operate(members[one], random)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, data in members.items():
            archive.writestr(zipfile.ZipInfo(name), data, random.choice((zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)))
    return out.getvalue()


def _operate(xml: bytes, random: Random) -> bytes:
    """Move, repeat, wrap and rename elements, and swap the values of attributes."""
    try:
        root = etree.fromstring(xml)
    except etree.XMLSyntaxError:
        return _mutate_bytes(xml, random)
    for _ in range(random.randrange(1, 5)):
        elements = [one for one in root.iter() if isinstance(one.tag, str)]
        one, other = random.choice(elements), random.choice(elements)
        way = random.randrange(6)
        parent = one.getparent()
        if way == 0 and parent is not None:
            parent.remove(one)
        elif way == 1 and parent is not None:
            for _ in range(random.choice((1, 1, 20, 300))):
                parent.insert(0, etree.fromstring(etree.tostring(one)))
        elif way == 2 and one not in other.iterancestors() and one is not other and parent is not None:
            other.append(one)
        elif way == 3:
            one.tag = other.tag
        elif way == 4:
            for key in one.attrib:
                values = [value for element in elements for value in element.attrib.values()]
                one.set(key, random.choice((*values, *(number.decode() for number in NUMBERS), "")))
        else:
            one.text = random.choice(("", "x" * 5_000, "\u202e", "2019 - 2021", "•", None))
    return etree.tostring(root)
