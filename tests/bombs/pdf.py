"""Hostile PDFs: loops, lies about sizes, things within things, and streams that grow."""

from __future__ import annotations

import io
import zlib

from files import make_pdf, make_stream, show
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.pdfgen.canvas import Canvas

from bombs.kinds import CORRUPT, EMPTY, FOREIGN, LIMIT, LOCKED, NO_TEXT, SLOW, TEXT, Bomb, deflate

HELLO = show("Hello there")
BROKEN = CORRUPT | NO_TEXT
TYPE0 = "<</Type/Font/Subtype/Type0/BaseFont/X/Encoding/Identity-H/DescendantFonts[101 0 R]/ToUnicode 102 0 R>>"
SYSTEM = "/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>"


def with_font(
    extra: str = "", mapping: bytes | str = "1 beginbfchar <0001> <0041> endbfchar", **more: bytes | str
) -> bytes:
    """A page that shows one glyph of a composite font; *extra* in its descendant, *mapping* to Unicode."""
    objects: dict[int, bytes | str] = {
        100: more.get("font", TYPE0),
        101: f"<</Type/Font/Subtype/CIDFontType2/BaseFont/X{SYSTEM}{extra}>>",
        102: mapping if isinstance(mapping, bytes) and mapping.startswith(b"<<") else make_stream(mapping),
    }
    objects.update({int(key.removeprefix("n")): body for key, body in more.items() if key != "font"})
    return make_pdf("BT /F2 10 Tf 72 700 Td <0001> Tj ET", resources="/Font<</F2 100 0 R>>", objects=objects)


def with_stream(data: bytes, entries: str) -> bytes:
    """A page whose content stream is *data* as it stands, with *entries* in its dictionary."""
    return make_pdf("", objects={11: f"<</Length {len(data)}{entries}>>\nstream\n".encode() + data + b"\nendstream"})


def with_tail(body: str, start: int = 9) -> bytes:
    """A file of one stretch of text behind the header, its cross-reference at *start*."""
    return f"%PDF-1.5\n{body}\nstartxref\n{start}\n%%EOF".encode("latin-1")


def page_tree(kids: dict[int, str]) -> bytes:
    """A document whose page tree is *kids*, by number of object."""
    return make_pdf(HELLO, objects={number: f"<</Type/Pages/Kids[{refs}]/Count 9>>" for number, refs in kids.items()})


def deep_pages(depth: int) -> bytes:
    kids = {200 + level: f"{201 + level} 0 R" for level in range(depth)}
    return page_tree({2: "200 0 R", **kids, 200 + depth: "10 0 R"})


def wide_pages(count: int) -> bytes:
    return make_pdf(HELLO, objects={2: f"<</Type/Pages/Kids[{'10 0 R ' * count}]/Count {count}>>"})


def form_tree(levels: int, width: int) -> bytes:
    objects: dict[int, bytes | str] = {}
    for level in range(levels):
        below = f"/X {101 + level} 0 R" if level + 1 < levels else ""
        body = "/X Do " * width if below else HELLO
        fonts = "/Font<</F1 3 0 R>>"
        objects[100 + level] = make_stream(
            body, f"/Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<<{below}>>{fonts}>>"
        )
    return make_pdf("/X Do", resources="/XObject<</X 100 0 R>>", objects=objects)


def many_fonts(count: int) -> bytes:
    names = "".join(f"/G{number} 3 0 R" for number in range(count))
    shown = "".join(f"BT /G{number} 9 Tf 72 700 Td (x) Tj ET " for number in range(count))
    return make_pdf(shown, resources=f"/Font<<{names}>>")


def prev_chain(length: int) -> bytes:
    out = bytearray(
        b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\n"
    )
    before = 0
    for _ in range(length):
        at = len(out)
        out += f"xref\n0 0\ntrailer<</Root 1 0 R/Size 3{f'/Prev {before}' if before else ''}>>\n".encode()
        before = at
    return bytes(out) + f"startxref\n{before}\n%%EOF".encode()


