"""What a batch is asked to audit: folders, globs, lists, archives and tables."""

from __future__ import annotations

import base64
import csv
import json
import os
import zipfile
from pathlib import Path
from typing import Any

import fsspec
import pyarrow as pa
import pyarrow.parquet
import pytest
from batches import BAD, GOOD, write_mixed

from ats_audit.batch import Holds, Inputs, read_list
from ats_audit.batch.items import Item, fetch_content
from ats_audit.batch.sources import iter_items
from ats_audit.batch.tables import fill_cells
from ats_audit.errors import BatchError, CorruptDocumentError, LimitExceededError, UnreadableSourceError
from ats_audit.model import Limits


def names(*paths: Path | str, **options: Any) -> list[str]:
    return [item.doc_id.rsplit("/", 1)[-1] for item in iter_items(Inputs(paths=tuple(map(str, paths)), **options))]


def contents(*paths: Path, **options: Any) -> list[bytes | str]:
    found: list[bytes | str] = []
    for item in fill_cells(iter_items(Inputs(paths=tuple(map(str, paths)), **options))):
        try:
            found.append(fetch_content(item, Limits()))
        except (UnreadableSourceError, CorruptDocumentError) as error:
            found.append(error.message)
    return found


class TestFolders:
    def test_every_document_is_found_in_order_and_nothing_else(self, tmp_path: Path) -> None:
        write_mixed(tmp_path / "b")
        (tmp_path / "a").mkdir()
        (tmp_path / "a" / "z.txt").write_text("x")
        assert names(tmp_path) == ["z.txt", *sorted((*GOOD, *BAD))]

    def test_a_glob_reaches_into_subfolders(self, tmp_path: Path) -> None:
        write_mixed(tmp_path / "sub")
        assert names(tmp_path / "**" / "*.pdf") == ["a.pdf", "empty.pdf", "locked.pdf", "truncated.pdf"]

    def test_a_name_with_brackets_is_a_name_first(self, tmp_path: Path) -> None:
        (tmp_path / "cv [1].txt").write_text("x")
        assert names(tmp_path / "cv [1].txt") == ["cv [1].txt"]

    @pytest.mark.parametrize("name", ["missing.pdf", "missing/", "*.nothing"])
    def test_a_path_that_is_not_there_is_said_at_once(self, name: str, tmp_path: Path) -> None:
        with pytest.raises(BatchError, match=r"there is no|no file is matched"):
            names(f"{tmp_path}/{name}")

    def test_a_folder_that_cannot_be_listed_is_an_error_when_named_and_a_row_when_found(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        (tmp_path / "locked").mkdir()
        (tmp_path / "open.txt").write_text("x")
        real = os.scandir

        def scandir(folder: str) -> Any:
            if folder.endswith("locked"):
                raise PermissionError(13, "Permission denied")
            return real(folder)

        monkeypatch.setattr(os, "scandir", scandir)
        with pytest.raises(BatchError, match="cannot be listed"):
            names(tmp_path / "locked")
        assert names(tmp_path) == ["locked", "open.txt"]
        assert contents(tmp_path) == ["The folder cannot be listed.", b"x"]

    def test_what_is_no_file_is_a_document_that_cannot_be_read(self, tmp_path: Path) -> None:
        (tmp_path / "self.pdf").symlink_to(tmp_path / "self.pdf")
        os.mkfifo(tmp_path / "pipe.pdf")
        (tmp_path / "to-pipe.pdf").symlink_to(tmp_path / "pipe.pdf")
        (tmp_path / "zero.txt").symlink_to("/dev/zero")
        found = list(iter_items(Inputs(paths=(str(tmp_path),))))
        assert [Path(one.doc_id).name for one in found] == ["pipe.pdf", "self.pdf", "to-pipe.pdf", "zero.txt"]
        told = []
        for one in found:
            with pytest.raises(UnreadableSourceError) as error:
                fetch_content(one, Limits())
            told.append(error.value.message)
        assert told[1] == "The file cannot be read."
        assert {told[0], *told[2:]} == {"The path is a pipe, a socket or a device, and no file."}

    def test_links_to_folders_are_not_followed_and_dead_links_are_documents(self, tmp_path: Path) -> None:
        (tmp_path / "loop").symlink_to(tmp_path)
        (tmp_path / "dead.pdf").symlink_to(tmp_path / "gone.pdf")
        assert names(tmp_path) == ["dead.pdf"]
        assert contents(tmp_path) == ["There is no such file."]

    def test_a_name_that_is_no_utf8_is_shown_and_opened(self, tmp_path: Path) -> None:
        path = os.fsencode(tmp_path) + b"/r\xe9sum\xe9.txt"
        with open(path, "wb") as file:  # noqa: PTH123 - pathlib takes no bytes
            file.write(b"x")
        assert names(tmp_path) == [r"r\xe9sum\xe9.txt"]
        (item,) = iter_items(Inputs(paths=(str(tmp_path),)))
        assert Item.decode(json.loads(json.dumps(item.encode()))) == item
        assert fetch_content(item, Limits()) == b"x"


class TestLists:
    @pytest.mark.parametrize("content", [b"a.pdf\nb c.txt\n\na.pdf\n", b"a.pdf\r\nb c.txt", b"a.pdf\0b c.txt\0"])
    def test_a_list_is_read_in_the_forms_in_which_programs_write_it(self, content: bytes) -> None:
        assert read_list(content) == ("a.pdf", "b c.txt")

    def test_a_file_of_a_list_that_is_not_there_is_a_row(self) -> None:
        (item,) = iter_items(Inputs(listed=("gone.pdf",)))
        assert item.doc_id == "gone.pdf"
        with pytest.raises(UnreadableSourceError):
            fetch_content(item, Limits())


class TestArchives:
    def archive(self, path: Path) -> Path:
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.mkdir("sub")
            archive.writestr("sub/a.txt", "one")
            archive.writestr("__MACOSX/._a.txt", "x")
            archive.writestr("../../b.txt", "two")
            with pytest.warns(UserWarning, match="Duplicate name"):
                archive.writestr("sub/a.txt", "three")
        return path

    def test_members_are_documents_each_with_its_own_bytes(self, tmp_path: Path) -> None:
        path = self.archive(tmp_path / "x.zip")
        ids = [item.doc_id for item in iter_items(Inputs(paths=(str(path),)))]
        assert ids == [f"{path}!/{name}" for name in ("sub/a.txt", "../../b.txt", "sub/a.txt#2")]
        assert contents(path) == [b"one", b"two", b"three"]

    def test_a_bomb_is_one_document_beyond_a_limit(self, tmp_path: Path) -> None:
        with zipfile.ZipFile(tmp_path / "x.zip", "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("bomb.txt", bytes(50_000_000))
        (item,) = iter_items(Inputs(paths=(str(tmp_path / "x.zip"),)))
        with pytest.raises(LimitExceededError):
            fetch_content(item, Limits())

    def test_a_damaged_member_costs_itself_alone(self, tmp_path: Path) -> None:
        path = self.archive(tmp_path / "x.zip")
        content = bytearray(path.read_bytes())
        at = content.index(b"b.txt") + len(b"b.txt")
        content[at] ^= 0xFF
        path.write_bytes(content)
        assert contents(path) == [b"one", "The archive does not give this file.", b"three"]

    def test_what_is_no_archive_is_said_to_be_none(self, tmp_path: Path) -> None:
        (tmp_path / "x.zip").write_bytes(b"PK no")
        with pytest.raises(BatchError, match="cannot be opened as a zip archive"):
            names(tmp_path / "x.zip")


ROWS = [{"id": "one", "content": b"first"}, {"id": "two", "content": b""}, {"id": "three", "content": b"third"}]
NOTHING = "The table holds nothing for this document."


class TestTables:
    def test_parquet_holds_bytes(self, tmp_path: Path) -> None:
        path = tmp_path / "x.parquet"
        pyarrow.parquet.write_table(pa.Table.from_pylist(ROWS), path, row_group_size=2)
        assert names(path) == ["one", "two", "three"]
        assert contents(path) == [b"first", NOTHING, b"third"]

    def test_a_table_is_read_from_the_middle(self, tmp_path: Path) -> None:
        path = tmp_path / "x.parquet"
        many = [{"id": str(n), "content": str(n).encode()} for n in range(300)]
        pyarrow.parquet.write_table(pa.Table.from_pylist(many), path, row_group_size=100)
        items = list(iter_items(Inputs(paths=(str(path),))))
        wanted = [items[n] for n in (150, 151, 299, 7)]
        assert [item.content for item in fill_cells(wanted)] == [b"150", b"151", b"299", b"7"]

    @pytest.mark.parametrize("suffix", ["csv", "jsonl"])
    def test_csv_and_json_lines_hold_base64_or_text_or_paths(self, suffix: str, tmp_path: Path) -> None:
        (tmp_path / "cv.txt").write_text("from a file")
        rows = [
            {"id": "1", "b": base64.b64encode(b"\x00raw").decode(), "t": "Zürich", "p": "cv.txt"},
            {"id": "2", "b": "%%%", "t": "", "p": "https://example.com/cv.pdf"},
        ]
        path = tmp_path / f"x.{suffix}"
        with path.open("w", encoding="utf-8", newline="") as file:
            if suffix == "csv":
                writer = csv.DictWriter(file, ["id", "b", "t", "p"])
                writer.writeheader()
                writer.writerows(rows)
            else:
                file.writelines(json.dumps(row) + "\n" for row in rows)
        assert contents(path, column="b", holds=Holds.BASE64) == [b"\x00raw", "What the table holds is no base64."]
        assert contents(path, column="t", holds=Holds.TEXT) == ["Zürich".encode(), NOTHING]
        assert contents(path, column="p") == [
            b"from a file",
            "Nothing is fetched from the network but from object storage.",
        ]

    def test_rows_without_an_id_are_numbered(self, tmp_path: Path) -> None:
        (tmp_path / "x.csv").write_text("path\na.txt\nb.txt\n")
        assert names(tmp_path / "x.csv") == ["x.csv#1", "x.csv#2"]

    def test_a_column_that_is_not_there_is_answered_with_those_that_are(self, tmp_path: Path) -> None:
        (tmp_path / "x.csv").write_text("name,place\na,b\n")
        with pytest.raises(BatchError, match="which column") as asked:
            names(tmp_path / "x.csv")
        assert "name, place" in asked.value.hint
        with pytest.raises(BatchError, match="no column 'cv'"):
            names(tmp_path / "x.csv", column="cv")

    @pytest.mark.parametrize(
        ("name", "content"), [("x.parquet", b"PAR1 no"), ("x.csv", b"path\n\xff\xfe\n"), ("x.jsonl", b"{\n")]
    )
    def test_a_broken_table_is_named(self, name: str, content: bytes, tmp_path: Path) -> None:
        (tmp_path / name).write_bytes(content)
        with pytest.raises(BatchError, match="is broken"):
            names(tmp_path / name)


def test_object_storage_is_read_like_folders() -> None:
    system = fsspec.filesystem("memory")
    system.pipe({"/in/a.txt": b"one", "/in/sub/b.txt": b"two", "/in/.hidden": b"x"})
    assert names("memory://in") == ["a.txt", "b.txt"]
    (first, _) = iter_items(Inputs(paths=("memory://in",)))
    assert fetch_content(first, Limits()) == b"one"
    with pytest.raises(BatchError, match="there is nothing at"):
        names("memory://elsewhere")


def test_other_schemes_are_not_fetched() -> None:
    with pytest.raises(BatchError, match="https:// is not read"):
        names("https://example.com/cv.pdf")
