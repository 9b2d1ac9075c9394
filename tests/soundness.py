"""What holds of every document, wherever it comes from."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ats_audit.model import Document

DANGEROUS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
"""Characters that steer a terminal, turn the direction of text, or have no UTF-8."""


def assert_sound(document: Document) -> None:
    """Fail where spans are out of order or beyond the text, or a dangerous character is left."""
    for reading in document.readings:
        assert not DANGEROUS.search(reading.text)
        at = 0
        for section in reading.sections:
            assert at <= section.heading_start <= section.heading_end <= section.start <= section.end
            assert not reading.text[at : section.heading_start].strip()
            inner = section.start
            for entry in section.entries:
                assert inner <= entry.start <= entry.body <= entry.end <= section.end
                for span in (entry.title, entry.employer, entry.period):
                    assert span is None or entry.start <= span.start < span.end <= entry.end
                inner = entry.end
            at = section.end
        assert at == len(reading.text)
    at = 0
    for block in document.blocks:
        assert at <= block.start < block.end <= len(document.text)
        at = block.end
    at = 0
    for word in document.words:
        assert at <= word.start < word.end
        assert not re.search(r"\s", document.text[word.start : word.end])
        assert word.box.x0 <= word.box.x1
        assert word.box.y0 < word.box.y1
        at = word.end
