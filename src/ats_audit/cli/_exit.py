"""What the command tells its caller by a number."""

from __future__ import annotations

from enum import IntEnum


class Exit(IntEnum):
    """The exit code: one number, one meaning; where several hold, the greatest is told."""

    DONE = 0
    """All was done, and nothing is worse than `--fail-under` and `--fail-on` allow."""
    BELOW = 1
    """All was done, and a score is below `--fail-under`, or a finding as severe as `--fail-on`."""
    USAGE = 2
    """The command line, the configuration or the lexicon is at fault."""
    DOCUMENT = 3
    """At least one résumé could not be read; the others were done."""
    INTERNAL = 4
    """A fault of ats-audit itself."""
    INTERRUPTED = 130
    """Stopped from the keyboard: 128 and SIGINT."""
    PIPE = 141
    """Whoever read the output went away: 128 and SIGPIPE."""
    TERMINATED = 143
    """Asked to stop: 128 and SIGTERM."""
