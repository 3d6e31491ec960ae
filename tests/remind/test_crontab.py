"""The crontab: our block, all other lines byte for byte, and each way in which cron fails."""

import os
import shlex
import shutil
import subprocess
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from opsplan.remind.crontab import (
    block_of,
    cron_lines,
    read_table,
    with_block,
    without_block,
    write_table,
)
from opsplan.remind.waking import (
    DIGESTS,
    Wake,
    Waking,
    digests_in,
    digests_line,
    is_steady,
    minutes_ahead,
    shifted,
    wakes_of,
)
from opsplan.values.problem import OpsplanError

PROGRAM = "/opt/ops plan/bin/opsplan"
ENVIRON = {"OPSPLAN_HOME": "/home/小李/100% mine", "TZ": "Asia/Shanghai", "LANG": "zh_CN.UTF-8"}
WAKING = Waking(
    (PROGRAM,),
    ENVIRON,
    wakes_of({"morning": 480, "evening": 18 * 60 + 5, "week": 475}),
    "Asia/Shanghai",
)
LINES = cron_lines(WAKING)

TABLES = (
    b"",
    b"\n",
    b"# a comment\nMAILTO=x@example.org\n*/3 * * * * echo 50\\% >/dev/null\n",
    b"0 1 * * * no final newline",
    b"0 1 * * * crlf\r\n0 2 * * * again\r\n",
    b"0 1 * * * crlf without end\r",
    b"# latin-1: caf\xe9\n\xff\xfe\n",
    "# 备份\n0 3 * * * /usr/bin/备份.sh\n".encode(),
    b"# >>> conda initialize >>>\n# <<< conda initialize <<<\n\n\n",
    b"# >>> opsplanner is another program\n",
)


class TestLines:
    def test_as_cron_wants_them(self) -> None:
        start = (
            "/usr/bin/env 'OPSPLAN_HOME=/home/小李/100\\% mine' TZ=Asia/Shanghai LANG=zh_CN.UTF-8"
            " '/opt/ops plan/bin/opsplan' remind --notify"
        )
        assert [
            "# 汇总：早上 08:00、傍晚 18:05、每周一 07:55（Asia/Shanghai）",
            f"*/5 * * * * {start} >/dev/null",
            f"0 8 * * * {start} --digest morning >/dev/null",
            f"5 18 * * * {start} --digest evening >/dev/null",
            f"55 7 * * 1 {start} --digest week >/dev/null",
        ] == LINES

    def test_by_a_machine_in_utc(self) -> None:
        waking = Waking((PROGRAM,), {}, WAKING.wakes, "Asia/Shanghai", -480)
        assert [line.split(" /")[0] for line in cron_lines(waking)[1:]] == [
            "*/5 * * * *",
            "0 0 * * *",
            "5 10 * * *",
            "55 23 * * 0",
        ]

    @given(st.integers(0, 1439), st.integers(0, 6), st.integers(-1439, 1439))
    def test_there_and_back(self, at: int, weekday: int, minutes: int) -> None:
        wake = Wake("week", (), at, weekday)
        assert shifted(shifted(wake, minutes), -minutes) == wake

    @pytest.mark.parametrize(
        ("machine", "shop", "minutes", "steady"),
        [
            ("UTC", "Asia/Shanghai", -480, True),
            ("Asia/Shanghai", "Asia/Shanghai", 0, True),
            ("Asia/Shanghai", "America/New_York", 780, False),
            ("America/New_York", "America/New_York", 0, True),
            ("Europe/London", "America/New_York", 300, False),
            ("Asia/Kathmandu", "UTC", 345, True),
        ],
    )
    def test_two_clocks(self, machine: str, shop: str, minutes: int, steady: bool) -> None:
        now = datetime(2026, 11, 26, tzinfo=UTC)
        zones = ZoneInfo(machine), ZoneInfo(shop)
        assert minutes_ahead(now, *zones) == minutes
        assert is_steady(now, *zones) is steady

    def test_a_shell_reads_what_we_meant(self, tmp_path: Path) -> None:
        """The command as cron hands it on: a backslash before % gone, with hardly any PATH."""
        script = tmp_path / "it's 100%"
        script.write_text('#!/bin/sh\nprintf "%s|" "$OPSPLAN_HOME" "$TZ" "$@" >"$0.said"\n')
        script.chmod(0o755)
        waking = Waking((str(script),), ENVIRON, wakes_of({}), "Asia/Shanghai")
        command = cron_lines(waking)[1].removeprefix("*/5 * * * * ").replace("\\%", "%")
        done = subprocess.run(
            ["/bin/sh", "-c", command],
            env={"PATH": "/usr/bin:/bin"},
            capture_output=True,
            check=True,
        )
        assert (done.stdout, done.stderr) == (b"", b"")
        said = Path(f"{script}.said").read_text()
        assert said == f"{ENVIRON['OPSPLAN_HOME']}|Asia/Shanghai|remind|--notify|"

    def test_a_line_break_is_refused(self) -> None:
        with pytest.raises(OpsplanError, match="line break"):
            cron_lines(Waking(("/a\nb",), {}, WAKING.wakes, "UTC"))

    @pytest.mark.parametrize("times", [{}, {"morning": 0}, {"evening": 1439, "week": 5}])
    def test_the_times_are_found_again(self, times: dict[str, int]) -> None:
        given_times = {digest: times.get(digest) for digest in DIGESTS}
        for environ in ({}, {"LANG": "zh_CN.UTF-8"}):
            waking = Waking((), environ, wakes_of(given_times), "Asia/Shanghai")
            assert digests_in(f"x\n{digests_line(waking)}\ny") == given_times
        assert digests_in("0 8 * * * something") is None


