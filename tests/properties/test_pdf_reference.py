"""Our reading of PDF syntax beside pdfminer's own, which is slow and obvious: what both accept is equal."""

from __future__ import annotations

from typing import Any

from files import make_pdf, make_stream, show
from hypothesis import given, settings
from hypothesis import strategies as st
from pdfminer.pdfdocument import PDFDocument
from pdfminer.pdfparser import PDFParser
from pdfminer.pdftypes import PDFObjRef, PDFStream
from pdfminer.psparser import PSLiteral

from ats_audit.extract._budget import Budget
from ats_audit.extract._pdf_objects import open_pdf
from ats_audit.model import Limits

NAME = st.text("abcXYZ019-_.", min_size=1, max_size=6)
OBJECT = st.recursive(
    st.integers(-(10**9), 10**9)
    | st.floats(-(10**4), 10**4).map(lambda number: round(number, 3))
    | st.booleans()
    | st.binary(max_size=12)
    | NAME.map(PSLiteral)
    | st.integers(1, 999).map(lambda number: PDFObjRef(None, number)),
    lambda inner: st.lists(inner, max_size=5) | st.dictionaries(NAME, inner, max_size=5),
    max_leaves=14,
)
BLANK = st.sampled_from([b" ", b"\n", b"\r\n", b"\t", b"\x0c", b" % a remark (\n", b"\r"])


def write(value: Any, blank: bytes) -> bytes:  # noqa: PLR0911 - one line for each kind of object
    if isinstance(value, bool):
        return b"true" if value else b"false"
    if isinstance(value, PSLiteral):
        return b"/" + str(value.name).encode()
    if isinstance(value, PDFObjRef):
        return b"%d%s0%sR" % (value.objid, blank, blank)
    if isinstance(value, list):
        return b"[" + blank.join(write(one, blank) for one in value) + b"]"
    if isinstance(value, dict):
        inner = blank.join(b"/" + key.encode() + blank + write(one, blank) for key, one in value.items())
        return b"<<" + inner + blank + b">>"
    if isinstance(value, bytes):
        # Half of the strings in brackets, with what has to be escaped, half as digits.
        if len(value) % 2:
            return b"<" + value.hex().encode() + b">"
        return (
            b"("
            + value.replace(b"\\", rb"\\").replace(b"(", rb"\(").replace(b")", rb"\)").replace(b"\r", rb"\r")
            + b")"
        )
    return f"{value:.3f}".encode() if isinstance(value, float) else str(value).encode()


def plain(value: Any) -> Any:
    """The object with references and names as tuples, which compare by what they say."""
    if isinstance(value, PDFObjRef):
        return ("R", value.objid)
    if isinstance(value, PSLiteral):
        return ("/", value.name)
    if isinstance(value, PDFStream):
        return ("stream", plain(value.attrs), value.get_data())
    if isinstance(value, list):
        return [plain(one) for one in value]
    return {key: plain(one) for key, one in value.items()} if isinstance(value, dict) else value


def stock(content: bytes) -> PDFDocument:
    import io

    return PDFDocument(PDFParser(io.BytesIO(content)))


def ours(content: bytes) -> PDFDocument:
    return open_pdf(content, Budget(Limits(seconds=60)))


@settings(max_examples=120)
@given(st.lists(OBJECT, min_size=1, max_size=6), BLANK)
def test_objects_come_out_as_pdfminer_reads_them(values: list[Any], blank: bytes) -> None:
    content = make_pdf(show("x"), objects={100 + at: write(value, blank) for at, value in enumerate(values)})
    one, other = ours(content), stock(content)
    for at, value in enumerate(values):
        if isinstance(value, PDFObjRef):
            continue
        assert plain(one.getobj(100 + at)) == plain(other.getobj(100 + at)) == plain(value)


@settings(max_examples=60)
@given(
    st.lists(OBJECT.filter(lambda one: not isinstance(one, PDFObjRef)), min_size=1, max_size=6), BLANK, st.booleans()
)
def test_objects_in_streams_come_out_as_pdfminer_reads_them(values: list[Any], blank: bytes, deflate: bool) -> None:  # noqa: FBT001
    bodies = [write(value, blank) for value in values]
    places = [sum(len(body) + 1 for body in bodies[:at]) for at in range(len(bodies))]
    head = b" ".join(b"%d %d" % (200 + at, place) for at, place in enumerate(places)) + b" "
    packed = make_stream(head + b"\n".join(bodies), f"/Type/ObjStm/N {len(bodies)}/First {len(head)}", deflate=deflate)
    content = make_pdf(show("x"), objects={90: packed})
    one, other = ours(content), stock(content)
    for document in (one, other):
        document.xrefs[0].offsets.update({200 + at: (90, at, 0) for at in range(len(values))})  # type: ignore[attr-defined]
    for at, value in enumerate(values):
        assert plain(one.getobj(200 + at)) == plain(other.getobj(200 + at)) == plain(value)


@settings(max_examples=60)
@given(st.binary(max_size=200), st.sampled_from([b"\n", b"\r\n"]))
def test_streams_come_out_whole(data: bytes, end: bytes) -> None:
    body = b"<</Length %d/A[1 2 0 R]>>stream" % len(data) + end + data + b"\nendstream"
    content = make_pdf(show("x"), objects={100: body})
    assert plain(ours(content).getobj(100)) == plain(stock(content).getobj(100))


@settings(max_examples=60)
@given(st.integers(0, 400), st.binary(max_size=60).filter(lambda data: b"endstream" not in data))
def test_a_false_length_gives_way_to_the_end_of_the_stream(length: int, data: bytes) -> None:
    body = b"<</Length %d>>stream\n" % length + data + b"\nendstream"
    found = plain(ours(make_pdf(show("x"), objects={100: body})).getobj(100))
    assert found[2].rstrip() == data.rstrip() or length == len(data)
