"""The JSON interface, as a client meets it."""

from __future__ import annotations

import asyncio
import gzip
import hashlib
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from jsonschema import Draft202012Validator
from starlette.testclient import TestClient

from ats_audit import Auditor, Limits, render
from ats_audit.service import Log, ServiceSettings, create_app, make_router, parse_keys
from ats_audit.service._audits import Audits, Fault, Wish

if TYPE_CHECKING:
    from collections.abc import Iterator

    from httpx2 import Response
    from served import Lines

    from ats_audit.service._intake import Upload

SAMPLES = Path(__file__).parents[3] / "samples"
PDF = (SAMPLES / "cra-strong.pdf").read_bytes()
TEXT = b"Jane Example\njane@example.com\n\nSkills\nREDCap, Medidata Rave\n"
BAD = b"%PDF-1.7\nnothing"
KEY = "ats_test-key"


def send(client: TestClient, content: bytes = TEXT, query: str = "role=cra", **headers: str) -> Response:
    """Send *content* as a raw body."""
    sent = {"Content-Type": "text/plain"} | {name.replace("_", "-"): value for name, value in headers.items()}
    return client.post(f"/v1/audits?{query}", content=content, headers=sent)


TYPES = {"object": dict, "string": str}


def problem(response: Response, status: int, code: str) -> dict[str, Any]:
    """The body of a problem that must be this one."""
    assert response.headers["Content-Type"] == "application/problem+json"
    body: dict[str, Any] = response.json()
    assert (response.status_code, body["status"], body["code"]) == (status, status, code)
    assert body["type"] == f"urn:ats-audit:problem:{code}"
    assert body["request_id"] == response.headers["X-Request-ID"]
    return body


