"""Children that read documents: what goes over the pipe, and what happens when they die."""

from __future__ import annotations

import io
import os
import pickle
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from actors import play
from files import make_docx, make_pdf

from ats_audit import extract
from ats_audit.errors import (
    DOCUMENT_ERRORS,
    CorruptDocumentError,
    EmptyDocumentError,
    ExtractionCrashError,
    ExtractionTimeoutError,
    LimitExceededError,
    UnsupportedFormatError,
)
from ats_audit.isolate import (
    IsolatedReader,
    _child,
    unpack_document,
)
from ats_audit.isolate._wire import (
    DRAW,
    EXTRACT,
    HEADER,
    MAX_ANSWER_BYTES,
    BrokenPipeToChildError,
    decode_document,
    decode_error,
    decode_limits,
    decode_pictures,
    encode_document,
    encode_error,
    encode_limits,
    encode_pictures,
    read_message,
    write_message,
)
from ats_audit.model import (
    Block,
    BlockKind,
    Box,
    Document,
    Entry,
    Fact,
    FactKind,
    Limits,
    Link,
    MediaType,
    PagePicture,
    Period,
    Reading,
    ReadingKind,
    Remark,
    Section,
    SectionKind,
    SectionLines,
    Span,
    Word,
    YearMonth,
)

if TYPE_CHECKING:
    from collections.abc import Callable

SAMPLES = Path(__file__).parents[3] / "samples"
RESUME = b"Jane Example\nSkills\nREDCap, Medidata Rave\n"
ENTRIES = (
    Entry(start=7, body=9, end=10, title=Span(7, 8), employer=Span(8, 9)),
    Entry(
        start=10,
        body=13,
        end=13,
        period=Period(start=10, end=12, first=YearMonth(2019, 3), last=YearMonth(2021), expected=True),
    ),
    Entry(start=13, body=13, end=13, period=Period(start=13, end=13, first=None, last=None)),
)


def document() -> Document:
    readings = tuple(
        Reading(
            kind=kind,
            text="Skills\nREDCap",
            sections=(
                Section(kind=SectionKind.SKILLS, heading_start=0, heading_end=6, start=7, end=13, entries=ENTRIES),
            ),
        )
        for kind in ReadingKind
    )
    return Document(
        sha256="0" * 64,
        media_type=MediaType.PDF,
        reader="pdfminer.six",
        pages=1,
        readings=readings,
        blocks=(
            Block(start=0, end=6, kind=BlockKind.BODY, page=1, box=Box(1.0, 2.0, 3.5, 4.25)),
            Block(start=7, end=13, kind=BlockKind.TABLE),
        ),
        words=(Word(0, 6, 1, Box(1.0, 2.0, 3.5, 4.25)), Word(7, 13, 1, Box(1.0, 5.0, 3.5, 7.1))),
        facts=(Fact(kind=FactKind.HIDDEN_TEXT, count=7, page=1), Fact(kind=FactKind.TABLE, count=1, start=7, end=13)),
        links=(
            Link(target="https://example.com/é", page=1, start=0, end=6),
            Link(target="mailto:jo@example.com"),
        ),
        skipped=("pictures were not read",),
    )


