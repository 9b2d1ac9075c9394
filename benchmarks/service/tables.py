"""Rows of what was seen, printed as they come or as one JSON object at the end."""

from __future__ import annotations

import json
from dataclasses import dataclass, field


@dataclass
class Table:
    """The rows of one benchmark."""

    benchmark: str
    as_json: bool
    rows: list[dict[str, object]] = field(default_factory=list)

    def tell(self, measure: str, target: str, seen: str, *, ok: bool | None, note: str = "") -> None:
        """Add one row."""
        self.rows.append({"measure": measure, "target": target, "seen": seen, "ok": ok, "note": note})
        if not self.as_json:
            verdict = {None: "", True: "ok", False: "MISSED"}[ok]
            print(f"{measure:60} {target:>10} {seen:>30}  {verdict} {note}", flush=True)

    def finish(self) -> None:
        """Print all rows, if nothing was printed before."""
        if self.as_json:
            print(json.dumps({"benchmark": self.benchmark, "rows": self.rows}, ensure_ascii=False))
