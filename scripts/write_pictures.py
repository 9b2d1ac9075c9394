"""Draw the pictures of the README from samples: the terminal (rich) and the HTML report (headless Chromium).

python scripts/write_pictures.py
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from PIL import Image
from rich.console import Console
from rich.text import Text

ROOT = Path(__file__).parents[1]
ASSETS = ROOT / "docs" / "assets"
SAMPLE = ROOT / "samples" / "cra-career-changer.pdf"
COLUMNS = 96
LINES = 46
"""What a reader sees of the terminal without scrolling, and a little more."""
CHROMIUM = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--hide-scrollbars",
    "--force-device-scale-factor=1.5",
    "--window-size=1280,1000",
)


def audit(*words: str) -> str:
    """What the command prints, in colour."""
    environment = {**os.environ, "FORCE_COLOR": "1"}
    environment.pop("NO_COLOR", None)
    command = [sys.executable, "-m", "ats_audit", *words]
    return subprocess.run(command, capture_output=True, text=True, check=True, env=environment).stdout


def draw_terminal() -> None:
    """The first screen of an audit."""
    said = audit(str(SAMPLE.relative_to(ROOT)), "--role", "cra", "--width", str(COLUMNS - 2))
    shown = said.splitlines()[:LINES]
    with Path(os.devnull).open("w", encoding="utf-8") as nowhere:
        console = Console(record=True, width=COLUMNS, file=nowhere, force_terminal=True)
        console.print(Text.from_ansi("\n".join(shown)))
        picture = console.export_svg(
            title="ats-audit cra-career-changer.pdf --role cra",
            # No font is loaded from elsewhere.
            font_aspect_ratio=0.61,
            unique_id="terminal",
        )
    picture = "\n".join(line.rstrip() for line in drop_fonts(picture).splitlines()) + "\n"
    (ASSETS / "terminal.svg").write_text(picture, encoding="utf-8")


def drop_fonts(picture: str) -> str:
    """The picture without the addresses of web fonts."""
    start = picture.find("@font-face")
    end = picture.find(".terminal-matrix", start)
    return picture[:start] + picture[end:] if 0 <= start < end else picture


def draw_report() -> None:
    """The top of the HTML report."""
    browser = shutil.which("chromium") or shutil.which("google-chrome")
    if browser is None:
        raise SystemExit("the picture of the report needs Chromium")
    with tempfile.TemporaryDirectory() as folder:
        page, picture = Path(folder, "report.html"), Path(folder, "report.png")
        audit(str(SAMPLE), "--role", "cra", "--format", "html", "-o", str(page))
        command = [browser, *CHROMIUM, f"--user-data-dir={folder}/profile", f"--screenshot={picture}", page.as_uri()]
        subprocess.run(command, check=True, capture_output=True, timeout=120)
        with Image.open(picture) as drawn:
            drawn.convert("RGB").quantize(64).save(ASSETS / "report.png", optimize=True)


if __name__ == "__main__":
    ASSETS.mkdir(exist_ok=True)
    draw_terminal()
    draw_report()