def reference_chain(length: int) -> bytes:
    links: dict[int, bytes | str] = {200 + number: f"{201 + number} 0 R" for number in range(length)}
    return make_pdf(HELLO, page="/Annots 200 0 R", objects={**links, 200 + length: "[]"})


def encrypted(user: str, owner: str) -> bytes:
    out = io.BytesIO()
    canvas = Canvas(out, encrypt=StandardEncryption(user, owner, canPrint=0), invariant=1)
    canvas.drawString(72, 700, "Hello there")
    canvas.save()
    return out.getvalue()


def object_stream(body: str, count: int, first: int) -> bytes:
    return make_pdf(HELLO, objects={50: make_stream(body, f"/Type/ObjStm/N {count}/First {first}", deflate=True)})


def type3(procedure: str) -> bytes:
    font = (
        "<</Type/Font/Subtype/Type3/FontBBox[0 0 9 9]/FontMatrix[.1 0 0 .1 0 0]/FirstChar 97/LastChar 97/Widths[5]"
        "/Encoding<</Differences[97/a]>>/CharProcs<</a 101 0 R>>/Resources<</Font<</T 100 0 R>>>>>>"
    )
    body = "BT /F1 9 Tf 72 700 Td (Hello) Tj /T 9 Tf (aaaa) Tj ET"
    return make_pdf(body, resources="/Font<</F1 3 0 R/T 100 0 R>>", objects={100: font, 101: make_stream(procedure)})


def lzw_zeros(codes: int) -> bytes:
    """LZW data whose codes grow by one byte each: a triangle of output."""
    bits = [256, 0, *range(258, 258 + codes)]
    out = bytearray()
    held = width = 0
    size, table = 9, 258
    for number, code in enumerate(bits):
        held = held << size | code
        width += size
        while width >= 8:
            width -= 8
            out.append(held >> width & 255)
            held &= (1 << width) - 1
        table += number > 1
        size = 9 + (table >= 511) + (table >= 1023) + (table >= 2047)
    return bytes(out) + b"\x00\x00\x80\x10"


