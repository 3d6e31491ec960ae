"""A whole morning of a 1688 shop, done by keyboard only."""

from pathlib import Path

from house import SHIPPED, day
from opsplan.journal import open_journal
from opsplan.planning.plan import make_plan
from opsplan.playbook.reader import read_playbook
from opsplan.tui import Desk
from opsplan.values.playbook import Shop
from opsplan.values.text import Text
from tui_house import Clock, Play, play


def test_a_morning_by_keyboard_only(tmp_path: Path) -> None:
    path = SHIPPED / "1688-shop.yaml"
    book, _ = read_playbook(path.read_bytes(), str(path))
    assert book is not None
    clock = Clock("2026-11-25 08:35")
    plan = make_plan(Shop("main", Text("主店"), launch=day("2026-11-25")), [book])
    desk = Desk(plan, open_journal(tmp_path / "journal.db"), "小李", clock)

    async def flow(played: Play) -> None:
        assert played.head.startswith(" 主店  2026年11月25日 周三")
        # The figures of yesterday come first; the boss has to be told of one of them.
        while "重发产品信息" not in played.row:
            if "询盘" in played.row:
                await played.press("n")
                await played.type("ask Wang")
            await played.press("space")
        # Reposting takes a while: at nine the slot is late, and half of it is done.
        clock.set("2026-11-25 09:10")
        await played.look()
        assert "逾时" in played.row
        await played.press("space")
        # The next slot comes; the platform is down, so its row is left out.
        clock.set("2026-11-25 11:31")
        await played.look()
        await played.press("slash")
        await played.type("重发")
        assert played.row.startswith("☐ 11:30")
        await played.press("s")
        await played.type("platform is down")
        await played.press("escape")
        # Somebody ticked too much, and takes it back.
        await played.press("home", "space", "u")
        assert "已撤销" in played.said
        # The ads are somebody else's: look at what is left of the operator's own.
        await played.press("r")
        await played.type("ops")
        assert "推广 A" not in played.text
        # Seven listings are optimised in two goes.
        while "优化产品信息7条" not in played.row:
            await played.press("down")
        await played.press("3", "enter")
        assert "3/7" in played.row
        await played.press("4", "enter")
        assert "7/7" in played.text
        # A look at tomorrow, the week and the month, and back.
        await played.press("escape", "right", "w", "m", "d", "t")
        assert "11:31" in played.head

    play(desk, flow, lang="zh")
    listed = {item.occurrence.paper_code: item for item in desk.list_of(desk.today).items}
    assert listed["A05#1"].status == "done"
    assert listed["A05#2"].status == "skipped"
    assert listed["A18"].status == "done"
    assert listed["A18"].record.progress == 7
    noted = [item for item in listed.values() if item.record.notes]
    assert [item.record.notes[0].text for item in noted] == ["ask Wang"]
    assert sum(item.status == "done" for item in listed.values()) == 6
