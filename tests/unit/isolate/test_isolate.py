"""Children that read documents: what goes over the pipe, and what happens when they die."""

from __future__ import annotations

import io
import os
import signal
import sys
import threading
from typing import Any

import pytest
from files import make_pdf

from ats_audit import extract
from ats_audit.errors import (
    DOCUMENT_ERRORS,
    CorruptDocumentError,
    EmptyDocumentError,
    ExtractionCrashError,
    ExtractionTimeoutError,
    LimitExceededError,
)
from ats_audit.isolate import IsolatedReader, _child, _reader
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
    read_frame,
    read_payload,
    write_frame,
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
    MediaType,
    PagePicture,
    Period,
    Reading,
    ReadingKind,
    Section,
    SectionKind,
    Span,
    Word,
    YearMonth,
)

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
        skipped=("pictures were not read",),
    )


class TestWire:
    def test_a_document_comes_back_as_it_went(self) -> None:
        stream = io.BytesIO()
        write_frame(stream, encode_document(document()))
        stream.seek(0)
        assert decode_document(read_frame(stream)) == document()

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
        ],
    )
    def test_what_is_no_frame_is_refused(self, content: bytes) -> None:
        with pytest.raises(BrokenPipeToChildError):
            read_frame(io.BytesIO(content))

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
        write_frame(stream, *encode_pictures(pictures))
        stream.seek(0)
        answer = read_frame(stream)
        assert decode_pictures(answer, read_payload(stream, answer)) == pictures

    @pytest.mark.parametrize("length", [-1, MAX_ANSWER_BYTES + 1, "3", 4])
    def test_a_payload_that_is_not_there_is_refused(self, length: object) -> None:
        with pytest.raises(BrokenPipeToChildError):
            read_payload(io.BytesIO(b"abc"), {"bytes": length})


class Pipe:
    """Standard input or output of a child, in memory."""

    def __init__(self, content: bytes = b"") -> None:
        self.buffer = io.BytesIO(content)


def served(monkeypatch: pytest.MonkeyPatch, *contents: bytes, task: str = EXTRACT) -> list[dict[str, Any]]:
    """What a child answers, run in this process without its resource limits."""
    requests = io.BytesIO()
    for content in contents:
        write_frame(requests, {"task": task, "limits": encode_limits(Limits())}, content)
    answers = Pipe()
    monkeypatch.setattr(sys, "stdin", Pipe(requests.getvalue()))
    monkeypatch.setattr(sys, "stdout", answers)
    monkeypatch.setattr(_child, "_forbid_files", lambda: None)
    monkeypatch.setattr(_child, "_arm", lambda limits: None)
    _child.main()
    answers.buffer.seek(0)
    return [read_frame(answers.buffer) for _ in range(len(contents) + 1)]


class TestChild:
    def test_a_child_says_that_it_is_ready_and_answers_each_document(self, monkeypatch: pytest.MonkeyPatch) -> None:
        ready, first, second = served(monkeypatch, RESUME, b"")
        assert ready == {"ready": os.getpid()}
        assert decode_document(first["document"]).text == RESUME.decode()
        assert isinstance(decode_error(second["error"]), EmptyDocumentError)

    def test_memory_that_runs_out_is_a_limit(self, monkeypatch: pytest.MonkeyPatch) -> None:
        def exhaust(content: bytes, *, limits: Limits) -> Document:
            raise MemoryError

        monkeypatch.setattr(extract, "extract_document", exhaust)
        _, answer = served(monkeypatch, RESUME)
        error = decode_error(answer["error"])
        assert isinstance(error, LimitExceededError)
        assert "1024 MiB" in error.message

    def test_a_child_draws_pages(self, monkeypatch: pytest.MonkeyPatch) -> None:
        _, answer = served(monkeypatch, make_pdf("BT /F1 12 Tf 72 700 Td (Jane) Tj ET"), task=DRAW)
        assert [picture["page"] for picture in answer["pictures"]] == [1]


