"""One entry that a wrong clock has written does not spoil the journal for all others."""

import pytest

from house import Home

BOOK = """opsplan: 1
id: mine
name: M
duties:
- {id: ad, name: Ad, when: 2 days after done}
- {id: wk, name: Weekly, when: every mon}
- {id: slot, name: Slot, when: daily at 10:00}
metrics:
- {id: visits, name: Visits}
"""


@pytest.fixture
def shop(home: Home) -> Home:
    """A shop with one small playbook."""
    home.write("playbooks/mine.yaml", BOOK)
    home.write("config.yaml", "lang: en\nshops: {main: {playbooks: [mine], launch: 2026-11-01}}\n")
    return home


def names(shop: Home, now: str) -> dict[str, str]:
    """The day's rows, and how each stands."""
    return {i["duty"]: i["status"] for i in shop.run("today", "--json", now=now).json["items"]}


def test_a_clock_that_was_days_ahead_silences_nothing(shop: Home) -> None:
    assert shop.run("note", "slot", "ahead", now="2026-11-29T09:00+08:00").code == 0
    for duty in ("ad", "wk"):
        assert shop.run("done", duty, now="2026-11-23T11:00+08:00").code == 0
    assert names(shop, "2026-11-24T09:00+08:00") == {"slot": "upcoming"}
    assert names(shop, "2026-11-25T09:00+08:00") == {"slot": "upcoming", "ad": "open"}
    assert shop.run("done", "ad", now="2026-11-25T09:05+08:00").code == 0
    assert "ad" not in names(shop, "2026-11-26T09:00+08:00")
    assert names(shop, "2026-11-27T09:00+08:00")["ad"] == "open"


def test_a_clock_that_was_years_ahead_does_not_disturb_the_order_of_others(shop: Home) -> None:
    assert shop.run("note", "slot", "ahead", now="2029-12-06T09:00+08:00").code == 0
    assert shop.run("log", "visits=10", now="2026-11-25T10:00+08:00").code == 0
    # Another machine's clock is two minutes behind: what is written later still counts.
    assert shop.run("log", "visits=12", now="2026-11-25T09:58+08:00").code == 0
    assert "12 (10)" not in shop.run("log", "visits=13", now="2026-11-25T10:05+08:00").out
    assert shop.run("skip", "slot", "--why", "x", now="2026-11-25T10:10+08:00").code == 0
    assert shop.run("done", "slot", now="2026-11-25T10:09+08:00").code == 0
    assert names(shop, "2026-11-25T10:12+08:00")["slot"] == "done"
