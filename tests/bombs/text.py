"""Hostile plain text and Markdown: lines without end, and words that every later step looks at twice."""

from __future__ import annotations

from bombs.kinds import CORRUPT, EMPTY, FOREIGN, LIMIT, SLOW, TEXT, Bomb

MOST = 390_000
"""Just within the limit of characters."""

# fmt: off
TEXT_BOMBS: tuple[Bomb, ...] = (
    Bomb("text-of-blanks", lambda: b" \n\t" * 100_000, EMPTY),
    Bomb("text-of-nothing-but-lines", lambda: b"\n" * MOST + b"x", TEXT, heavy=True),
    Bomb("text-in-one-line", lambda: b"Hello there " * (MOST // 12), TEXT),
    Bomb("text-of-two-megabytes", lambda: b"Hello there\n" * 170_000, LIMIT),
    Bomb("text-of-headings", lambda: b"Experience\n\n" * (MOST // 12), TEXT | SLOW, heavy=True),
    Bomb("text-of-marked-headings", lambda: b"# Skills\n" * (MOST // 9), TEXT | SLOW, heavy=True),
    Bomb("text-of-dates", lambda: b"EXPERIENCE\n" + b"Monitor, Acme Trials, 2014 - 2020\n" * (MOST // 40), TEXT, heavy=True),
    Bomb("text-of-dates-in-one-line", lambda: b"EXPERIENCE\n" + b"2014 - 2020 " * (MOST // 13), TEXT, heavy=True),
    Bomb("text-of-half-dates", lambda: b"EXPERIENCE\n" + b"expected september 30th, " * (MOST // 26) + b"2014\n", TEXT),
    Bomb("text-of-separators", lambda: b"EDUCATION\nMSc 2019" + b" - , | " * (MOST // 8) + b"\n", TEXT),
    Bomb("text-of-spaced-letters", lambda: b"S K I L L S " * (MOST // 13), TEXT),
    Bomb("text-of-opened-brackets", lambda: b"(" * MOST, TEXT),
    Bomb("text-of-marks", lambda: b"**a [b](c " * (MOST // 11), TEXT),
    Bomb("text-for-the-terminal", lambda: b"Hello \x1b[31mthere\x1b]0;title\x07 " + b"plain words " * 60, TEXT),
    Bomb("text-turned-round", lambda: "Hello \u202ereht\u202c \u2066there\u2069 \ufeff".encode() * 20, TEXT),
    Bomb("text-in-broken-utf-16", lambda: b"\xff\xfe" + "Hello".encode("utf-16-le") + b"\x00\xd8", CORRUPT),
    Bomb("text-of-nulls", lambda: b"Hello\x00there" * 900, FOREIGN),
    Bomb("text-with-half-a-surrogate", lambda: b"Hello \xed\xa0\x80 there", TEXT | FOREIGN),
)
# fmt: on
