"""The web page as a person meets it: in a browser, at a desk and on a phone, by eye, by keyboard and by ear."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from ats_audit import render
from ats_audit.judge import make_cohort
from ats_audit.model import AuditFailure
from ats_audit.report import render_cohort

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ats_audit import Auditor

SAMPLES = Path(__file__).parents[2] / "samples"
SHOWN = {
    "cra-career-changer.pdf": "cra",
    "medical-coder-textboxes.docx": "medical-coder",
    "cra-strong.txt": "cra",
}
COHORT = "cohort"
"""The page about all of them."""
ARGUMENTS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(CHROMIUM is None, reason="needs Chromium: apt-get install chromium"),
    pytest.mark.filterwarnings("ignore::ResourceWarning"),  # of the browser's pipes, when the interpreter ends
]


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    playwright = pytest.importorskip("playwright.sync_api", reason="needs playwright: pip install -e '.[dev]'")
    with playwright.sync_playwright() as api:
        opened = api.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield opened
        opened.close()


@pytest.fixture(scope="module")
def pages(auditor: Auditor, tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """The address of the page of each sample."""
    folder = tmp_path_factory.mktemp("pages")
    addresses = {}
    for sample, role in SHOWN.items():
        document = auditor.read(SAMPLES / sample)
        report = auditor.audit(document, role=role, name=sample)
        html = render(report, format="html", document=document, pages=auditor.draw(SAMPLES / sample))
        assert len(html.encode()) < 1_500_000
        path = folder / f"{sample}.html"
        path.write_text(html, encoding="utf-8")
        addresses[sample] = path.as_uri()
    everyone = [auditor.audit(SAMPLES / sample, role="cra", name=sample) for sample in SHOWN]
    failure = AuditFailure(name="broken.pdf", code="corrupt", message="The file is damaged.", hint="Save it again.")
    links = {person.alias: f"{person.alias}.html" for person in make_cohort(everyone).people}
    path = folder / "cohort.html"
    path.write_text(render_cohort(make_cohort(everyone, [failure]), links=links), encoding="utf-8")
    addresses[COHORT] = path.as_uri()
    return addresses


def open_page(browser: Any, address: str, **options: Any) -> Any:
    chosen = {"viewport": {"width": 1280, "height": 900}, "reduced_motion": "reduce", **options}
    context = browser.new_context(**chosen)
    page = context.new_page()
    page.complaints = []
    page.on("console", lambda message: page.complaints.append(message.text))
    page.on("pageerror", lambda error: page.complaints.append(str(error)))
    page.goto(address)
    return page


@pytest.mark.parametrize("sample", [*sorted(SHOWN), COHORT])
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 390])
def test_nobody_is_kept_out(browser: Any, pages: dict[str, str], sample: str, scheme: str, width: int) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="needs axe-playwright-python")
    page = open_page(browser, pages[sample], color_scheme=scheme, viewport={"width": width, "height": 844})
    for fold in page.query_selector_all("details"):
        fold.evaluate("element => { element.open = true }")
    found = axe.Axe().run(
        page, options={"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
    )
    told = [
        "{id} ({impact}): {nodes[0][html]} {nodes[0][failureSummary]}".format_map(violation)
        for violation in found.response["violations"]
    ]
    assert len(found.response["passes"]) > 20  # it did look
    assert told == []
    page.context.close()


@pytest.mark.parametrize("sample", [*sorted(SHOWN), COHORT])
@pytest.mark.parametrize("width", [1280, 768, 390, 320])
def test_nothing_runs_out_of_the_screen_and_nothing_is_complained_of(
    browser: Any, pages: dict[str, str], sample: str, width: int
) -> None:
    page = open_page(browser, pages[sample], viewport={"width": width, "height": 844})
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert page.complaints == []
    page.context.close()


@pytest.mark.parametrize("width", [1280, 390])
def test_every_quote_leads_to_its_place_by_keyboard_without_a_script(
    browser: Any, pages: dict[str, str], width: int
) -> None:
    expect = pytest.importorskip("playwright.sync_api").expect
    viewport = {"width": width, "height": 844}
    page = open_page(browser, pages["cra-career-changer.pdf"], java_script_enabled=False, viewport=viewport)
    links = page.locator(".requirement .detail a")
    assert links.count() > 4
    for number in range(links.count()):
        target = page.locator(links.nth(number).get_attribute("href"))
        links.nth(number).press("Enter")
        expect(target).to_be_in_viewport()
    page.locator(".page a.mark").first.click()
    assert page.locator(".requirement:target").count() == 1
    page.context.close()


def test_the_section_is_copied_line_by_line(browser: Any, pages: dict[str, str], auditor: Auditor) -> None:
    page = open_page(browser, pages["medical-coder-textboxes.docx"], permissions=["clipboard-read", "clipboard-write"])
    page.locator("button.copy").click()
    page.locator("button.copy", has_text="Copied").wait_for()
    copied = page.evaluate("navigator.clipboard.readText()")
    report = auditor.audit(SAMPLES / "medical-coder-textboxes.docx", role="medical-coder")
    assert copied == render(report, format="section").rstrip("\n")
    page.context.close()


def test_the_theme_can_be_turned(browser: Any, pages: dict[str, str]) -> None:
    page = open_page(browser, pages["cra-strong.txt"], color_scheme="light")
    ground = "getComputedStyle(document.body).backgroundColor"
    light = page.evaluate(ground)
    page.locator("#theme").click()
    assert page.evaluate(ground) != light
    page.locator("#theme").click()
    assert page.evaluate(ground) == light
    page.context.close()


@pytest.mark.parametrize("paper", ["A4", "Letter"])
def test_a_page_prints_on_few_sheets(browser: Any, pages: dict[str, str], paper: str, tmp_path: Path) -> None:
    from pypdfium2 import PdfDocument

    page = open_page(browser, pages["cra-career-changer.pdf"], color_scheme="dark")
    page.pdf(path=str(tmp_path / "print.pdf"), format=paper, print_background=True)
    printed = PdfDocument(tmp_path / "print.pdf")
    assert 3 <= len(printed) <= 9
    # A dark screen prints on white paper.
    assert printed[0].render(scale=0.5).to_pil().convert("L").getpixel((2, 2)) > 250
    printed.close()
    page.context.close()


def test_the_map_of_a_cohort_is_reached_and_scrolled_by_keyboard(browser: Any, pages: dict[str, str]) -> None:
    page = open_page(browser, pages[COHORT], viewport={"width": 390, "height": 844}, java_script_enabled=True)
    reached = []
    for _ in range(12):
        page.keyboard.press("Tab")
        reached.append(page.evaluate("document.activeElement.className"))
        if reached[-1] == "scroll":
            break
    assert reached[-1] == "scroll"
    page.keyboard.press("ArrowRight")
    # The page's policy forbids the string of code that `wait_for_function` would poll with.
    for _ in range(100):
        if page.evaluate("document.activeElement.scrollLeft > 0"):
            break
        page.wait_for_timeout(50)
    assert page.evaluate("document.activeElement.scrollLeft > 0")
    page.context.close()


def test_a_cohort_prints_whole(browser: Any, pages: dict[str, str], tmp_path: Path) -> None:
    from ats_audit.extract import extract_document

    page = open_page(browser, pages[COHORT])
    page.emulate_media(media="print")
    assert page.evaluate("[...document.querySelectorAll('.scroll')].every(e => e.scrollWidth <= e.clientWidth + 1)")
    sheets = extract_document(page.pdf(format="A4")).pages
    assert sheets is not None
    assert sheets <= 4
    page.context.close()