def run_lengths(size: int) -> bytes:
    return b"\x81 " * (size // 128) + b"\x80"


def junk(size: int) -> bytes:
    return bytes((n * 7919 + n // 251) % 256 for n in range(size))


def scattered(count: int) -> bytes:
    return make_pdf("".join(show("x", 10 + n * 7 % 590, 10 + n * 13 % 770) for n in range(count)))


# fmt: off
PDF_BOMBS: tuple[Bomb, ...] = (
    Bomb("pdf-empty", lambda: b"", EMPTY),
    Bomb("pdf-header-only", lambda: b"%PDF-1.4\n", BROKEN),
    Bomb("pdf-truncated", lambda: make_pdf(HELLO)[:600], BROKEN | TEXT),
    Bomb("pdf-random-behind-header", lambda: b"%PDF-1.7\n" + junk(200_000), BROKEN),
    Bomb("pdf-junk-before-header", lambda: b"\n" * 900 + make_pdf(HELLO), TEXT),
    Bomb("pdf-html-inside", lambda: b"<html>not a pdf</html>", FOREIGN),
    # Loops.
    Bomb("pdf-root-is-itself", lambda: with_tail("1 0 obj 1 0 R endobj\ntrailer<</Root 1 0 R>>"), BROKEN),
    Bomb("pdf-length-is-itself", lambda: make_pdf("", objects={11: b"<</Length 11 0 R>>stream\nx\nendstream"}), BROKEN),
    Bomb("pdf-xref-before-itself", lambda: with_tail("xref\n0 0\ntrailer<</Root 1 0 R/Prev 9>>"), BROKEN),
    Bomb("pdf-xref-stream-beside-itself", lambda: with_tail("xref\n0 0\ntrailer<</Root 1 0 R/XRefStm 9>>"), BROKEN),
    Bomb("pdf-xref-chain", lambda: prev_chain(20_000), BROKEN | LIMIT, heavy=True),
    Bomb("pdf-page-tree-loop", lambda: page_tree({2: "10 0 R 2 0 R"}), TEXT),
    Bomb("pdf-page-tree-pair", lambda: page_tree({2: "200 0 R", 200: "2 0 R 10 0 R"}), TEXT | NO_TEXT),
    Bomb("pdf-page-tree-deep", lambda: deep_pages(20_000), TEXT | BROKEN | LIMIT, heavy=True),
    Bomb("pdf-page-tree-powers", lambda: page_tree({2: "200 0 R", **{200 + n: f"{201 + n} 0 R " * 10 for n in range(9)}}), BROKEN | SLOW),
    Bomb("pdf-pages-by-one-object", lambda: wide_pages(100_000), TEXT | LIMIT, heavy=True),
    Bomb("pdf-form-draws-itself", lambda: make_pdf("/X Do", resources="/XObject<</X 100 0 R>>", objects={100: make_stream("/X Do", "/Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</X 100 0 R>>>>")}), NO_TEXT | LIMIT),
    Bomb("pdf-form-tree", lambda: form_tree(9, 10), LIMIT | TEXT, heavy=True),
    Bomb("pdf-form-tree-of-twos", lambda: form_tree(25, 2), LIMIT | TEXT, heavy=True),
    Bomb("pdf-form-chain", lambda: form_tree(400, 1), TEXT | LIMIT | NO_TEXT),
    Bomb("pdf-glyph-draws-itself", lambda: type3("9 0 d0 BT /T 9 Tf (aaaa) Tj ET"), TEXT),
    Bomb("pdf-pattern-of-itself", lambda: make_pdf("/Pattern cs /P scn 0 0 99 99 re f " + HELLO, resources="/Pattern<</P 100 0 R>>", objects={100: make_stream("/Pattern cs /P scn 0 0 9 9 re f", "/Type/Pattern/PatternType 1/PaintType 1/TilingType 1/BBox[0 0 9 9]/XStep 1/YStep 1/Resources<</Pattern<</P 100 0 R>>>>")}), TEXT),
    Bomb("pdf-descendant-is-itself", lambda: with_font(n101="101 0 R"), BROKEN | TEXT),
    Bomb("pdf-resources-are-themselves", lambda: make_pdf(HELLO, objects={3: "3 0 R"}), BROKEN | TEXT),
    Bomb("pdf-map-uses-itself", lambda: with_font(mapping=b"<</Type/CMap/CMapName/X/UseCMap 102 0 R/Length 40>>\nstream\n/X usecmap 1 beginbfchar <0001> <0041> endbfchar\nendstream"), TEXT | BROKEN),
    Bomb("pdf-reference-chain", lambda: reference_chain(50_000), TEXT | BROKEN | LIMIT, heavy=True),
    Bomb("pdf-parents-in-a-circle", lambda: make_pdf(HELLO, objects={2: "<</Type/Pages/Parent 2 0 R/Kids[10 0 R]/Count 1>>"}), TEXT),
    # Lies about sizes.
    Bomb("pdf-xref-of-four-billion", lambda: with_tail("xref\n0 4000000000\ntrailer<</Root 1 0 R>>"), BROKEN),
    Bomb("pdf-xref-stream-of-no-width", lambda: with_tail("1 0 obj<</Type/XRef/Size 9/W[0 0 0]/Index[0 2147483647]/Root 2 0 R/Length 0>>\nstream\n\nendstream endobj"), BROKEN | SLOW),
    Bomb("pdf-xref-stream-of-wide-fields", lambda: with_tail("1 0 obj<</Type/XRef/Size 9/W[1 2147483647 1]/Root 2 0 R/Length 9>>\nstream\n123456789\nendstream endobj"), BROKEN | SLOW),
    Bomb("pdf-startxref-far-away", lambda: make_pdf(HELLO).replace(b"startxref\n", b"startxref\n99999999999999999999"), TEXT | BROKEN),
    Bomb("pdf-startxref-below-zero", lambda: make_pdf(HELLO).replace(b"startxref\n", b"startxref\n-"), TEXT | BROKEN),
    Bomb("pdf-length-of-two-billion", lambda: make_pdf("", objects={11: b"<</Length 2147483647>>\nstream\n" + HELLO.encode() + b"\nendstream"}), TEXT | BROKEN),
    Bomb("pdf-length-below-zero", lambda: make_pdf("", objects={11: b"<</Length -5>>\nstream\n" + HELLO.encode() + b"\nendstream"}), TEXT | BROKEN),
    Bomb("pdf-object-stream-of-a-billion", lambda: object_stream("1 0 2 0", 1_000_000_000, 7), TEXT | BROKEN),
    Bomb("pdf-object-stream-first-below-zero", lambda: object_stream("1 0 (x)", 1, -7), TEXT | BROKEN),
    Bomb("pdf-widths-without-end", lambda: with_font("/W[0 2147483647 500]"), TEXT | LIMIT),
    Bomb("pdf-vertical-widths-without-end", lambda: with_font("/W2[0 2147483647 500 1 2]"), TEXT | LIMIT),
    Bomb("pdf-widths-of-many-ranges", lambda: with_font("/W[" + "0 65535 500 " * 40_000 + "]"), TEXT | SLOW, heavy=True),
    Bomb("pdf-first-character-far-away", lambda: make_pdf("BT /F2 9 Tf 72 700 Td (Hello) Tj ET", resources="/Font<</F2 100 0 R>>", objects={100: "<</Type/Font/Subtype/TrueType/BaseFont/X/FirstChar 2147483000/LastChar 2147483647/Widths[" + "500 " * 300_000 + "]>>"}), TEXT | BROKEN | LIMIT, heavy=True),
    Bomb("pdf-differences-far-away", lambda: make_pdf("BT /F2 9 Tf 72 700 Td (Hello) Tj ET", resources="/Font<</F2 100 0 R>>", objects={100: "<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding<</Differences[2147483647/A -5/B/C 1e300/D]>>>>"}), TEXT | BROKEN),
    Bomb("pdf-map-range-of-four-billion", lambda: with_font(mapping="1 beginbfrange <00000000> <FFFFFFFF> <0041> endbfrange"), TEXT | BROKEN | LIMIT, heavy=True),
    Bomb("pdf-map-ranges-again-and-again", lambda: with_font(mapping="100 beginbfrange " + "<0000> <FFFF> <0041> " * 20_000 + "endbfrange"), TEXT | BROKEN | SLOW, heavy=True),
    Bomb("pdf-cid-range-of-four-billion", lambda: with_font(font=TYPE0.replace("/Identity-H", " 103 0 R"), n103=make_stream("1 begincidrange <00000000> <FFFFFFFF> 0 endcidrange", "/Type/CMap/CMapName/Y")), TEXT | BROKEN | LIMIT, heavy=True),
    Bomb("pdf-glyph-of-twenty-thousand-letters", lambda: with_font(mapping="1 beginbfchar <0001> <" + "0041" * 20_000 + "> endbfchar"), TEXT | LIMIT),
    Bomb("pdf-long-glyph-shown-often", lambda: make_pdf("BT /F2 10 Tf 72 700 Td <" + "0001" * 20_000 + "> Tj ET", resources="/Font<</F2 100 0 R>>", objects={100: TYPE0, 101: f"<</Type/Font/Subtype/CIDFontType2/BaseFont/X{SYSTEM}>>", 102: make_stream("1 beginbfchar <0001> <" + "0041" * 20_000 + "> endbfchar")}), TEXT | LIMIT),
    Bomb("pdf-predictor-of-many-columns", lambda: with_stream(zlib.compress(HELLO.encode()), "/Filter/FlateDecode/DecodeParms<</Predictor 12/Columns 2147483647/Colors 32/BitsPerComponent 16>>"), TEXT | BROKEN),
    Bomb("pdf-predictor-below-zero", lambda: with_stream(zlib.compress(HELLO.encode()), "/Filter/FlateDecode/DecodeParms<</Predictor 2/Columns -1/Colors 0>>"), TEXT | BROKEN),
    # What grows.
    Bomb("pdf-deflated-gigabyte", lambda: with_stream(deflate(1 << 30), "/Filter/FlateDecode"), LIMIT, heavy=True),
    Bomb("pdf-deflated-twice", lambda: with_stream(zlib.compress(deflate(1 << 30), 9), "/Filter[/FlateDecode/FlateDecode]"), LIMIT, heavy=True),
    Bomb("pdf-deflated-operators", lambda: with_stream(deflate(64 << 20, b"q Q "), "/Filter/FlateDecode"), LIMIT, heavy=True),
    Bomb("pdf-deflated-thirty-megabytes-of-operators", lambda: with_stream(deflate(30 << 20, b"0 0 m "), "/Filter/FlateDecode"), SLOW, heavy=True),
    Bomb("pdf-deflated-map", lambda: with_font(mapping=b"<</Length 1043000/Filter/FlateDecode>>\nstream\n" + deflate(1 << 30) + b"\nendstream"), TEXT | LIMIT, heavy=True),
    Bomb("pdf-run-lengths", lambda: with_stream(run_lengths(1 << 30)[:2_000_000], "/Filter/RunLengthDecode"), LIMIT, heavy=True),
    Bomb("pdf-lzw", lambda: with_stream(lzw_zeros(3_800) * 40, "/Filter/LZWDecode"), NO_TEXT | BROKEN | SLOW, heavy=True),
    Bomb("pdf-forty-filters", lambda: with_stream(b"00" * 1_000 + b">", "/Filter[" + "/ASCIIHexDecode" * 40 + "]"), NO_TEXT | BROKEN | LIMIT),
    Bomb("pdf-forty-deflations", lambda: with_stream(b"x" * 2_000, "/Filter[" + "/FlateDecode" * 4_000 + "]"), NO_TEXT | BROKEN | LIMIT),
    Bomb("pdf-unknown-filters", lambda: with_stream(HELLO.encode(), "/Filter[/JBIG2Decode/JPXDecode/DCTDecode/Crypt/Nonsense]"), NO_TEXT | BROKEN | TEXT),
    Bomb("pdf-deflate-broken-in-the-middle", lambda: with_stream(zlib.compress(HELLO.encode() * 50)[:60] + b"\xff" * 50, "/Filter/FlateDecode"), TEXT | NO_TEXT),
    Bomb("pdf-deflate-with-a-long-tail", lambda: with_stream(zlib.compress(HELLO.encode())[:-4] + junk(3_000_000), "/Filter/FlateDecode"), TEXT | NO_TEXT, heavy=True),
    Bomb("pdf-contents-shown-again", lambda: make_pdf(show("Hello there " * 20), objects={10: f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Contents[{'11 0 R ' * 20_000}]/Resources<</Font<</F1 3 0 R>>>>>>"}), TEXT | SLOW, heavy=True),
    Bomb("pdf-three-million-glyphs", lambda: make_pdf("", objects={11: make_stream("BT /F1 9 Tf 72 700 Td (" + "x" * 3_000_000 + ") Tj ET", deflate=True)}), TEXT | SLOW, heavy=True),
    Bomb("pdf-three-million-spaces", lambda: make_pdf("", objects={11: make_stream("BT /F1 9 Tf 72 700 Td (" + " " * 3_000_000 + ") Tj ET", deflate=True)}), SLOW | NO_TEXT, heavy=True),
    Bomb("pdf-hexadecimal-string", lambda: make_pdf("", objects={11: make_stream("BT /F1 9 Tf 72 700 Td <" + "78" * 4_000_000 + "> Tj ET", deflate=True)}), TEXT | SLOW, heavy=True),
    Bomb("pdf-text-said-a-thousand-times", lambda: make_pdf("/Span <</ActualText (" + "x" * 3_000 + ")>> BDC " + HELLO + "EMC " + ("/Span <</ActualText (" + "x" * 3_000 + ")>> BDC " + HELLO + "EMC ") * 1_000), TEXT | LIMIT, heavy=True),
    # Things within things.
    Bomb("pdf-states-within-states", lambda: make_pdf("", objects={11: make_stream("q " * 1_000_000 + HELLO, deflate=True)}), TEXT | SLOW, heavy=True),
    Bomb("pdf-arrays-within-arrays", lambda: make_pdf("", objects={11: make_stream("[" * 1_000_000 + HELLO, deflate=True)}), TEXT | NO_TEXT | SLOW, heavy=True),
    Bomb("pdf-arrays-in-an-object", lambda: make_pdf(HELLO, page="/Annots 50 0 R", objects={50: "[" * 200_000 + "]" * 200_000}), TEXT | BROKEN | LIMIT),
    Bomb("pdf-dictionaries-in-an-object", lambda: make_pdf(HELLO, page="/Annots 50 0 R", objects={50: "<</A" * 100_000 + ">>" * 100_000}), TEXT | BROKEN | LIMIT),
    Bomb("pdf-dictionaries-without-end", lambda: b"%PDF-1.4\n" + b"1 0 obj<<" * 200_000, BROKEN | SLOW, heavy=True),
    Bomb("pdf-marks-within-marks", lambda: make_pdf("BT " + "/Span BMC " * 300_000 + "ET " + HELLO), TEXT | LIMIT, heavy=True),
    Bomb("pdf-clips-upon-clips", lambda: make_pdf("0 0 99 999 re W n " * 100_000 + HELLO), TEXT | LIMIT, heavy=True),
    Bomb("pdf-boxes-upon-boxes", lambda: make_pdf("1 g 0 0 600 700 re f " * 100_000 + "0 g " + HELLO), TEXT | SLOW, heavy=True),
    # Words and names without end.
    Bomb("pdf-string-without-end", lambda: b"%PDF-1.4\n1 0 obj (" + b"(" * 8_000_000, BROKEN | SLOW, heavy=True),
    Bomb("pdf-name-without-end", lambda: b"%PDF-1.4\n1 0 obj /" + b"9" * 8_000_000, BROKEN | SLOW, heavy=True),
    Bomb("pdf-no-xref-at-all", lambda: b"%PDF-1.4\n" + b"a" * 8_000_000, BROKEN | SLOW, heavy=True),
    Bomb("pdf-many-objects-no-xref", lambda: b"%PDF-1.4\n" + b"".join(b"%d 0 obj 0 endobj\n" % n for n in range(1, 300_000)), BROKEN | SLOW, heavy=True),
    Bomb("pdf-inline-image-without-end", lambda: make_pdf(HELLO + "BI /W 9 /H 9 ID " + "x" * 100_000), TEXT),
    Bomb("pdf-inline-images-again", lambda: make_pdf(HELLO + "BI /W 9 /H 9 ID x " * 20_000), TEXT | SLOW),
    Bomb("pdf-number-without-end", lambda: make_pdf("1" * 300_000 + " 0 Td " + HELLO), TEXT | BROKEN),
    Bomb("pdf-five-thousand-fonts", lambda: many_fonts(5_000), TEXT | SLOW, heavy=True),
    Bomb("pdf-scattered-letters", lambda: scattered(5_000), TEXT | SLOW, heavy=True),
    Bomb("pdf-many-scattered-letters", lambda: scattered(20_000), TEXT | SLOW, heavy=True),
    Bomb("pdf-notes-by-the-hundred-thousand", lambda: make_pdf(HELLO, page="/Annots[" + "10 0 R " * 100_000 + "]"), TEXT | LIMIT, heavy=True),
    # Numbers that are none.
    Bomb("pdf-page-larger-than-the-world", lambda: make_pdf(HELLO, page="/MediaBox[-1e308 -1e308 1e308 1e308]"), TEXT | BROKEN),
    Bomb("pdf-page-of-no-size", lambda: make_pdf(HELLO, page="/MediaBox[0 0 0 0]"), TEXT | NO_TEXT | BROKEN),
    Bomb("pdf-page-of-words", lambda: make_pdf(HELLO, page="/MediaBox(none)/Rotate/x/UserUnit(9)"), TEXT | BROKEN),
    Bomb("pdf-letters-at-infinity", lambda: make_pdf("BT /F1 1e300 Tf 1e300 Tc 1e300 Tw 1e300 Tz 1e300 TL 1e300 Ts 1e300 0 0 1e300 1e300 1e300 Tm (Hello) Tj [(a) -1e300 (b)] TJ ET " + HELLO), TEXT | NO_TEXT),
    Bomb("pdf-letters-of-no-size", lambda: make_pdf("0 0 0 0 0 0 cm " + HELLO), NO_TEXT | TEXT),
    # Names that lead elsewhere.
    Bomb("pdf-encoding-leads-out", lambda: with_font(font=TYPE0.replace("/Identity-H", "/..#2f..#2f..#2fetc#2fpasswd")), TEXT | NO_TEXT | BROKEN),
    Bomb("pdf-launches-things", lambda: make_pdf(HELLO, catalog="/OpenAction<</S/Launch/F(cmd.exe)>>/AA<</WC<</S/JavaScript/JS(app.alert(1))>>>>"), TEXT),
    Bomb("pdf-with-a-form-of-xfa", lambda: make_pdf(HELLO, catalog="/AcroForm<</XFA 50 0 R/Fields[]>>", objects={50: make_stream("<!DOCTYPE x SYSTEM 'file:///etc/passwd'><x/>")}), TEXT),
    Bomb("pdf-streams-in-other-files", lambda: with_stream(b"", "/F(/etc/passwd)/FFilter/FlateDecode"), NO_TEXT | BROKEN),
    Bomb("pdf-words-for-the-terminal", lambda: make_pdf(show("Hello \x1b[31m<script>alert(1)</script> =cmd|x \\202\\203")), TEXT),
    Bomb("pdf-half-a-surrogate", lambda: with_font(mapping="1 beginbfchar <0001> <D800> endbfchar"), TEXT | NO_TEXT),
    Bomb("pdf-bidi-in-a-map", lambda: with_font(mapping="1 beginbfchar <0001> <202E0041001B00070000> endbfchar"), TEXT),
    # Locks.
    Bomb("pdf-locked-for-owners", lambda: encrypted("", "owner"), TEXT),
    Bomb("pdf-locked-for-all", lambda: encrypted("secret", "owner"), LOCKED),
    Bomb("pdf-locked-by-nonsense", lambda: make_pdf(HELLO, trailer="/Encrypt<</Filter/Standard/V 99/R 99/O(x)/U(y)/P -1/Length 2147483647>>/ID[(a)(b)]"), LOCKED | BROKEN),
    Bomb("pdf-locked-by-its-page", lambda: make_pdf(HELLO, trailer="/Encrypt 10 0 R/ID[(a)(b)]"), LOCKED | BROKEN),
    Bomb("pdf-picture-only", lambda: make_pdf("q 600 0 0 700 0 0 cm /I Do Q", resources="/XObject<</I 100 0 R>>", objects={100: make_stream("x" * 99, "/Type/XObject/Subtype/Image/Width 9/Height 9/BitsPerComponent 8/ColorSpace/DeviceGray")}), NO_TEXT),
    Bomb("pdf-picture-of-two-billion-pixels", lambda: make_pdf(HELLO + "/I Do", resources="/XObject<</I 100 0 R>>", objects={100: make_stream(deflate(1 << 28), "/Type/XObject/Subtype/Image/Width 50000/Height 50000/BitsPerComponent 8/ColorSpace/DeviceRGB/Filter/FlateDecode")}), TEXT, heavy=True),
)
# fmt: on
