"""Notices on holidays: three kinds of files, mistakes with their places."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from house import day, needs
from opsplan.playbook.notices import notice_text, read_notice, read_notices
from opsplan.values.calendar import Notice

PUBLISHED = day("2026-11-20")
SMALL = """country: CN
year: 2027
off: {2027-01-01: 元旦, 2027-02-05: 春节}
work: [2027-01-30]
"""
HOLIDAY_CN = """{"year": 2027, "papers": ["https://example.org/notice"], "days": [
  {"name": "元旦", "date": "2027-01-01", "isOffDay": true},
  {"name": "元旦", "date": "2026-12-26", "isOffDay": false}]}
"""
CALENDAR = """BEGIN:VCALENDAR\r
VERSION:2.0\r
PRODID:-//test//EN\r
BEGIN:VEVENT\r
UID:1\r
DTSTAMP:20261120T000000Z\r
DTSTART;VALUE=DATE:20271001\r
DTEND;VALUE=DATE:20271008\r
SUMMARY:国庆节 休\r
END:VEVENT\r
BEGIN:VEVENT\r
UID:2\r
DTSTAMP:20261120T000000Z\r
DTSTART;VALUE=DATE:20271009\r
SUMMARY:国庆节 补班\r
END:VEVENT\r
END:VCALENDAR\r
"""


def read(text: str, file: str = "notice.yaml") -> Notice:
    """The notice of a good file."""
    notice, problems = read_notice(text.encode(), file, source=file, published=PUBLISHED)
    assert notice is not None, [str(each.what) for each in problems]
    return notice


def wrong(text: str, file: str = "notice.yaml") -> list[str]:
    """`line:column: what` of each mistake."""
    notice, problems = read_notice(text.encode(), file, source=file, published=PUBLISHED)
    assert notice is None
    return [f"{each.line}:{each.column}: {each.what}" for each in problems]


def test_a_small_yaml_file() -> None:
    notice = read(SMALL)
    assert (notice.country, notice.years, notice.published) == ("CN", (2027,), PUBLISHED)
    assert notice.off == {day("2027-01-01"): "元旦", day("2027-02-05"): "春节"}
    assert notice.work == {day("2027-01-30")}


def test_the_json_of_holiday_cn_with_a_day_of_the_year_before() -> None:
    notice = read(HOLIDAY_CN, "2027.json")
    assert (notice.years, notice.source) == ((2027,), "https://example.org/notice")
    assert list(notice.off) == [day("2027-01-01")]
    assert notice.work == {day("2026-12-26")}


@needs("icalendar")
def test_an_icalendar_file_settles_the_year_that_it_is_full_of() -> None:
    notice = read(CALENDAR, "cn.ics")
    assert notice.years == (2027,)
    assert (min(notice.off), max(notice.off)) == (day("2027-10-01"), day("2027-10-07"))
    assert notice.work == {day("2027-10-09")}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("[1]", ["1:1: this is no notice on holidays"]),
        ("country: CN\n", ["1:1: this notice names no days"]),
        ("off: {2027-02-30: x}\n", ["1:7: a date such as 2026-12-01 is expected"]),
        ("off: [2027-02-03]\n", ["1:6: a mapping (key: value) is expected"]),
        ("work: 2027-02-03\n", ["1:7: a list is expected"]),
        (
            "year: next\noff: {2027-02-03: x}\n",
            ["1:7: a year such as 2027 is expected"],
        ),
        pytest.param(
            "country: XX\noff: {2027-02-03: x}\n",
            ["1:10: there is no calendar 'XX'"],
            marks=needs("holidays"),
        ),
        ("days: []\n", ["1:7: this notice names no days"]),
        (
            "days: [{date: 2027-01-01, isOffDay: 1}]\n",
            ["1:37: true or false is expected"],
        ),
        (
            "off: {2027-02-03: x}\nwork: [2027-02-03]\n",
            ["2:8: 2027-02-03 is both off and worked"],
        ),
        ("of: {2027-02-03: x}\noff: {2027-02-03: x}\n", ["1:1: there is no key 'of' here"]),
        ("off: {2027-02-03: [}\n", None),
    ],
)
def test_mistakes_have_their_place(text: str, expected: list[str] | None) -> None:
    found = wrong(text)
    assert found
    assert expected is None or found == expected


@needs("icalendar")
def test_a_broken_icalendar_file_is_a_problem() -> None:
    assert wrong("BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\n", "x.ics")
    assert wrong("BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n", "x.ics") == [
        "0:0: this notice names no days"
    ]


def test_one_broken_file_hides_no_other(tmp_path: Path) -> None:
    (tmp_path / "good.yaml").write_text(SMALL, encoding="utf-8")
    (tmp_path / "bad.yaml").write_text("off: 3\n", encoding="utf-8")
    (tmp_path / "readme.txt").write_text("off: 3\n", encoding="utf-8")
    notices, problems = read_notices(tmp_path)
    assert [notice.years for notice in notices] == [(2027,)]
    assert [Path(problem.file).name for problem in problems] == ["bad.yaml"]
    assert read_notices(tmp_path / "none") == ([], [])


NOTICES = st.builds(
    Notice,
    st.just("CN"),
    st.just((2027,)),
    st.dictionaries(
        st.dates(day("2027-01-01"), day("2027-06-30")), st.text(min_size=1), min_size=1
    ),
    st.frozensets(st.dates(day("2027-07-01"), day("2027-12-31"))),
    st.text(),
    st.dates(day("2026-01-01"), day("2026-12-31")),
)


@given(NOTICES)
def test_what_is_written_is_read_back(notice: Notice) -> None:
    found = read(notice_text(notice))
    assert (found.country, found.years, found.work) == (notice.country, notice.years, notice.work)
    assert list(found.off) == sorted(notice.off)
    assert found.published == notice.published