class TestAudits:
    def test_the_report_is_that_of_the_command_byte_for_byte(self, client: TestClient, auditor: Auditor) -> None:
        expected = render(auditor.audit(PDF, role="cra", name="cra-strong.pdf"), format="json").encode()
        disposition = 'attachment; filename="cra-strong.pdf"'
        raw = send(client, PDF, Content_Type="application/pdf", Content_Disposition=disposition)
        form = client.post("/v1/audits", files={"file": ("cra-strong.pdf", PDF)}, data={"role": "cra"})
        assert raw.content == form.content == expected
        assert raw.headers["ETag"] == form.headers["ETag"]

    def test_a_part_of_a_file_is_asked_for_and_told(self, client: TestClient) -> None:
        long = b"Skills\nREDCap\n" + (b"mountainous thunderstorms " * 80 + b"\n") * 200
        problem(send(client, long), 422, "limit-exceeded")
        whole = send(client, query="role=cra&partial=true")
        assert whole.json()["skipped_checks"] == []
        assert whole.headers["ETag"] != send(client).headers["ETag"]
        told = ["The file holds more than 400,000 characters of text. What follows was not read."]
        for path in ("audits?role=cra&partial=true", "scans?partial=true", "rankings?partial=1"):
            answer = client.post(f"/v1/{path}", content=long, headers={"Content-Type": "text/plain"})
            assert answer.json()["skipped_checks"] == told
        batch = client.post("/v1/audits:batch?role=cra&partial=true", files=[("files", ("a.txt", long))])
        assert batch.json()["items"][0]["report"]["skipped_checks"] == told

    def test_an_advert_is_text_or_a_file(self, client: TestClient, auditor: Auditor) -> None:
        advert = (SAMPLES / "adverts").glob("*.txt")
        text = next(iter(sorted(advert))).read_bytes()
        expected = render(auditor.audit(PDF, job=auditor.read_advert(text, name="ad.txt"), name="a.pdf"), format="json")
        as_file = client.post("/v1/audits", files={"file": ("a.pdf", PDF), "job": ("ad.txt", text)})
        assert as_file.text == expected
        as_text = client.post("/v1/audits", files={"file": ("a.pdf", PDF)}, data={"job": text.decode(), "role": ""})
        assert as_text.json()["job"]["name"] == "pasted text"
        assert as_text.json()["score"] == as_file.json()["score"]
        both = client.post("/v1/audits?role=cra", files={"file": ("a.pdf", PDF), "job": ("ad.txt", text)})
        assert (both.json()["role"]["id"], both.json()["job"]["name"]) == ("cra", "ad.txt")

    def test_an_advert_that_cannot_be_read_is_said_so(self, client: TestClient) -> None:
        sent = client.post("/v1/audits?role=cra", files={"file": ("a.pdf", PDF), "job": ("ad.pdf", BAD)})
        assert problem(sent, 422, "corrupt-document")["detail"].startswith("Of the job advert: ")
        idle = client.post("/v1/audits", files={"file": ("a.pdf", PDF)}, data={"job": "Gardener wanted."})
        problem(idle, 422, "no-requirements")

    def test_html_is_the_commands_page_with_pictures_under_a_policy_of_digests(
        self, client: TestClient, auditor: Auditor
    ) -> None:
        response = client.post("/v1/audits?role=cra&format=html", files={"file": ("a.pdf", PDF)})
        report = auditor.audit(PDF, role="cra", name="a.pdf")
        assert response.text == render(report, format="html", document=auditor.read(PDF), pages=auditor.draw(PDF))
        policy = response.headers["Content-Security-Policy"]
        assert "sha256-" in policy
        assert "unsafe" not in policy
        assert "frame-ancestors 'self'" in policy

    @pytest.mark.parametrize("form", ["docx", "docx-review"])
    def test_a_word_file_comes_back_as_the_command_writes_it(
        self, client: TestClient, auditor: Auditor, form: str
    ) -> None:
        from ats_audit.report import list_remarks, list_section

        word = (SAMPLES / "cra-strong.docx").read_bytes()
        response = client.post(f"/v1/audits?role=cra&format={form}", files={"file": ("cv.docx", word)})
        assert "wordprocessingml" in response.headers["Content-Type"]
        report = auditor.audit(word, role="cra", name="cv.docx")
        written = {
            "docx": lambda: auditor.write_section(word, list_section(report)),
            "docx-review": lambda: auditor.write_remarks(word, list_remarks(report)),
        }
        assert response.content == written[form]()
        refused = client.post(f"/v1/audits?role=cra&format={form}", files={"file": ("cv.pdf", PDF)})
        assert refused.status_code in (415, 422)

    def test_content_tells_the_kind_of_file_not_its_label(self, client: TestClient) -> None:
        assert send(client, PDF, Content_Type="text/plain").json()["document"]["media_type"] == "application/pdf"

    def test_a_client_that_knows_the_report_is_told_so_without_an_audit(
        self, client: TestClient, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        etag = send(client).headers["ETag"]
        for condition in (etag, f"W/{etag}", f'"x", {etag}', "*"):
            again = send(client, If_None_Match=condition)
            assert (again.status_code, again.content, again.headers["ETag"]) == (304, b"", etag)
        assert send(client, If_None_Match='"other"').status_code == 200

    def test_the_tag_changes_with_file_name_role_and_form(self, client: TestClient) -> None:
        tags = {
            send(client).headers["ETag"],
            send(client, TEXT + b"\n").headers["ETag"],
            send(client, Content_Disposition='inline; filename="a.txt"').headers["ETag"],
            send(client, query="role=medical-coder").headers["ETag"],
            send(client, Accept="text/markdown").headers["ETag"],
        }
        assert len(tags) == 5

    @pytest.mark.parametrize(
        ("accept", "media_type"),
        [
            ("", "application/json"),
            ("*/*", "application/json"),
            ("text/markdown", "text/markdown; charset=utf-8"),
            ("text/plain;q=0.5, text/markdown;q=0.4", "text/plain; charset=utf-8"),
            ("application/json;q=0, */*;q=0.1, text/html;q=0", "text/markdown; charset=utf-8"),
        ],
    )
    def test_the_form_is_what_the_client_accepts(self, client: TestClient, accept: str, media_type: str) -> None:
        assert send(client, Accept=accept).headers["Content-Type"] == media_type

    def test_a_form_that_there_is_not_is_said_so(self, client: TestClient) -> None:
        problem(send(client, Accept="image/png"), 406, "not-acceptable")
        assert "docx-review" in problem(send(client, query="role=cra&format=xml"), 400, "unknown-format")["hint"]
        scan = client.post("/v1/scans?format=docx", content=TEXT, headers={"Content-Type": "text/plain"})
        told = problem(scan, 400, "unknown-format")["hint"]
        assert "json" in told
        assert "docx" not in told

    def test_the_format_of_the_query_goes_before_accept(self, client: TestClient) -> None:
        response = send(client, query="role=cra&format=text", Accept="application/json")
        assert response.headers["Content-Type"] == "text/plain; charset=utf-8"

    def test_an_unknown_role_is_refused_with_the_nearest(self, client: TestClient) -> None:
        hint = problem(send(client, query="role=cra2"), 400, "unknown-role")["hint"]
        assert "cra" in hint
        assert "/v1/roles" in hint
        assert "ats-audit" not in hint
        form = client.post("/v1/audits", files={"file": ("a", TEXT)}, data={"role": "crb"})
        problem(form, 400, "unknown-role")

    def test_neither_role_nor_advert_is_refused(self, client: TestClient) -> None:
        problem(send(client, query=""), 400, "missing-role")

    @pytest.mark.parametrize(
        ("content", "status", "code"),
        [
            (b"", 422, "empty-document"),
            (BAD, 422, "corrupt-document"),
            (b"{\\rtf1 x}", 415, "unsupported-format"),
            (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), 415, "unsupported-format"),
        ],
    )
    def test_a_document_at_fault_is_refused_with_4xx(
        self, client: TestClient, content: bytes, status: int, code: str
    ) -> None:
        problem(send(client, content), status, code)

    def test_a_body_of_another_type_is_refused(self, client: TestClient) -> None:
        problem(send(client, Content_Type="image/png"), 415, "unsupported-format")
        problem(
            client.post("/v1/audits?role=cra", content=b"x", headers={"Content-Type": "x"}), 415, "unsupported-format"
        )

    @pytest.mark.parametrize("coding", ["gzip", "br", "identity, gzip", "GZIP"])
    def test_a_compressed_body_is_refused_as_that(self, client: TestClient, coding: str) -> None:
        answer = send(client, gzip.compress(PDF), Content_Encoding=coding)
        told = problem(answer, 415, "unsupported-format")
        assert "compressed" in told["detail"]
        # RFC 9110, section 15.5.16: which codings would have been taken.
        assert answer.headers["Accept-Encoding"] == "identity"

    def test_a_body_that_says_it_is_not_compressed_is_read(self, client: TestClient) -> None:
        assert send(client, Content_Encoding="identity").status_code == 200

    def test_a_form_without_a_file_is_refused(self, client: TestClient) -> None:
        form = client.post("/v1/audits", files={"role": (None, "cra")})
        problem(form, 400, "missing-file")
        empty = client.post("/v1/audits", files={"file": ("", b"")}, data={"role": "cra"})
        problem(empty, 400, "missing-file")

    @pytest.mark.parametrize(
        "body",
        [
            b"",
            b"nonsense",
            b"--x\r\nContent-Disposition: form-data; name=file; filename=a\r\n\r\nabc",
            b"--x\r\n\r\n\r\n--x--",
            b"--x\r\n" + b"".join(b"H%d: x\r\n" % one for one in range(50)) + b"\r\n\r\n--x--",
            b'--x\r\nContent-Disposition: form-data; name="role"\r\n\r\n\xff\r\n--x--\r\n',
        ],
    )
    def test_a_broken_form_is_refused(self, client: TestClient, body: bytes) -> None:
        headers = {"Content-Type": "multipart/form-data; boundary=x"}
        response = client.post("/v1/audits?role=cra", content=body, headers=headers)
        assert response.status_code == 400
        assert response.json()["code"] in ("bad-multipart", "bad-request", "missing-file")

    def test_two_files_are_one_too_many(self, client: TestClient) -> None:
        files = [("file", ("a.txt", TEXT)), ("file", ("b.txt", TEXT))]
        problem(client.post("/v1/audits?role=cra", files=files), 400, "bad-request")

    @pytest.mark.parametrize(
        ("name", "shown"),
        [
            ("../../etc/passwd", "passwd"),
            ("C:\\Users\\jane\\cv.pdf", "cv.pdf"),
            ("a\u202efdp.exe", "afdp.exe"),
            ("..", "document"),
            ("", "document"),
            ("x" * 300 + ".pdf", "x" * 116 + ".pdf"),
        ],
    )
    def test_the_name_of_a_file_is_a_name_and_no_path(self, client: TestClient, name: str, shown: str) -> None:
        from ats_audit.service._intake import clean_name

        assert clean_name(name) == shown
        body = (
            b'--x\r\nContent-Disposition: form-data; name="file"; filename="'
            + name.replace("\\", "\\\\").encode()
            + b'"\r\n\r\n'
            + TEXT
            + b"\r\n--x--\r\n"
        )
        headers = {"Content-Type": "multipart/form-data; boundary=x"}
        report = client.post("/v1/audits?role=cra", content=body, headers=headers)
        assert report.json()["document"]["name"] == shown

    def test_a_name_that_is_markup_stays_a_name(self, client: TestClient) -> None:
        name = "<img src=x onerror=alert(1)>.txt"
        response = client.post("/v1/audits?role=cra&format=markdown", files={"file": (name, TEXT)})
        assert response.status_code == 200
        assert re.search(r"(?<!\\)<img", response.text) is None


