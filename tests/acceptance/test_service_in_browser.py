"""The page of the service as a person meets it: with and without script, by mouse and by keyboard."""

from __future__ import annotations

import json
import shutil
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from served import Server

if TYPE_CHECKING:
    from collections.abc import Iterator

SAMPLES = Path(__file__).parents[2] / "samples"
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
SIZES = {"desk": (1280, 900), "phone": (390, 844)}

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
def server() -> Iterator[Server]:
    started = Server("--slots", "1")
    yield started
    started.stop()


def open_form(browser: Any, server: Server, **options: Any) -> Any:
    context = browser.new_context(**{"viewport": {"width": 1280, "height": 900}, **options})
    page = context.new_page()
    page.complaints = []
    page.on("console", lambda message: page.complaints.append(message.text))
    page.on("pageerror", lambda error: page.complaints.append(str(error)))
    page.goto(f"{server.address}/")
    return page


def send(page: Any, file: object, *, role: str = "cra", job: str = "") -> None:
    page.set_input_files("#file", file)
    page.select_option("#role", role)
    page.fill("#job", job)
    page.click("button[type=submit]")


def report_of(page: Any) -> Any:
    page.wait_for_selector("#result:not([hidden])", timeout=20_000)
    return page.frame("report")


def problem_of(page: Any) -> str:
    page.wait_for_selector("#problem:not([hidden])", timeout=20_000)
    said: str = page.inner_text("#problem")
    return said


def serious(page: Any) -> list[str]:
    from axe_playwright_python.sync_playwright import Axe

    found = Axe().run(page).response["violations"]
    return [rule["id"] for rule in found if rule["impact"] in ("serious", "critical")]


@pytest.mark.parametrize("sample", ["cra-strong.pdf", "cra-strong.docx"])
def test_a_resume_becomes_a_report_on_the_page(browser: Any, server: Server, sample: str) -> None:
    page = open_form(browser, server)
    send(page, SAMPLES / sample)
    report = report_of(page)
    assert report.inner_text("h1") == sample
    assert "Clinical Research Associate" in report.inner_text("body")
    assert page.complaints == []


def test_an_advert_is_judged_against(browser: Any, server: Server) -> None:
    page = open_form(browser, server)
    send(page, SAMPLES / "cra-strong.pdf", role="", job="Required: REDCap, Medidata Rave and ICH-GCP. Preferred: SAS.")
    assert "REDCap" in report_of(page).inner_text("body")
    assert page.complaints == []


def test_who_asks_which_role_suits_gets_all_and_goes_on_from_there(browser: Any, server: Server) -> None:
    page = open_form(browser, server)
    send(page, SAMPLES / "cra-strong.pdf", role="")
    roles = report_of(page)
    assert roles.inner_text("ol.roles li:first-child h2") == "Clinical Research Associate"
    assert not page.is_visible("#all-roles")
    roles.click("[data-role=medical-coder]")
    page.wait_for_selector("#result-title:text-is('Report')")
    assert "Medical" in page.frame("report").inner_text("body")
    page.click("#all-roles")
    page.wait_for_selector("#result-title:text-is('Roles')")
    assert page.frame("report").inner_text("ol.roles li:first-child h2") == "Clinical Research Associate"
    assert page.complaints == []


@pytest.mark.parametrize(("wanted", "start"), [("json", "{"), ("markdown", "# "), ("html", "<!doctype html>")])
def test_a_report_is_saved_in_other_forms(
    browser: Any, server: Server, tmp_path: Path, wanted: str, start: str
) -> None:
    page = open_form(browser, server)
    send(page, SAMPLES / "cra-strong.pdf")
    report_of(page)
    with page.expect_download() as saved:
        page.click(f"[data-download={wanted}]")
    path = tmp_path / "saved"
    saved.value.save_as(path)
    assert saved.value.suggested_filename.startswith("cra-strong - report.")
    assert path.read_text(encoding="utf-8").startswith(start)
    if wanted == "json":
        assert json.loads(path.read_text(encoding="utf-8"))["role"]["id"] == "cra"


def test_a_word_file_comes_back_with_the_section_and_with_remarks_under_two_names(
    browser: Any, server: Server, tmp_path: Path
) -> None:
    page = open_form(browser, server)
    send(page, SAMPLES / "cra-strong.docx", job="Required: REDCap and ICH-GCP. Preferred: SAS.")
    report_of(page)
    parts = {}
    for wanted in ("docx", "docx-review"):
        with page.expect_download() as saved:
            page.click(f"[data-download={wanted}]")
        saved.value.save_as(tmp_path / wanted)
        with zipfile.ZipFile(tmp_path / wanted) as archive:
            parts[saved.value.suggested_filename] = "word/comments.xml" in archive.namelist()
    assert parts == {"cra-strong - with section.docx": False, "cra-strong - with remarks.docx": True}
    assert page.complaints == []


