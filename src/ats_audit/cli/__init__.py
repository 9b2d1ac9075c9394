"""The command `ats-audit`: arguments in, reports out, and an exit code. The only package that prints."""

from ats_audit.cli._exit import Exit
from ats_audit.cli._run import main, run

__all__ = ["Exit", "main", "run"]