class TestOtherTasks:
    def test_a_scan_and_a_ranking_are_those_of_the_command(self, client: TestClient, auditor: Auditor) -> None:
        from ats_audit.report import Format, render_ranking

        scan = client.post("/v1/scans", files={"file": ("a.txt", TEXT)})
        assert scan.text == render(auditor.scan(TEXT, name="a.txt"), format="json")
        ranking = client.post("/v1/rankings", files={"file": ("a.txt", TEXT)})
        assert ranking.text == render_ranking(auditor.rank(TEXT, name="a.txt"), format=Format.JSON)

    def test_a_batch_answers_each_for_itself_in_order(self, client: TestClient) -> None:
        files = [("files", ("a.txt", TEXT)), ("files", ("b.pdf", BAD)), ("files", ("c.pdf", PDF))]
        response = client.post("/v1/audits:batch?role=cra", files=files)
        items = response.json()["items"]
        assert [(item["index"], item["name"], item["status"]) for item in items] == [
            (0, "a.txt", 200),
            (1, "b.pdf", 422),
            (2, "c.pdf", 200),
        ]
        single = client.post("/v1/audits?role=cra", files={"file": ("c.pdf", PDF)})
        assert items[2]["report"] == single.json()
        assert items[2]["etag"] == single.headers["ETag"]
        assert items[1]["problem"]["code"] == "corrupt-document"

    def test_a_batch_of_too_many_is_refused(self, client: TestClient) -> None:
        files = [("files", (f"{number}.txt", TEXT)) for number in range(51)]
        problem(client.post("/v1/audits:batch?role=cra", files=files), 400, "bad-request")

    def test_a_batch_is_a_form_with_files_and_a_role(self, client: TestClient) -> None:
        raw = client.post("/v1/audits:batch?role=cra", content=TEXT, headers={"Content-Type": "text/plain"})
        problem(raw, 415, "unsupported-format")
        problem(client.post("/v1/audits:batch?role=cra", files={"x": (None, "y")}), 400, "missing-file")
        problem(client.post("/v1/audits:batch", files={"files": ("a", TEXT)}), 400, "missing-role")


