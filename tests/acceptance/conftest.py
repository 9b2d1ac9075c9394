"""One invented résumé in three kinds of file."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from commands import write_docx, write_pdf, write_txt

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(scope="session")
def resumes(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The résumé as "txt", "docx" and "pdf"."""
    folder = tmp_path_factory.mktemp("résumés of Marta")
    writers = {"txt": write_txt, "docx": write_docx, "pdf": write_pdf}
    for suffix, write in writers.items():
        write(folder / f"resume.{suffix}")
    return {suffix: folder / f"resume.{suffix}" for suffix in writers}
