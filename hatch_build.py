"""Build hook: compile `lexicons/` into the package, for wheels and editable installs alike."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class CompileLexicons(BuildHookInterface):
    """Writes the compiled lexicon before files are collected; a law that is broken breaks the build."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Compile, with the very code of the package that is built."""
        del version, build_data
        if self.target_name != "wheel":
            return
        sys.path.insert(0, str(Path(self.root) / "src"))
        try:
            from ats_audit.lexicon import compile_lexicon
            from ats_audit.lexicon._locate import write_compiled

            for name, content in compile_lexicon(Path(self.root) / "lexicons").items():
                write_compiled(name, content)
        finally:
            sys.path.pop(0)