class TestBlock:
    @pytest.mark.parametrize("table", TABLES)
    def test_other_lines_stay_byte_for_byte(self, table: bytes) -> None:
        changed = with_block(table, LINES)
        assert changed.startswith(table)
        assert changed.endswith(b"# <<< opsplan\n")
        assert without_block(changed) == table

    @pytest.mark.parametrize("table", TABLES)
    def test_installing_twice_changes_nothing(self, table: bytes) -> None:
        once = with_block(table, LINES)
        assert with_block(once, LINES) == once
        assert with_block(once, LINES, "zh") == with_block(table, LINES, "zh")

    @pytest.mark.parametrize("table", TABLES)
    def test_what_was_written_in_another_language_is_taken_out_too(self, table: bytes) -> None:
        chinese = with_block(table, LINES, "zh")
        assert "由 opsplan cron install 写入".encode() in chinese
        assert without_block(chinese) == without_block(with_block(chinese, LINES)) == table

    @given(st.binary().filter(lambda table: b"opsplan" not in table), st.binary(max_size=9))
    def test_whatever_the_bytes(self, table: bytes, more: bytes) -> None:
        changed = with_block(table, LINES)
        assert without_block(changed) == table
        other = with_block(changed, ["# another"])
        assert without_block(other) == table
        if more:
            # Lines that somebody added below ours stay below the others.
            kept = without_block(with_block(changed + more, LINES))
            assert kept in (table + more, table + b"\n" + more)

    def test_it_stays_where_it_stands(self) -> None:
        table = with_block(b"first\n", LINES) + b"last"
        changed = with_block(table, ["# other"])
        assert changed.startswith(b"first\n# >>> opsplan")
        assert changed.endswith(b"# other\n# <<< opsplan\nlast")
        assert without_block(changed) == b"first\nlast"

    @pytest.mark.parametrize(
        ("table", "said"),
        [
            (b"# >>> opsplan\n# <<< opsplan\n" * 2, "more than once"),
            (b"# >>> opsplan\n# >>> opsplan\n# <<< opsplan\n", "more than once"),
            (b"# >>> opsplan\n0 1 * * * x\n", "lost its begin or its end"),
            (b"# <<< opsplan\n", "lost its begin or its end"),
            (b"# <<< opsplan\n# >>> opsplan\n", "lost its begin or its end"),
        ],
    )
    def test_a_broken_block_is_refused_with_advice(self, table: bytes, said: str) -> None:
        for call in (without_block, block_of, lambda broken: with_block(broken, LINES)):
            with pytest.raises(OpsplanError, match=said) as caught:
                call(table)
            assert "crontab -e" in str(caught.value.hint)


def fake(folder: Path, script: str) -> dict[str, str]:
    """An environment with a crontab program of our own; `table` beside it is the table."""
    path = folder / "crontab"
    path.write_text(f"#!/bin/sh\nTABLE={shlex.quote(str(folder / 'table'))}\n{script}\n")
    path.chmod(0o755)
    return {"PATH": f"{folder}:/usr/bin:/bin"}


GOOD = """
case "$1" in
  -l) if [ -e "$TABLE" ]; then cat "$TABLE"; else echo "no crontab for me" >&2; exit 1; fi ;;
  -r) rm "$TABLE" ;;
  -) cat > "$TABLE" ;;
esac
"""


