"""Files in `cache/` are whole, ours and ordinary, or as good as none."""

import os
from pathlib import Path

import pytest

from opsplan.cli.kept import read_kept, write_kept

BODY = b"what was found\n\0and kept"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A file that is kept, in a folder that was made for it."""
    path = tmp_path / "cache" / "found.bin"
    write_kept(str(path), BODY)
    return path


def test_it_is_read_as_it_was_written(path: Path) -> None:
    assert read_kept(str(path)) == BODY
    write_kept(str(path), b"")
    assert read_kept(str(path)) == b""
    assert read_kept(f"{path}.other") is None


@pytest.mark.skipif(os.name == "nt", reason="modes are POSIX's")
def test_it_is_for_its_owner_alone(path: Path) -> None:
    assert path.stat().st_mode & 0o777 == 0o600
    assert path.parent.stat().st_mode & 0o777 == 0o700
    path.chmod(0o620)
    assert read_kept(str(path)) is None


@pytest.mark.parametrize("at", range(8 + len(BODY)))
def test_a_changed_byte_is_seen(path: Path, at: int) -> None:
    data = bytearray(path.read_bytes())
    data[at] ^= 1
    path.write_bytes(data)
    assert read_kept(str(path)) is None


@pytest.mark.parametrize("size", range(8 + len(BODY)))
def test_a_cut_one_is_seen(path: Path, size: int) -> None:
    os.truncate(path, size)
    assert read_kept(str(path)) is None


def test_what_is_no_ordinary_file_neither_hangs_nor_fills_the_memory(path: Path) -> None:
    path.unlink()
    os.mkfifo(path, 0o600)
    assert read_kept(str(path)) is None
    path.unlink()
    path.symlink_to("/dev/zero")
    assert read_kept(str(path)) is None
    path.unlink()
    path.mkdir()
    assert read_kept(str(path)) is None


def test_where_it_cannot_be_kept_nothing_is_left_behind(path: Path) -> None:
    path.unlink()
    path.mkdir()
    with pytest.raises(OSError, match="directory"):
        write_kept(str(path), BODY)
    assert [*path.parent.iterdir()] == [path]
