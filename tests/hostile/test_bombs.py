"""The generator's files: text, or exactly one typed error, from a reader with 1 GiB and its seconds."""

from __future__ import annotations

import logging
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from bombs import BOMBS, Bomb
from commands import call
from files import make_docx, make_pdf, p, show
from soundness import DANGEROUS, assert_sound

from ats_audit.errors import DocumentError
from ats_audit.extract import extract_document, extract_text
from ats_audit.isolate import IsolatedReader
from ats_audit.model import Limits

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

GOOD = make_pdf(show("A sound résumé"))
PRIVATE = ("Hello", "there")
"""Words of the files that no message may hold."""

ALL = [pytest.param(bomb, id=bomb.name, marks=[pytest.mark.slow] if bomb.heavy else []) for bomb in BOMBS.values()]
FOR_THE_COMMAND = (
    "pdf-root-is-itself",
    "pdf-deflated-twice",
    "pdf-form-tree",
    "pdf-widths-of-many-ranges",
    "pdf-words-for-the-terminal",
    "pdf-string-without-end",
    "docx-document-of-lies",
    "docx-billion-laughs",
    "docx-diagrams-of-diagrams",
    "docx-words-for-the-terminal",
    "text-for-the-terminal",
    "text-of-dates",
)


@pytest.fixture(scope="module")
def reader() -> Iterator[IsolatedReader]:
    with IsolatedReader() as reader:
        yield reader


@pytest.mark.parametrize("bomb", ALL)
def test_a_bomb_is_text_or_the_one_right_error(bomb: Bomb, reader: IsolatedReader) -> None:
    try:
        document = reader.extract(bomb.make(), limits=Limits())
    except DocumentError as error:
        outcome, message = error.code, error.message + error.hint
        assert not any(word in message for word in PRIVATE)
        assert "Traceback" not in message
    else:
        outcome = "text"
        assert document.text.strip()
        assert_sound(document)
    assert outcome in bomb.outcomes
    assert reader.extract(GOOD, limits=Limits()).text == "A sound résumé"


def test_there_are_enough_bombs_with_names_of_their_own() -> None:
    assert len(BOMBS) >= 200
    assert all(bomb.outcomes for bomb in BOMBS.values())


@pytest.mark.slow
@pytest.mark.parametrize("name", FOR_THE_COMMAND)
def test_the_command_answers_a_bomb_in_one_line(name: str, tmp_path: Path) -> None:
    path = tmp_path / "resume"
    path.write_bytes(BOMBS[name].make())
    ended = call(path, "--role", "cra", "--format", "json", TMPDIR=str(tmp_path))
    assert "Traceback" not in ended.err
    assert not DANGEROUS.search(ended.out + ended.err)
    if ended.code == 0:
        assert "text" in BOMBS[name].outcomes
        assert ended.out.startswith("{")
    else:
        assert ended.code == 3
        assert ended.out == ""
        assert len(ended.err.splitlines()) <= 2
    assert [found.name for found in tmp_path.iterdir()] == ["resume"]


SAID = """
import logging, sys
logging.basicConfig(level=logging.DEBUG, stream=sys.stderr)
from ats_audit.extract import extract_document
from ats_audit.errors import DocumentError
for content in sys.argv[1:]:
    try:
        extract_document(bytes.fromhex(content))
    except DocumentError as error:
        logging.getLogger("test").error("%s %s", error, error.hint)
"""


def test_nothing_of_a_resume_is_logged_even_at_debug() -> None:
    broken = make_pdf(show("Lindqvist")).replace(b"endobj", b"endxxx", 3)
    contents = [make_pdf(show("Lindqvist")), broken, make_docx(p("Lindqvist")), make_docx(p("Lindqvist"))[:500]]
    ended = subprocess.run(
        [sys.executable, "-c", SAID, *(content.hex() for content in contents)],
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    assert "Lindqvist" not in ended.stdout + ended.stderr
    assert "pdfminer" not in ended.stderr


def test_loggers_of_others_are_left_as_they_were(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG):
        extract_document(make_pdf(show("Lindqvist")))
        logging.getLogger("somebody.else").debug("heard")
    assert [record.message for record in caplog.records] == ["heard"]


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("a\x1b[31mb", "a\ufffd[31mb"),
        ("a\u202eb\u2069", "a\u200bb\u200b"),
        ("a\ud800b", "a\ufffdb"),
        ("a\x9bb\x07", "a\ufffdb\ufffd"),
        ("a\x0cb\x85c", "a\nb\nc"),
        ("a\tb\r\nc", "a\tb\r\nc"),
    ],
)
def test_what_steers_a_terminal_is_replaced_one_for_one(written: str, read: str) -> None:
    assert extract_text(written).text == read
    assert len(read) == len(written)
