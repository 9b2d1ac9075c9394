"""The tokenizer of content streams."""

from __future__ import annotations

from typing import Any

import pytest

from ats_audit.extract._pdf_tokens import iter_operations


def operations(data: bytes) -> list[tuple[bytes, list[Any]]]:
    return [(operator, list(operands)) for operator, operands in iter_operations(data)]


@pytest.mark.parametrize(
    ("written", "operand"),
    [
        (b"12", 12.0),
        (b"-.5", -0.5),
        (b"+3.", 3.0),
        (b"--7", -7.0),
        (b"1.2.3", 1.2),
        (b"5-3", 5.0),
        (b"+-", 0.0),
        (b"(plain)", b"plain"),
        (b"()", b""),
        (rb"(a\)b)", b"a)b"),
        (rb"(\101\53\7)", b"A+\x07"),
        (
            rb"(line\
on)",
            b"lineon",
        ),
        (b"(a\r\nb\rc)", b"a\nb\nc"),
        (rb"(\n\q)", b"\nq"),
        (b"(one (two) three)", b"one (two) three"),
        (b"(a (b (c (d) e)))", b"a (b (c (d) e))"),
        (b"<48 656C6c 6f>", b"Hello"),
        (b"<487>", b"Hp"),
        (b"/Name", "Name"),
        (b"/A#20B", "A B"),
        (b"/\xe9", "é"),
        (b"[1 (x) /N]", [1.0, b"x", "N"]),
        (b"[[1] [2]]", [[1.0], [2.0]]),
        (b"<</K (v) /L [1]>>", {"K": b"v", "L": [1.0]}),
    ],
)
def test_operands_are_read(written: bytes, operand: object) -> None:
    assert operations(written + b" op") == [(b"op", [operand])]


def test_comments_and_stray_brackets_are_left_out() -> None:
    assert operations(b"1 % two\n 3 x ] >> } y") == [(b"x", [1.0, 3.0]), (b"y", [])]


def test_a_zero_byte_is_a_blank() -> None:
    assert operations(b"1\x002\x00m /N\x003\x00x (a)\x00Tj") == [
        (b"m", [1.0, 2.0]),
        (b"x", ["N", 3.0]),
        (b"Tj", [b"a"]),
    ]


def test_operators_in_quotes_and_stars_are_operators() -> None:
    assert [operator for operator, _ in operations(b"(a)' T* (b)\" f*")] == [b"'", b"T*", b'"', b"f*"]


def test_an_inline_image_is_one_operation() -> None:
    data = b"q BI /W 2 /H 2 ID \x00EI\xff( EI Q (after) Tj"
    assert operations(data) == [(b"q", []), (b"BI", []), (b"EI", ["W", 2.0, "H", 2.0]), (b"Q", []), (b"Tj", [b"after"])]


@pytest.mark.parametrize("data", [b"(never closed", b"BI ID never ends", b"(" * 100_000, b"[" * 100_000, b"<<" * 1000])
def test_what_never_ends_ends_with_the_data(data: bytes) -> None:
    assert len(operations(b"1 a " + data)) <= 3


def test_operands_without_an_operator_do_not_pile_up() -> None:
    assert len(operations(b"1 " * 10_000 + b"op")[0][1]) < 1_000
