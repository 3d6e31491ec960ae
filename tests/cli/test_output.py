"""Writing files: the format by the suffix, all or nothing, one clear line where it fails."""

import os
import stat
from pathlib import Path

import pytest

from opsplan.cli.output import PRIVATE, Target, deliver, target_of, write_out, write_whole
from opsplan.cli.paper import STDOUT
from opsplan.cli.session import Options, Session
from opsplan.values.problem import OpsplanError, UsageError
from opsplan.views.formats import FormatName, Renderers

TABLE: Renderers[str] = {
    "txt": lambda text, _: text,
    "pdf": lambda text, _: text.encode(),
    "html": lambda text, words: f"{words.language} {text}",
    "json": lambda text, _: f'"{text}"',
}


def session(*, json: bool = False) -> Session:
    return Session(Options(lang="en", json=json), {})


@pytest.mark.parametrize(
    ("name", "format_name"),
    [("a.txt", "txt"), ("a.PDF", "pdf"), ("x/a.htm", "html"), ("a.txt.html", "html")],
)
def test_the_suffix_is_the_format(name: str, format_name: FormatName) -> None:
    assert target_of(name, TABLE) == Target(Path(name), format_name)


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("a.pfd", "did you mean '.pdf'?"),
        ("a.docx", ".txt, .pdf, .html, .htm, .json can be written"),
        ("a", "can be written"),
        (".pdf", "can be written"),
        ("", "can be written"),
    ],
)
def test_another_suffix_is_wrong_usage(name: str, says: str) -> None:
    with pytest.raises(UsageError) as caught:
        target_of(name, TABLE)
    assert says in str(caught.value.hint)


def test_a_dash_is_standard_output_in_the_first_format() -> None:
    assert target_of(STDOUT, TABLE) == Target(None, "txt")
    assert target_of(STDOUT, TABLE, as_json=True) == Target(None, "json")
    run = session()
    write_out(run, STDOUT, TABLE, lambda: "清单\r\n")
    assert (run.out.getvalue(), run.err.getvalue()) == ("清单\r\n", "")


def test_a_file_is_written_and_said(tmp_path: Path) -> None:
    run, path = session(), tmp_path / "a.html"
    write_out(run, str(path), TABLE, lambda: "清单\r\n")
    assert path.read_bytes() == "en 清单\r\n".encode()
    assert (run.out.getvalue(), run.err.getvalue()) == ("", f"{path} is written\n")


def test_json_tells_where_it_is(tmp_path: Path) -> None:
    run, path = session(json=True), tmp_path / "a.pdf"
    deliver(run, Target(path, "pdf"), b"%PDF")
    assert run.out.getvalue() == f'{{\n  "file": "{path}",\n  "format": "pdf"\n}}\n'
    assert run.err.getvalue() == ""


def test_the_content_is_not_asked_for_where_the_name_is_wrong() -> None:
    def content() -> str:
        raise AssertionError

    with pytest.raises(UsageError):
        write_out(session(), "a.xls", TABLE, content)


def test_modes_follow_the_umask_the_old_file_and_privacy(tmp_path: Path) -> None:
    def mode(path: Path) -> int:
        return stat.S_IMODE(path.stat().st_mode)

    before = os.umask(0o027)
    try:
        write_whole(tmp_path / "new.txt", "a")
        (tmp_path / "old.txt").write_text("a")
        (tmp_path / "old.txt").chmod(0o604)
        write_whole(tmp_path / "old.txt", "b")
        os.umask(0)
        write_whole(tmp_path / "private.txt", "c", PRIVATE)
    finally:
        os.umask(before)
    assert mode(tmp_path / "new.txt") == 0o640
    assert mode(tmp_path / "old.txt") == 0o604
    assert mode(tmp_path / "private.txt") == 0o600


def test_a_link_stays_a_link(tmp_path: Path) -> None:
    (tmp_path / "real.txt").write_text("old")
    (tmp_path / "link.txt").symlink_to("real.txt")
    write_whole(tmp_path / "link.txt", "new")
    assert (tmp_path / "link.txt").is_symlink()
    assert (tmp_path / "real.txt").read_text() == "new"


def test_where_it_cannot_be_written_the_old_file_stays(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "a.txt"
    path.write_text("old")

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OpsplanError, match="No space left"):
        write_whole(path, "new")
    assert path.read_text() == "old"
    assert [each.name for each in tmp_path.iterdir()] == ["a.txt"]


@pytest.mark.parametrize("name", ["none/a.txt", "file/a.txt", "folder.txt", "pipe.txt"])
def test_a_place_that_cannot_be_written_is_named(tmp_path: Path, name: str) -> None:
    (tmp_path / "file").write_text("")
    (tmp_path / "folder.txt").mkdir()
    os.mkfifo(tmp_path / "pipe.txt")
    before = sorted(tmp_path.iterdir())
    with pytest.raises(OpsplanError) as caught:
        write_whole(tmp_path / name, "x")
    assert str(tmp_path) in str(caught.value)
    assert sorted(tmp_path.iterdir()) == before