class TestWire:
    def test_a_document_comes_back_as_it_went(self) -> None:
        stream = io.BytesIO()
        write_message(stream, {}, encode_document(document()))
        stream.seek(0)
        assert decode_document(read_message(stream)[1]) == document()

    def test_a_reading_that_says_something_else_comes_back_too(self) -> None:
        full, *others = document().readings
        other = replace(document(), readings=(full, replace(others[0], text="REDCap Skills"), others[1]))
        assert decode_document(encode_document(other)) == other

    def test_a_text_that_is_read_the_same_three_times_is_sent_once(self) -> None:
        assert encode_document(document()).count(b"REDCap") == 1

    def test_a_document_that_came_over_is_sent_on_as_it_came(self) -> None:
        packed = encode_document(document())
        assert encode_document(decode_document(packed)) == packed

    def test_words_behave_as_the_tuple_that_they_were(self) -> None:
        first, second = document().words
        words = decode_document(encode_document(document())).words
        assert [words[0], words[-1], *words[:1], *words] == [first, second, first, first, second]
        assert (first, second) == words
        assert not words == document().words[:1]  # noqa: SIM201 # it is the equality that is tested
        assert words.__eq__([first, second]) is NotImplemented
        assert hash(words) == hash((first, second))
        assert repr(words) == repr((first, second))
        assert pickle.loads(pickle.dumps(words)) == words  # noqa: S301 # users cache reports so
        for place in (2, -3):
            with pytest.raises(IndexError):
                _ = words[place]

    @pytest.mark.parametrize("kind", DOCUMENT_ERRORS)
    def test_every_failure_comes_back_as_it_went(self, kind: type[Any]) -> None:
        back = decode_error(encode_error(kind("what", hint="do")))
        assert (type(back), back.message, back.hint) == (kind, "what", "do")

    def test_limits_come_back_as_they_went(self) -> None:
        limits = Limits(pages=3, seconds=1.5)
        assert decode_limits(encode_limits(limits)) == limits

    @pytest.mark.parametrize(
        "content",
        [
            b"",
            b"\0\0",
            HEADER.pack(10) + b"{}",
            HEADER.pack(2) + b"[]",
            HEADER.pack(3) + b"nul",
            HEADER.pack(MAX_ANSWER_BYTES + 1),
            HEADER.pack(100_000) + b"[" * 100_000,
            HEADER.pack(2) + b"{}",
            HEADER.pack(12) + b'{"bytes":-1}',
            HEADER.pack(13) + b'{"bytes":"1"}',
            HEADER.pack(11) + b'{"bytes":2}' + b"x",
        ],
    )
    def test_what_is_no_frame_is_refused(self, content: bytes) -> None:
        with pytest.raises(BrokenPipeToChildError):
            read_message(io.BytesIO(content))

    @pytest.mark.parametrize(
        "change",
        [
            lambda packed: b"",
            lambda packed: packed[:-1],
            lambda packed: packed[:100],
            lambda packed: packed.replace(b"application/pdf", b"application/xml"),
            lambda packed: packed.replace(b'"stream",0', b'"stream",9'),
            lambda packed: packed.replace(b'"pages":1', b'"pagez":1'),
            lambda packed: packed.replace(b'"facts"', b'"factz"'),
        ],
    )
    def test_what_is_no_document_is_refused(self, change: Callable[[bytes], bytes]) -> None:
        with pytest.raises(BrokenPipeToChildError):
            decode_document(change(encode_document(document())))

    def test_pictures_come_back_as_they_went(self) -> None:
        pictures = tuple(
            PagePicture(
                page=page,
                points_wide=612.0,
                points_high=792.5,
                pixels_wide=2,
                pixels_high=3,
                media_type="image/png",
                content=content,
            )
            for page, content in enumerate((b"one", b"", b"three"), start=1)
        )
        stream = io.BytesIO()
        write_message(stream, *encode_pictures(pictures))
        stream.seek(0)
        assert decode_pictures(*read_message(stream)) == pictures

    def test_what_is_no_picture_is_refused(self) -> None:
        with pytest.raises(BrokenPipeToChildError):
            decode_pictures({"pictures": [{"content": 1}]}, b"x")


def served(monkeypatch: pytest.MonkeyPatch, *contents: bytes, task: str = EXTRACT) -> list[dict[str, Any]]:
    """What a child answers, run in this process without its resource limits."""
    requests, answers = io.BytesIO(), io.BytesIO()
    for content in contents:
        write_message(requests, {"task": task, "limits": encode_limits(Limits())}, content)
    requests.seek(0)
    monkeypatch.setattr(_child, "_arm", lambda limits: None)
    _child.serve(requests, answers)
    answers.seek(0)
    found = []
    for _ in contents:
        answer, payload = read_message(answers)
        found.append(answer or {"document": decode_document(payload)})
    return found


class TestChild:
    def test_a_child_answers_each_document(self, monkeypatch: pytest.MonkeyPatch) -> None:
        first, second = served(monkeypatch, RESUME, b"")
        assert first["document"].text == RESUME.decode()
        assert isinstance(decode_error(second["error"]), EmptyDocumentError)

    def test_memory_that_runs_out_is_a_limit(self, monkeypatch: pytest.MonkeyPatch) -> None:
        def exhaust(content: bytes, *, limits: Limits, partial: bool) -> Document:
            raise MemoryError

        monkeypatch.setattr(extract, "extract_document", exhaust)
        (answer,) = served(monkeypatch, RESUME)
        error = decode_error(answer["error"])
        assert isinstance(error, LimitExceededError)
        assert "512 MiB" in error.message

    def test_a_child_draws_pages(self, monkeypatch: pytest.MonkeyPatch) -> None:
        (answer,) = served(monkeypatch, make_pdf("BT /F1 12 Tf 72 700 Td (Jane) Tj ET"), task=DRAW)
        assert [picture["page"] for picture in answer["pictures"]] == [1]