class TestCatalogue:
    def test_roles_are_listed_and_shown(self, client: TestClient) -> None:
        roles = client.get("/v1/roles").json()["roles"]
        assert [role["id"] for role in roles] == sorted(role["id"] for role in roles)
        shown = client.get("/v1/roles/cra").json()
        assert len(shown["requirements"]) == next(role["requirements"] for role in roles if role["id"] == "cra")
        assert {"id", "name", "weight", "why", "any_of"} == set(shown["requirements"][0])
        assert "cra" in problem(client.get("/v1/roles/craa"), 404, "not-found")["hint"]

    def test_the_schema_is_the_one_of_the_reports(self, client: TestClient) -> None:
        response = client.get("/v1/schemas/report/1.json")
        assert response.headers["Content-Type"] == "application/schema+json"
        Draft202012Validator(response.json()).validate(send(client).json())
        problem(client.get("/v1/schemas/x/1.json"), 400, "bad-request")

    def test_openapi_describes_every_route_and_every_status(self, client: TestClient) -> None:
        described = client.get("/openapi.json").json()
        assert set(described["paths"]) >= {
            "/v1/audits", "/v1/audits:batch", "/v1/scans", "/v1/rankings", "/v1/roles", "/v1/roles/{role}",
            "/v1/schemas/{name}/1.json", "/livez", "/readyz", "/version", "/metrics",
        }  # fmt: skip
        audits = described["paths"]["/v1/audits"]["post"]
        statuses = "200 304 400 401 403 406 408 413 415 421 422 429 431 503 504"
        assert set(audits["responses"]) >= {*statuses.split(" ")}
        assert "multipart/form-data" in audits["requestBody"]["content"]
        asked = {one["name"]: one["schema"].get("enum", ()) for one in audits["parameters"]}
        assert set(asked) == {"role", "format", "partial"}
        assert "cra" in asked["role"]
        assert {"json", "html", "docx-review"} <= set(asked["format"])
        assert audits["responses"]["422"]["content"]["application/problem+json"]["example"]["status"] == 422

    @pytest.mark.parametrize("form", ["sarif", "html", "markdown", "text", "jsonl", "section"])
    def test_openapi_describes_each_form_as_what_comes(self, client: TestClient, form: str) -> None:
        answer = send(client, query=f"role=cra&format={form}")
        media_type = answer.headers["Content-Type"].partition(";")[0]
        answers = client.get("/openapi.json").json()["paths"]["/v1/audits"]["post"]["responses"]["200"]["content"]
        kind = answers[media_type]["schema"]["type"]
        assert isinstance(answer.json() if media_type.endswith("+json") else answer.text, TYPES[kind])