class TestProgram:
    @pytest.mark.parametrize("table", TABLES)
    def test_there_and_back(self, tmp_path: Path, table: bytes) -> None:
        environ = fake(tmp_path, GOOD)
        if table:
            (tmp_path / "table").write_bytes(table)
        assert read_table(environ) == table
        write_table(with_block(table, LINES), environ)
        assert read_table(environ) == with_block(table, LINES)
        write_table(without_block(read_table(environ)), environ)
        assert read_table(environ) == table
        assert (tmp_path / "table").exists() == bool(table)

    @pytest.mark.parametrize(
        ("script", "said"),
        [
            (
                'echo "You (me) are not allowed to use this program (crontab)" >&2; exit 1',
                "allowed",
            ),
            ('echo "crontab: cannot open spool" >&2; exit 2', "cannot open spool"),
            ("exit 3", "exit 3"),
            ('echo "0 1 * * * half"; echo "no crontab for me" >&2; exit 1', "no crontab for me"),
            ("exec kill -9 $$", "exit -9"),
        ],
    )
    def test_what_cannot_be_read_is_an_error(self, tmp_path: Path, script: str, said: str) -> None:
        with pytest.raises(OpsplanError, match="cannot be read") as caught:
            read_table(fake(tmp_path, script))
        assert said in str(caught.value.message)

    def test_without_the_program(self, tmp_path: Path) -> None:
        with pytest.raises(OpsplanError, match="no program crontab"):
            read_table({"PATH": str(tmp_path)})

    def test_busyboxs_way_to_say_that_there_is_none(self, tmp_path: Path) -> None:
        script = "echo \"crontab: can't open 'me': No such file or directory\" >&2; exit 1"
        assert read_table(fake(tmp_path, script)) == b""

    def test_a_header_that_cron_adds_is_not_the_tables(self, tmp_path: Path) -> None:
        header = "# DO NOT EDIT THIS FILE - edit\\n# (- installed on x)\\n# (Cron version y)\\n"
        environ = fake(tmp_path, f'printf "{header}0 1 * * * x\\n"')
        assert read_table(environ) == b"0 1 * * * x\n"

    @pytest.mark.parametrize(
        "table",
        [b"0 1 * * * a\r\n0 2 * * * b\x08\r\n", b"0 1 * * * tr -d '\\r'\n", b"# \\r \r\n"],
    )
    def test_debian_lists_carriage_returns_as_something_else(
        self, tmp_path: Path, table: bytes
    ) -> None:
        escape = r"""[ "$1" = -l ] && { sed 's/\r/\\r/g; s/\x08/\\b/g' "$TABLE"; exit 0; }
        [ "$1" = -e ] && { $VISUAL "$TABLE"; exit 0; }"""
        environ = fake(tmp_path, escape + GOOD)
        (tmp_path / "table").write_bytes(table)
        assert read_table(environ) == table
        write_table(with_block(table, LINES), environ)
        assert (tmp_path / "table").read_bytes() == with_block(table, LINES)

    @pytest.mark.parametrize("edit", ["exit 1", "exit 0", "echo something else; exit 0"])
    def test_one_that_cannot_be_seen_as_it_is_is_refused(self, tmp_path: Path, edit: str) -> None:
        environ = fake(tmp_path, f'[ "$1" = -e ] && {{ {edit}; }}' + GOOD)
        (tmp_path / "table").write_bytes(b"0 1 * * * a\\r\n")
        with pytest.raises(OpsplanError, match="carriage returns"):
            read_table(environ)

    def test_a_refused_table_leaves_the_old_one(self, tmp_path: Path) -> None:
        refuse = '[ "$1" = - ] && { echo "errors in crontab file" >&2; exit 1; }'
        environ = fake(tmp_path, refuse + GOOD)
        (tmp_path / "table").write_bytes(b"old\n")
        with pytest.raises(OpsplanError, match="cannot be written: errors in crontab file"):
            write_table(b"new\n", environ)
        assert read_table(environ) == b"old\n"

    def test_a_table_that_was_cut_is_noticed(self, tmp_path: Path) -> None:
        cut = '[ "$1" = - ] && { head -c 5 > "$TABLE"; exit 0; }'
        with pytest.raises(OpsplanError, match="reads differently"):
            write_table(b"0 1 * * * something\n", fake(tmp_path, cut + GOOD))


def real_crontab(*arguments: str, table: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    command = ["crontab", *arguments]
    return subprocess.run(command, input=table, capture_output=True, check=False)


@pytest.mark.skipif(
    shutil.which("crontab") is None or not hasattr(os, "getuid") or os.getuid() != 0,
    reason="needs the real crontab, and root for a table of its own",
)
class TestRealCron:
    """Debian's own program, on a table that is put back as it was."""

    @pytest.fixture(autouse=True)
    def _put_back(self) -> Iterator[None]:
        before = real_crontab("-l")
        real_crontab("-r")
        yield
        real_crontab("-r")
        if before.returncode == 0:
            assert real_crontab("-", table=before.stdout).returncode == 0

    @pytest.mark.parametrize(
        "table",
        [
            b"",
            b"# a comment\nMAILTO=x@example.org\n*/3 * * * * echo 50\\% >/dev/null\n",
            "# 备份\n0 3 * * * /usr/bin/备份.sh\n# caf".encode() + b"\xe9 \xff\n\n\n",
            b"0 1 * * * crlf\r\n0 2 * * * tr -d '\\r' \b\r\n",
        ],
    )
    def test_there_and_back(self, table: bytes) -> None:
        if table:
            assert real_crontab("-", table=table).returncode == 0
        assert read_table(os.environ) == table
        write_table(with_block(table, LINES), os.environ)
        assert read_table(os.environ) == with_block(table, LINES)
        write_table(without_block(read_table(os.environ)), os.environ)
        assert read_table(os.environ) == table

    def test_a_table_that_cron_does_not_take(self) -> None:
        write_table(b"0 1 * * * x\n", os.environ)
        with pytest.raises(OpsplanError, match="cannot be written"):
            write_table(b"99 99 99 99 99 x\n", os.environ)
        assert read_table(os.environ) == b"0 1 * * * x\n"