class TestReader:
    def test_a_document_read_by_a_child_is_the_one_read_here(self) -> None:
        with IsolatedReader() as reader:
            for path in (SAMPLES / "cra-strong.pdf", SAMPLES / "cra-strong.docx", SAMPLES / "cra-strong.txt"):
                there = reader.extract(path.read_bytes(), limits=Limits())
                assert there == extract.extract_document(path.read_bytes(), limits=Limits())

    def test_pages_drawn_by_a_child_are_those_drawn_here(self) -> None:
        pdf = make_pdf("BT /F1 12 Tf 72 700 Td (Jane) Tj ET", "BT /F1 12 Tf 72 700 Td (Example) Tj ET")
        with IsolatedReader() as reader:
            there = reader.draw(pdf, limits=Limits())
            assert reader.draw(RESUME, limits=Limits()) == ()
            with pytest.raises(CorruptDocumentError):
                reader.draw(b"%PDF-1.7\nnothing", limits=Limits())
        assert there == extract.draw_pages(pdf, limits=Limits())

    def test_what_a_child_writes_is_what_is_written_here(self) -> None:
        word = make_docx("<w:p><w:r><w:t>Jane Example, CRA</w:t></w:r></w:p>")
        section = SectionLines(heading="Skills", lines=(("Platforms", "REDCap"),))
        remarks = (Remark(text="one", span=(0, 4)), Remark(text="two", span=None))
        with IsolatedReader() as reader:
            assert reader.write_section(word, section, limits=Limits()) == extract.write_section(word, section)
            assert reader.write_remarks(word, remarks, limits=Limits()) == extract.write_remarks(word, remarks)
            with pytest.raises(UnsupportedFormatError):
                reader.write_section(RESUME, section, limits=Limits())

    def test_a_failure_of_the_document_keeps_the_child(self) -> None:
        with IsolatedReader() as reader:
            reader.start()
            pid = reader._pool._idle[0].pid
            with pytest.raises(CorruptDocumentError):
                reader.extract(b"%PDF-1.7\nnothing", limits=Limits())
            packed = reader.extract_packed(RESUME, limits=Limits())
            assert unpack_document(packed) == extract.extract_document(RESUME)
            assert reader._pool._idle[0].pid == pid

    @pytest.mark.parametrize(
        ("error", "act"),
        [
            (ExtractionCrashError, "os._exit(7)"),
            (ExtractionCrashError, "write_message(answers, {}, b'x')"),
            (ExtractionCrashError, "write_message(answers, {'error': {'code': 'x'}})"),
            (ExtractionCrashError, "answers.write(b'no frame')"),
            (ExtractionTimeoutError, "threading.Event().wait()"),
            (ExtractionTimeoutError, "_child._arm(Limits(seconds=-2))\nwhile True: pass"),
        ],
    )
    def test_a_child_that_fails_on_a_document_is_said_so(
        self, error: type[Exception], act: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        with IsolatedReader() as reader:
            play(reader._pool, act, tmp_path, monkeypatch)
            with pytest.raises(error):
                reader.extract(RESUME, limits=Limits(seconds=0.3))

    def test_a_child_that_hogs_memory_meets_its_limit(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        with IsolatedReader() as reader:
            play(reader._pool, "_child._arm(Limits()); x = bytearray(3 << 30)", tmp_path, monkeypatch)
            with pytest.raises(ExtractionCrashError):
                reader.extract(RESUME, limits=Limits())

    def test_a_reader_can_be_used_again_after_it_was_closed(self) -> None:
        reader = IsolatedReader()
        assert reader.extract(RESUME, limits=Limits()).text
        process = reader._pool._idle[0]
        reader.close()
        assert not process.is_alive()
        assert reader.extract(RESUME, limits=Limits()).text
        reader.close()
        reader.close()


PRELUDE = """
import os, sys, threading
from ats_audit.isolate import IsolatedReader
from ats_audit.model import Limits
RESUME = b"Jane Example\\nSkills\\nREDCap"
reader = IsolatedReader(slots=2)
def read(): return reader.extract(RESUME, limits=Limits()).text.encode()
"""


def run_alone(code: str) -> str:
    """The output of *code*, which must end well, in a process of its own."""
    program = PRELUDE + code
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.mark.skipif(not hasattr(os, "fork"), reason="the system does not fork")
class TestForks:
    def test_a_forked_process_has_children_of_its_own_and_leaves_its_parents_alone(self) -> None:
        output = run_alone("""
assert read() == RESUME
mine = reader._pool._idle[0].pid
pid = os.fork()
if pid == 0:
    assert reader._pool._idle == []
    assert read() == RESUME
    assert reader._pool._idle[0].pid != mine
    reader.close()
    os._exit(0)
assert os.waitpid(pid, 0)[1] == 0
assert read() == RESUME and reader._pool._idle[0].pid == mine
reader.close()
print("well")
""")
        assert output == "well\n"

    def test_a_fork_in_the_midst_of_reading_finds_no_lock_held(self) -> None:
        output = run_alone("""
threads = [threading.Thread(target=lambda: [read() for _ in range(20)]) for _ in range(3)]
for thread in threads: thread.start()
for _ in range(5):
    pid = os.fork()
    if pid == 0:
        assert read() == RESUME
        os._exit(0)
    assert os.waitpid(pid, 0)[1] == 0
for thread in threads: thread.join()
reader.close()
print("well")
""")
        assert output == "well\n"

    def test_a_daemonic_process_of_multiprocessing_can_read(self) -> None:
        output = run_alone("""
import multiprocessing
def task(queue): queue.put(read())
context = multiprocessing.get_context("fork")
queue = context.Queue()
process = context.Process(target=task, args=(queue,), daemon=True)
process.start()
assert queue.get(timeout=30) == RESUME
process.join()
print("well")
""")
        assert output == "well\n"

    def test_children_end_with_the_process_that_started_them(self) -> None:
        pid = int(run_alone("read(); print(reader._pool._idle[0].pid, flush=True); os._exit(0)"))
        for _ in range(100):
            if not Path(f"/proc/{pid}").exists():
                break
            time.sleep(0.1)
        assert not Path(f"/proc/{pid}").exists()