def test_no_word_file_is_offered_of_a_pdf(browser: Any, server: Server) -> None:
    page = open_form(browser, server)
    send(page, SAMPLES / "cra-strong.pdf")
    report_of(page)
    assert not page.is_visible("[data-download=docx]")
    assert page.is_visible("[data-download=json]")


def test_a_bad_file_is_told_in_the_page_and_the_form_is_kept(browser: Any, server: Server) -> None:
    page = open_form(browser, server)
    bad = {"name": "bad.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.7\nnothing"}
    send(page, bad, job="We ask for REDCap.")
    assert "cannot be read" in problem_of(page)
    assert page.input_value("#job") == "We ask for REDCap."
    assert page.input_value("#role") == "cra"
    send(page, SAMPLES / "cra-strong.pdf")
    assert report_of(page).inner_text("h1") == "cra-strong.pdf"


def test_a_file_that_is_too_large_is_not_even_sent(browser: Any, server: Server, tmp_path: Path) -> None:
    page = open_form(browser, server)
    large = tmp_path / "large.pdf"
    large.write_bytes(b"%PDF-1.7\n" + bytes(11_000_000))
    before = len(server.lines)
    send(page, large)
    assert "11.0 MB" in problem_of(page)
    assert all(line["route"] != "/report" for line in server.lines[before:])


def test_everything_can_be_done_by_keyboard(browser: Any, server: Server) -> None:
    page = open_form(browser, server)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.set_input_files("#file", SAMPLES / "cra-strong.txt")
    page.focus("#role")
    page.keyboard.type("Clinical Research A")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.id") == "job"
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert "Clinical Research Associate" in report_of(page).inner_text("body")
    assert page.evaluate("document.activeElement.id") == "result"


class TestWithoutScript:
    def test_the_form_gives_the_report(self, browser: Any, server: Server) -> None:
        page = open_form(browser, server, java_script_enabled=False)
        send(page, SAMPLES / "cra-strong.pdf")
        page.wait_for_load_state()
        assert page.inner_text("h1") == "cra-strong.pdf"
        assert "88" in page.inner_text("body")

    def test_a_bad_file_gives_the_form_again_with_what_is_wrong(self, browser: Any, server: Server) -> None:
        page = open_form(browser, server, java_script_enabled=False)
        bad = {"name": "bad.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.7\nnothing"}
        send(page, bad, job="<b>REDCap</b>")
        assert "cannot be read" in page.inner_text("#problem")
        assert page.input_value("#job") == "<b>REDCap</b>"
        assert page.input_value("#role") == "cra"

    def test_roles_are_put_in_order(self, browser: Any, server: Server) -> None:
        page = open_form(browser, server, java_script_enabled=False)
        send(page, SAMPLES / "cra-strong.pdf", role="")
        assert page.inner_text("ol.roles li:first-child h2") == "Clinical Research Associate"

    def test_another_form_is_saved(self, browser: Any, server: Server) -> None:
        page = open_form(browser, server, java_script_enabled=False)
        page.select_option("#format", "markdown")
        page.set_input_files("#file", SAMPLES / "cra-strong.pdf")
        page.select_option("#role", "cra")
        with page.expect_download() as saved:
            page.click("button[type=submit]")
        assert saved.value.suggested_filename == "report.md"


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", SIZES)
def test_nothing_serious_bars_anybody_and_nothing_is_wider_than_the_screen(
    browser: Any, server: Server, size: str, scheme: str
) -> None:
    width, height = SIZES[size]
    page = open_form(browser, server, viewport={"width": width, "height": height}, color_scheme=scheme)
    assert serious(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    send(page, {"name": "bad.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.7\n"})
    problem_of(page)
    assert serious(page) == []
    send(page, SAMPLES / "cra-strong.pdf", role="")
    report_of(page)
    assert serious(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_the_forms_of_a_report_take_one_line_of_a_phone(browser: Any, server: Server) -> None:
    page = open_form(browser, server, viewport={"width": 360, "height": 740})
    send(page, SAMPLES / "cra-strong.pdf")
    report_of(page)
    buttons = page.locator(".actions button:visible").all()
    assert len(buttons) == 4
    assert len({button.bounding_box()["y"] for button in buttons}) == 1


def test_a_key_is_asked_for_where_one_is_needed(browser: Any, tmp_path: Path) -> None:
    from ats_audit.service import make_key

    key, line = make_key("coach")
    keys = tmp_path / "keys"
    keys.write_text(line + "\n", encoding="utf-8")
    server = Server("--slots", "1", "--keys", str(keys))
    try:
        page = open_form(browser, server)
        page.fill("#key", "ats_wrong")
        send(page, SAMPLES / "cra-strong.txt")
        assert "key is not known" in problem_of(page)
        page.fill("#key", key)
        send(page, SAMPLES / "cra-strong.txt")
        assert report_of(page).inner_text("h1") == "cra-strong.txt"
        with page.expect_download():
            page.click("[data-download=json]")
    finally:
        server.stop()
    assert key not in json.dumps(server.lines)
    assert "coach" in json.dumps(server.lines)