class TestOperation:
    def test_health_and_version_are_told(self, client: TestClient) -> None:
        assert client.get("/livez").json() == {"status": "ok"}
        assert client.get("/readyz").json() == {"status": "ready"}
        assert client.get("/version").json()["lexicon_sha256"] == send(client).json()["engine"]["lexicon_sha256"]

    def test_metrics_count_documents_and_requests_without_what_clients_chose(self, client: TestClient) -> None:
        send(client, BAD)
        client.get("/secret-path-of-jane")
        text = client.get("/metrics").text
        assert 'ats_audit_documents_total{format="unread",outcome="corrupt-document"}' in text
        assert 'ats_audit_documents_total{format="text/plain",outcome="done"}' in text
        assert 'route="/v1/audits"' in text
        assert "jane" not in text

    def test_every_answer_has_an_id_and_the_clients_own_is_kept(self, client: TestClient) -> None:
        assert len(client.get("/livez").headers["X-Request-ID"]) == 16
        assert client.get("/livez", headers={"X-Request-ID": "abc-1"}).headers["X-Request-ID"] == "abc-1"
        assert client.get("/livez", headers={"X-Request-ID": "<b>\t" * 9}).headers["X-Request-ID"] != "<b>\t" * 9

    def test_a_trace_is_carried_on(self, client: TestClient, lines: Lines) -> None:
        parent = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"
        assert client.get("/livez", headers={"traceparent": parent}).headers["traceparent"] == parent
        assert lines.last()["trace_id"] == parent.split("-")[1]
        assert "traceparent" not in client.get("/livez", headers={"traceparent": "00-0-0-0"}).headers

    def test_the_log_has_ids_and_sizes_and_nothing_of_the_person(self, client: TestClient, lines: Lines) -> None:
        disposition = 'attachment; filename="jane-example-cv.txt"'
        response = send(client, Content_Disposition=disposition, User_Agent="jane-agent")
        line = lines.last()
        assert line["event"] == "request"
        assert line["request_id"] == response.headers["X-Request-ID"]
        assert (line["route"], line["status"], line["bytes_in"]) == ("/v1/audits", 200, len(TEXT))
        assert line["duration_ms"] > 0
        assert "jane" not in lines.stream.getvalue().lower()
        assert "redcap" not in lines.stream.getvalue().lower()

    def test_a_problem_is_logged_by_its_code(self, client: TestClient, lines: Lines) -> None:
        send(client, BAD)
        assert (lines.last()["status"], lines.last()["code"]) == (422, "corrupt-document")

    def test_every_answer_has_the_headers_that_keep_browsers_safe(self, client: TestClient) -> None:
        for response in (client.get("/livez"), client.get("/none"), send(client), send(client, BAD)):
            assert response.headers["X-Content-Type-Options"] == "nosniff"
            assert response.headers["Referrer-Policy"] == "no-referrer"
            assert "default-src 'none'" in response.headers["Content-Security-Policy"]
            assert "unsafe" not in response.headers["Content-Security-Policy"]
            assert "Access-Control-Allow-Origin" not in response.headers

    def test_pages_of_other_sites_cannot_send(self, client: TestClient) -> None:
        for site in ("cross-site", "same-site"):
            problem(send(client, Sec_Fetch_Site=site), 403, "cross-site")
        assert send(client, Sec_Fetch_Site="same-origin").status_code == 200

    def test_a_key_in_the_address_is_refused_and_not_logged(self, client: TestClient, lines: Lines) -> None:
        for query in ("api_key=ats_secret", "KEY=ats_secret", "access_token=ats_secret&role=cra"):
            assert "Make a new key" in problem(client.get(f"/livez?{query}"), 400, "key-in-url")["hint"]
        assert "ats_secret" not in lines.stream.getvalue()

    def test_oversized_headers_are_refused(self, client: TestClient) -> None:
        problem(client.get("/livez", headers={"X-Long": "x" * 17_000}), 431, "header-too-large")

    def test_what_is_not_there_is_a_problem_too(self, client: TestClient) -> None:
        problem(client.get("/none"), 404, "not-found")
        assert problem(client.put("/livez"), 405, "method-not-allowed")
        problem(client.get(f"/v1/roles/{'x' * 200}"), 400, "bad-request")
        assert "xx" not in send(client, query=f"role={'x' * 200}").text

    def test_a_fault_of_ours_says_nothing_but_its_place(
        self, client: TestClient, lines: Lines, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        async def fail(audits: Audits, upload: Upload, wish: Wish, *, in_line: bool = True) -> None:
            raise Fault("TypeError ats_audit.judge:7") if in_line else ValueError("REDCap of Jane")

        monkeypatch.setattr(Audits, "answer", fail)
        body = problem(send(client), 500, "internal")
        assert set(body) == {"type", "title", "status", "code", "request_id"}
        assert lines.last()["fault"] == "TypeError ats_audit.judge:7"

        async def leak(audits: Audits, upload: Upload, wish: Wish, *, in_line: bool = True) -> None:
            raise ValueError("REDCap of Jane")

        monkeypatch.setattr(Audits, "answer", leak)
        assert "REDCap" not in send(client).text
        assert lines.last()["fault"].startswith("ValueError ")
        assert "REDCap" not in lines.stream.getvalue()


@pytest.fixture(scope="module")
def small() -> TestClient:
    """A service with small limits, whose children are not started."""
    settings = ServiceSettings(
        slots=1,
        limits=Limits(bytes=1_000),
        advert_characters=100,
        body_seconds=0.2,
        buffered_bytes=6_000,
        page=False,
    )
    return TestClient(create_app(settings, log=Log()))


class TestLimits:
    def test_a_body_that_says_it_is_too_large_is_not_read(self, small: TestClient) -> None:
        def never() -> Iterator[bytes]:
            raise AssertionError("the body was read")
            yield b""

        headers = {"Content-Type": "text/plain", "Content-Length": "1001"}
        response = small.post("/v1/audits?role=cra", content=never(), headers=headers)
        problem(response, 413, "too-large")
        assert response.headers["Connection"] == "close"

    def test_a_body_that_grows_too_large_is_cut_off(self, small: TestClient) -> None:
        chunks = iter([b"x" * 600] * 3)
        response = small.post("/v1/audits?role=cra", content=chunks, headers={"Content-Type": "text/plain"})
        problem(response, 413, "too-large")

    def test_a_file_in_a_form_is_held_to_the_same_limit(self, small: TestClient) -> None:
        problem(small.post("/v1/audits?role=cra", files={"file": ("a", b"x" * 1_001)}), 413, "too-large")

    def test_a_long_advert_and_a_long_field_are_refused(self, small: TestClient) -> None:
        for data in ({"job": "é" * 101}, {"job": "x" * 500}, {"other": "x" * 5_000}):
            problem(small.post("/v1/audits", files={"file": ("a", b"x")}, data=data), 413, "too-large")

    def test_all_bodies_together_are_held_to_a_limit(self, small: TestClient) -> None:
        files = [("files", (str(number), b"x" * 900)) for number in range(8)]
        response = small.post("/v1/audits:batch?role=cra", files=files)
        problem(response, 429, "queue-full")
        assert response.headers["Retry-After"]

    def test_what_was_refused_is_not_held(self, small: TestClient) -> None:
        app: Any = small.app
        for _ in range(10):
            problem(small.post("/v1/audits?role=cra", files={"file": ("a", b"x" * 1_001)}), 413, "too-large")
        assert app.state.service.intake._held == 0

    @pytest.mark.parametrize("kind", ["text/plain", "multipart/form-data; boundary=x"])
    def test_a_body_that_does_not_come_is_not_awaited_for_ever(self, small: TestClient, kind: str) -> None:
        async def ask() -> list[dict[str, Any]]:
            sent: list[dict[str, Any]] = []
            chunks = iter([{"type": "http.request", "body": b"Jane", "more_body": True}])

            async def receive() -> dict[str, Any]:
                for chunk in chunks:
                    return chunk
                await asyncio.sleep(60)
                raise AssertionError

            async def send(message: Any) -> None:
                sent.append(message)

            scope = {
                "type": "http",
                "method": "POST",
                "path": "/v1/audits",
                "query_string": b"role=cra",
                "headers": [(b"content-type", kind.encode()), (b"host", b"localhost")],
            }
            await small.app(scope, receive, send)
            return sent

        start, body = asyncio.run(ask())
        assert start["status"] == 408
        assert b"slow-body" in body["body"]

    def test_a_service_that_is_not_up_says_so(self, small: TestClient) -> None:
        response = small.get("/readyz")
        problem(response, 503, "draining")
        assert response.headers["Retry-After"]


@pytest.fixture(scope="module")
def keyed() -> TestClient:
    """A service that needs a key; its children are not started."""
    keys = parse_keys(f"board:{hashlib.sha256(KEY.encode()).hexdigest()}\n")
    return TestClient(create_app(ServiceSettings(slots=1, keys=keys, requests_per_minute=2), log=Log()))


class TestKeys:
    @pytest.mark.parametrize("path", ["/v1/roles", "/version", "/metrics", "/v1/schemas/report/1.json"])
    def test_without_a_key_nothing_but_health_is_told(self, keyed: TestClient, path: str) -> None:
        response = keyed.get(path)
        problem(response, 401, "key-missing")
        assert response.headers["WWW-Authenticate"].startswith("Bearer")
        assert keyed.get("/livez").status_code == 200

    def test_no_file_is_read_without_a_key(self, keyed: TestClient) -> None:
        problem(keyed.post("/v1/audits?role=cra", content=TEXT), 401, "key-missing")
        problem(keyed.post("/v1/audits:batch?role=cra", content=TEXT), 401, "key-missing")

    @pytest.mark.parametrize("wrong", [b"x", b"ats_test-kez", b"ats_test-key2", b"\xe9"])
    def test_a_wrong_key_is_refused(self, keyed: TestClient, wrong: bytes) -> None:
        problem(keyed.get("/v1/roles", headers={b"Authorization": b"Bearer " + wrong}), 401, "key-wrong")

    @pytest.mark.parametrize(
        "headers", [{"Authorization": f"Bearer {KEY}"}, {"authorization": f"bearer  {KEY}"}, {"X-API-Key": KEY}]
    )
    def test_a_right_key_is_let_in(self, keyed: TestClient, headers: dict[str, str]) -> None:
        assert keyed.get("/v1/roles", headers=headers).status_code == 200

    def test_a_key_in_the_address_opens_nothing(self, keyed: TestClient) -> None:
        problem(keyed.get(f"/v1/roles?key={KEY}"), 400, "key-in-url")
        problem(keyed.get(f"/v1/roles?api_key={KEY}", headers={"X-API-Key": KEY}), 400, "key-in-url")

    def test_each_key_has_its_share_of_documents(self, keyed: TestClient) -> None:
        headers = {"X-API-Key": KEY, "If-None-Match": "*", "Content-Type": "text/plain"}
        statuses = [keyed.post("/v1/audits?role=cra", content=TEXT, headers=headers) for _ in range(3)]
        assert [response.status_code for response in statuses] == [304, 304, 429]
        problem(statuses[2], 429, "rate-limited")
        assert int(statuses[2].headers["Retry-After"]) >= 1


class TestMounting:
    def test_the_router_answers_problems_in_an_application_of_somebody_else(self, lines: Lines) -> None:
        from fastapi import FastAPI

        from ats_audit.service import Service

        app = FastAPI()
        app.include_router(make_router(Service(ServiceSettings(slots=1), log=Log(lines.stream))), prefix="/resumes")
        client = TestClient(app)
        response = client.post("/resumes/v1/audits?role=x", content=TEXT, headers={"Content-Type": "text/plain"})
        assert response.headers["Content-Type"] == "application/problem+json"
        assert response.json()["code"] == "unknown-role"

    def test_names_under_which_the_service_may_be_called_are_kept(self) -> None:
        client = TestClient(create_app(ServiceSettings(slots=1, hosts=("audit.example.com", "[::1]")), log=Log()))
        assert client.get("/livez", headers={"Host": "Audit.example.com:8000"}).status_code == 200
        assert client.get("/livez", headers={"Host": "[::1]:8000"}).status_code == 200
        problem(client.get("/livez", headers={"Host": "evil.example"}), 421, "wrong-host")