class TestReader:
    def test_a_document_read_by_a_child_is_the_one_read_here(self) -> None:
        with IsolatedReader() as reader:
            there = reader.extract(RESUME, limits=Limits())
        assert there == extract.extract_document(RESUME, limits=Limits())

    def test_pages_drawn_by_a_child_are_those_drawn_here(self) -> None:
        pdf = make_pdf("BT /F1 12 Tf 72 700 Td (Jane) Tj ET", "BT /F1 12 Tf 72 700 Td (Example) Tj ET")
        with IsolatedReader() as reader:
            there = reader.draw(pdf, limits=Limits())
            assert reader.draw(RESUME, limits=Limits()) == ()
            with pytest.raises(CorruptDocumentError):
                reader.draw(b"%PDF-1.7\nnothing", limits=Limits())
        assert there == extract.draw_pages(pdf, limits=Limits())

    def test_a_failure_of_the_document_keeps_the_child(self) -> None:
        with IsolatedReader() as reader:
            reader.start()
            pid = reader._idle[0]._process.pid
            with pytest.raises(CorruptDocumentError):
                reader.extract(b"%PDF-1.7\nnothing", limits=Limits())
            assert reader.extract(RESUME, limits=Limits()).text
            assert reader._idle[0]._process.pid == pid

    def test_a_child_killed_while_idle_is_replaced(self) -> None:
        with IsolatedReader() as reader:
            reader.extract(RESUME, limits=Limits())
            process = reader._idle[0]._process
            os.kill(process.pid, signal.SIGKILL)
            process.wait()
            assert reader.extract(RESUME, limits=Limits()).text == RESUME.decode()

    def test_a_child_that_dies_on_a_document_is_a_crash_and_the_next_is_read(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        with IsolatedReader() as reader:
            with monkeypatch.context() as patch:
                patch.setattr(_reader, "_BOOT", BOOT.replace("ACT", "os._exit(7)"))
                with pytest.raises(ExtractionCrashError):
                    reader.extract(RESUME, limits=Limits())
            assert reader.extract(RESUME, limits=Limits()).text == RESUME.decode()

    def test_a_child_that_hangs_is_killed_and_the_next_is_read(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(_reader, "GRACE_SECONDS", 0.1)
        with IsolatedReader() as reader:
            with monkeypatch.context() as patch:
                patch.setattr(_reader, "_BOOT", BOOT.replace("ACT", "threading.Event().wait()"))
                with pytest.raises(ExtractionTimeoutError, match=r"longer than 0\.2 seconds"):
                    reader.extract(RESUME, limits=Limits(seconds=0.2))
            monkeypatch.setattr(_reader, "GRACE_SECONDS", 5)
            assert reader.extract(RESUME, limits=Limits()).text == RESUME.decode()

    def test_a_child_that_hogs_memory_meets_its_limit(self, monkeypatch: pytest.MonkeyPatch) -> None:
        boot = BOOT.replace("ACT", "_child._arm(decode_limits(request['limits'])); x = bytearray(3 << 30)")
        monkeypatch.setattr(_reader, "_BOOT", boot)
        with IsolatedReader() as reader, pytest.raises(ExtractionCrashError):
            reader.extract(RESUME, limits=Limits())

    def test_a_child_is_replaced_after_its_share_of_documents(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(_reader, "DOCUMENTS_PER_CHILD", 2)
        with IsolatedReader() as reader:
            reader.extract(RESUME, limits=Limits())
            assert len(reader._idle) == 1
            reader.extract(RESUME, limits=Limits())
            assert reader._idle == []

    def test_two_slots_serve_two_threads(self) -> None:
        texts: list[str] = []
        with IsolatedReader(slots=2) as reader:
            threads = [
                threading.Thread(target=lambda: texts.append(reader.extract(RESUME, limits=Limits()).text))
                for _ in range(4)
            ]
            for thread in threads:
                thread.start()
            for thread in threads:
                thread.join()
            assert len(reader._idle) <= 2
        assert texts == [RESUME.decode()] * 4

    def test_closing_ends_the_children(self) -> None:
        reader = IsolatedReader()
        reader.extract(RESUME, limits=Limits())
        process = reader._idle[0]._process
        reader.close()
        assert process.returncode is not None
        reader.close()

    def test_after_a_fork_the_children_are_left_to_the_parent(self) -> None:
        with IsolatedReader() as reader:
            reader.extract(RESUME, limits=Limits())
            theirs = reader._idle[0]
            reader._pid = -1
            reader.close()
            assert theirs.is_alive()
            reader._own()
            assert reader._idle == []
            theirs.kill()

    def test_no_slots_are_refused(self) -> None:
        with pytest.raises(ValueError, match="at least 1"):
            IsolatedReader(slots=0)

    def test_the_environment_of_the_parent_does_not_reach_the_child(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("SECRET_TOKEN", "x")
        boot = BOOT.replace("ACT", "write_frame(sys.stdout.buffer, {'document': None, 'env': sorted(os.environ)})")
        monkeypatch.setattr(_reader, "_BOOT", boot)
        child = _reader._Child()
        answer, _ = child.ask(EXTRACT, RESUME, Limits())
        child.kill()
        assert "LANG" in answer["env"]
        assert "SECRET_TOKEN" not in answer["env"]


BOOT = """
import os, sys, threading
sys.path.insert(0, sys.argv[1])
from ats_audit.isolate import _child
from ats_audit.isolate._wire import decode_limits, read_exactly, read_frame, write_frame
write_frame(sys.stdout.buffer, {"ready": 1})
request = read_frame(sys.stdin.buffer)
read_exactly(sys.stdin.buffer, request["bytes"])
ACT
"""
