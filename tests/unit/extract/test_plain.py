"""Plain text stays as it is."""

from __future__ import annotations

import pytest
from reading import read

from ats_audit.errors import CorruptDocumentError, LimitExceededError, UnsupportedFormatError
from ats_audit.model import MediaType, ReadingKind, SectionKind

RESUME = "Jane Doe\r\n\r\nSUMMARY\r\nMonitor of trials.\r\n\r\nSkills:\r\nREDCap\tRave\r\n"


def test_text_is_the_files_own_to_the_last_code_point() -> None:
    document = read(RESUME.encode())
    assert document.text == RESUME
    assert {reading.text for reading in document.readings} == {RESUME}
    assert [reading.kind for reading in document.readings] == list(ReadingKind)
    assert document.words == ()
    assert document.pages is None


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_every_common_encoding_gives_the_same_text(encoding: str) -> None:
    text = "Résumé of Zoë, 2019–2024, “REDCap”"
    assert read(text.encode(encoding)).text == text


@pytest.mark.parametrize("content", [b"\x00\x01\x02" * 20, b"\x81\x8d" * 40, b"\xff\xd0\xbb" * 40, b"a\x1b\x01b" * 9])
def test_bytes_that_are_no_text_are_refused(content: bytes) -> None:
    with pytest.raises(UnsupportedFormatError, match="not text"):
        read(content)


def test_a_false_byte_order_mark_is_a_corrupt_file() -> None:
    with pytest.raises(CorruptDocumentError, match="UTF-16"):
        read(b"\xff\xfe\x00\xd8a")


def test_long_text_is_a_limit() -> None:
    with pytest.raises(LimitExceededError, match="10 characters"):
        read(b"x" * 11, characters=10)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("# Jane\n\ntext\n\n## Skills\n\nREDCap", MediaType.MARKDOWN),
        ("Jane\n====\n\n**CRA** since 2019", MediaType.MARKDOWN),
        ("Jane\n\n- REDCap\n- Rave", MediaType.TEXT),
        ("# 1 in sales\n", MediaType.TEXT),
    ],
)
def test_markdown_is_told_by_two_of_its_signs(text: str, kind: MediaType) -> None:
    assert read(text.encode()).media_type is kind


def test_sections_and_blocks_cover_the_text() -> None:
    document = read(RESUME.encode())
    kinds = [(section.kind, RESUME[section.heading_start : section.heading_end]) for section in document.full.sections]
    assert kinds == [(SectionKind.CONTACT, ""), (SectionKind.SUMMARY, "SUMMARY"), (SectionKind.SKILLS, "Skills:")]
    assert document.full.sections[-1].end == len(RESUME)
    assert [RESUME[block.start : block.end] for block in document.blocks] == [
        "Jane Doe",
        "SUMMARY\r\nMonitor of trials.",
        "Skills:\r\nREDCap\tRave",
    ]
