"""What other schedulers are given: systemd, launchd and Windows, as their own readers see it."""

import os
import plistlib
import shutil
import subprocess
from pathlib import Path

import pytest

from opsplan.remind.timers import (
    HEADERS,
    launchd_agents,
    schtasks_lines,
    systemd_units,
)
from opsplan.remind.waking import Waking, wakes_of

WAKES = wakes_of({"morning": 480, "evening": None, "week": 475})
WAKING = Waking(
    ("/opt/ops plan/opsplan",),
    {"OPSPLAN_HOME": '/home/小李/100% "mine" $x\\y', "LANG": "zh_CN.UTF-8"},
    WAKES,
    "Asia/Shanghai",
    -480,
)


class TestSystemd:
    UNITS = {unit.name: unit.text for unit in systemd_units(WAKING)}

    def test_a_service_and_a_timer_for_each(self) -> None:
        assert list(self.UNITS) == [
            "opsplan-remind.service",
            "opsplan-remind.timer",
            "opsplan-morning.service",
            "opsplan-morning.timer",
            "opsplan-week.service",
            "opsplan-week.timer",
        ]
        assert all(text.startswith(HEADERS["zh"]) for text in self.UNITS.values())

    def test_the_timers_know_the_shops_zone_and_catch_up(self) -> None:
        assert "\nOnCalendar=*:0/5\nPersistent=true\n" in self.UNITS["opsplan-remind.timer"]
        moment = "OnCalendar=*-*-* 08:00:00 Asia/Shanghai\n"
        assert moment in self.UNITS["opsplan-morning.timer"]
        assert "OnCalendar=Mon *-*-* 07:55:00 Asia/Shanghai\n" in self.UNITS["opsplan-week.timer"]

    def test_words_mean_what_they_say(self) -> None:
        service = self.UNITS["opsplan-morning.service"]
        command = '"/opt/ops plan/opsplan" "remind" "--notify" "--digest" "morning"'
        assert f"ExecStart={command}\n" in service
        assert '"OPSPLAN_HOME=/home/小李/100%% \\"mine\\" $x\\\\y"' in service

    @pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="needs systemd")
    def test_systemd_itself_takes_them(self, tmp_path: Path) -> None:
        waking = Waking(("/bin/true",), WAKING.environ, WAKES, WAKING.zone)
        units = systemd_units(waking)
        for unit in units:
            (tmp_path / unit.name).write_text(unit.text, encoding="utf-8")
        names = [str(tmp_path / unit.name) for unit in units if unit.name.endswith(".timer")]
        places = {"XDG_RUNTIME_DIR": str(tmp_path), "SYSTEMD_UNIT_PATH": f"{tmp_path}:"}
        environ = {**os.environ, **places}
        command = ["systemd-analyze", "--user", "verify", *names]
        done = subprocess.run(command, capture_output=True, text=True, env=environ, check=False)
        said = [line for line in done.stderr.splitlines() if "opsplan" in line]
        assert said == []


class TestLaunchd:
    def test_the_agents_as_macos_reads_them(self) -> None:
        agents = {f.name: plistlib.loads(f.text.encode()) for f in launchd_agents(WAKING)}
        remind = agents["opsplan.remind.plist"]
        assert remind["ProgramArguments"] == ["/opt/ops plan/opsplan", "remind", "--notify"]
        assert remind["EnvironmentVariables"] == WAKING.environ
        assert remind["StartInterval"] == 300
        assert agents["opsplan.morning.plist"]["StartCalendarInterval"] == {"Hour": 0, "Minute": 0}
        assert agents["opsplan.week.plist"]["StartCalendarInterval"] == {
            "Hour": 23,
            "Minute": 55,
            "Weekday": 0,
        }


class TestWindows:
    def test_a_line_for_each(self) -> None:
        waking = Waking((r"C:\Program Files\opsplan.exe",), {}, WAKES, "Asia/Shanghai")
        task = r'/TR "\"C:\Program Files\opsplan.exe\" remind --notify'
        assert schtasks_lines(waking) == [
            f'schtasks /Create /F /TN opsplan-remind /SC MINUTE /MO 5 {task}"',
            f'schtasks /Create /F /TN opsplan-morning /SC DAILY /ST 08:00 {task} --digest morning"',
            "schtasks /Create /F /TN opsplan-week /SC WEEKLY /D MON /ST 07:55 "
            f'{task} --digest week"',
        ]

    def test_settings_are_made_before(self) -> None:
        waking = Waking((r"C:\opsplan.exe",), {"LANG": "zh_CN.UTF-8"}, WAKES, "Asia/Shanghai")
        assert schtasks_lines(waking)[0].endswith(
            r'/TR "cmd /c set \"LANG=zh_CN.UTF-8\" && C:\opsplan.exe remind --notify"'
        )
