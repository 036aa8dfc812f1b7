"""Uploaded files: kept whole, found again, gone when deleted, and never outside their folder."""

from __future__ import annotations

import os
import re
import signal
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from forum.core import storage as storage_room
from forum.core.errors import NotFound, Refused
from forum.core.storage import NOT_KEPT, NOT_READ, Storage, StorageTrouble, new_key, open_storage


@pytest.fixture(params=["folder", "memory"])
def storage(request: pytest.FixtureRequest, tmp_path: Path) -> Storage:
    return open_storage("memory://" if request.param == "memory" else None, tmp_path / "files")


def test_what_was_put_is_found_again(storage: Storage) -> None:
    storage.put("ab/cd.jpg", b"\x00picture\xff")

    assert storage.get("ab/cd.jpg") == b"\x00picture\xff"
    assert storage.size("ab/cd.jpg") == 9
    assert list(storage.keys()) == ["ab/cd.jpg"]


def test_putting_again_replaces_everything(storage: Storage) -> None:
    storage.put("ab/cd.jpg", b"a long first version")
    storage.put("ab/cd.jpg", b"short")

    assert storage.get("ab/cd.jpg") == b"short"


def test_a_file_larger_than_one_request_part_is_kept_whole(storage: Storage) -> None:
    content = os.urandom(6 * 1024 * 1024)
    storage.put("ab/large.pdf", content)

    assert storage.get("ab/large.pdf") == content


def test_a_missing_file_is_not_found(storage: Storage) -> None:
    for ask in (storage.get, storage.size):
        with pytest.raises(NotFound):
            ask("ab/nothing.jpg")


def test_deleting_is_quiet_when_there_is_nothing_left(storage: Storage) -> None:
    storage.put("ab/cd.jpg", b"x")
    storage.put("ab/kept.jpg", b"y")
    storage.delete("ab/cd.jpg")
    storage.delete("ab/cd.jpg")

    assert list(storage.keys()) == ["ab/kept.jpg"]


def test_every_key_is_listed(storage: Storage) -> None:
    wanted = {new_key("png") for _ in range(60)}
    for key in wanted:
        storage.put(key, b"x")

    assert set(storage.keys()) == wanted


def test_keys_can_be_limited_to_older_files(storage: Storage) -> None:
    storage.put("ab/cd.jpg", b"x")
    now = datetime.now(UTC)

    assert list(storage.keys(older_than=now + timedelta(minutes=1))) == ["ab/cd.jpg"]
    assert list(storage.keys(older_than=now - timedelta(minutes=1))) == []


@pytest.mark.parametrize(
    "key",
    ["", "../secret", "ab/../../x", "/etc/passwd", "ab//x", "ab/", ".hidden", "a\\b", "a\0b", "a\n", "é"],
)
def test_a_key_never_leads_out_of_the_store(storage: Storage, key: str) -> None:
    for use in (lambda: storage.put(key, b"x"), *(lambda f=f: f(key) for f in (storage.get, storage.delete))):
        with pytest.raises(ValueError, match="not a storage key"):
            use()

    assert list(storage.keys()) == []


def test_new_keys_are_random_and_spread_over_folders() -> None:
    keys = {new_key("jpg") for _ in range(500)}

    assert len(keys) == 500
    assert len({key[:2] for key in keys}) > 100
    assert all(re.fullmatch(r"[0-9a-f]{2}/[0-9a-f]{38}\.jpg", key) for key in keys)


def test_an_extension_cannot_smuggle_a_path_into_a_key() -> None:
    with pytest.raises(ValueError, match="not a storage key"):
        new_key("jpg/../../x")


def test_the_folder_is_made_and_closed_to_others(tmp_path: Path) -> None:
    open_storage(None, tmp_path / "data" / "files")

    assert (tmp_path / "data" / "files").stat().st_mode & 0o077 == 0


def test_a_file_in_the_folder_stays_when_the_store_is_opened_again(tmp_path: Path) -> None:
    open_storage(None, tmp_path).put("ab/cd.jpg", b"x")

    assert open_storage(None, tmp_path).get("ab/cd.jpg") == b"x"
    assert [path.name for path in tmp_path.rglob("*") if path.is_file()] == ["cd.jpg"]


def test_a_file_and_the_folders_above_it_are_synced(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    synced: list[str] = []
    monkeypatch.setattr(
        os, "fsync", lambda handle: synced.append(str(Path(f"/proc/self/fd/{handle}").readlink()))
    )
    open_storage(None, tmp_path).put("ab/cd.jpg", b"x")

    assert synced == [str(tmp_path / "ab/cd.jpg"), str(tmp_path / "ab"), str(tmp_path)]


def test_half_written_files_are_not_listed(tmp_path: Path) -> None:
    """What a killed process leaves behind: obstore writes beside the name, then renames."""
    (tmp_path / "ab").mkdir()
    (tmp_path / "ab" / "cd.jpg#1").write_bytes(b"half")

    assert list(open_storage(None, tmp_path).keys()) == []


def test_trouble_with_the_disk_is_a_refusal_that_keeps_its_cause(tmp_path: Path) -> None:
    (tmp_path / "ab").write_text("a file where a folder should be")
    storage = open_storage(None, tmp_path)

    with pytest.raises(StorageTrouble, match=re.escape(NOT_KEPT)) as refusal:
        storage.put("ab/cd.jpg", b"x")
    assert isinstance(refusal.value, Refused)
    assert "Not a directory" in str(refusal.value.__cause__)
    with pytest.raises(StorageTrouble, match=re.escape(NOT_READ)):
        storage.get("ab/cd.jpg")


def test_a_failing_sync_is_not_acknowledged(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(handle: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(StorageTrouble, match=re.escape(NOT_KEPT)):
        open_storage(None, tmp_path).put("ab/cd.jpg", b"x")


def test_a_bucket_that_does_not_answer_is_a_refusal(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    settings = {"ENDPOINT": "http://127.0.0.1:9", "ALLOW_HTTP": "true", "REGION": "x"}
    keys = {"ACCESS_KEY_ID": "x", "SECRET_ACCESS_KEY": "x"}
    for name, value in (settings | keys).items():
        monkeypatch.setenv(f"AWS_{name}", value)

    with pytest.raises(StorageTrouble):
        open_storage("s3://bucket/prefix", tmp_path).get("ab/cd.jpg")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("url", ["", "ftp://somewhere", "file:///etc", "/var/files"])
def test_an_unknown_kind_of_store_is_an_error(tmp_path: Path, url: str) -> None:
    with pytest.raises(ValueError, match="storage URL"):
        open_storage(url, tmp_path)


def test_use_after_a_fork_fails_instead_of_waiting_for_ever(storage: Storage) -> None:
    storage.put("ab/cd.jpg", b"x")
    child = os.fork()
    if child == 0:
        signal.alarm(5)
        try:
            storage.get("ab/cd.jpg")
        except RuntimeError:
            os._exit(7)
        os._exit(0)
    _, status = os.waitpid(child, 0)

    assert os.waitstatus_to_exitcode(status) == 7
    assert storage.get("ab/cd.jpg") == b"x"
    assert storage_room._processes == {os.getpid()}
