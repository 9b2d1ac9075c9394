"""Files made to break a reader, each built afresh from a few lines: `BOMBS` by name."""

from __future__ import annotations

from bombs.docx import DOCX_BOMBS
from bombs.kinds import Bomb
from bombs.pdf import PDF_BOMBS
from bombs.text import TEXT_BOMBS

BOMBS: dict[str, Bomb] = {bomb.name: bomb for bomb in (*PDF_BOMBS, *DOCX_BOMBS, *TEXT_BOMBS)}

__all__ = ["BOMBS", "Bomb"]
