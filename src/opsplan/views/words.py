"""The reader's language: messages through gettext, dates, weekdays and numbers."""

import gettext
from collections.abc import Iterable, Mapping
from datetime import date
from functools import lru_cache
from pathlib import Path

from opsplan.values.occurrence import Status
from opsplan.values.text import WEEKDAYS, Language, Message, Text, plain_number, say
from opsplan.views.marks import BOXES
from opsplan.views.visible import visible

LOCALE = Path(__file__).parent / "locale"
_MONTHS_EN = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


class Words:
    """Everything that is worded differently for Chinese and English readers.

    `boxes` are the marks of each status that the reader's output can show.
    """

    def __init__(self, language: Language, boxes: Mapping[Status, str] = BOXES) -> None:
        self.language = language
        self.boxes = boxes
        self._catalog = _catalog(language)

    def __call__(self, template: str, **values: object) -> str:
        """The sentence of an English template (the catalog's key) with its `{named}` places."""
        return self.message(Message(template, values))

    def message(self, message: Message) -> str:
        """A message in the reader's language, its values made safe to show."""
        template = self._template(message)
        values = {key: self._value(value) for key, value in message.values.items()}
        return template.format_map(values)

    def sentence(self, what: Message, fix: Message | None = None) -> str:
        """What is wrong, and after a semicolon what would be right."""
        if fix is None:
            return self.message(what)
        return self.series((self.message(what), self.message(fix)))

    def text(self, text: Text) -> str:
        """A playbook's text in the reader's language, safe to show."""
        return visible(text.read(self.language))

    def status(self, status: Status) -> str:
        """The word for a status."""
        return self.message(_STATUS[status])

    def weekday(self, day: date) -> str:
        """`周三`, `Wed`."""
        return WEEKDAYS[day.weekday()].read(self.language)

    def day(self, day: date) -> str:
        """`2026年11月25日`, `25 Nov 2026`."""
        if self.language == "zh":
            return f"{day.year}年{day.month}月{day.day}日"
        return f"{day.day} {_MONTHS_EN[day.month - 1]} {day.year}"

    def short_day(self, day: date) -> str:
        """`11月25日`, `25 Nov`."""
        if self.language == "zh":
            return f"{day.month}月{day.day}日"
        return f"{day.day} {_MONTHS_EN[day.month - 1]}"

    def month(self, day: date) -> str:
        """`2026年11月`, `Nov 2026`."""
        if self.language == "zh":
            return f"{day.year}年{day.month}月"
        return f"{_MONTHS_EN[day.month - 1]} {day.year}"

    def number(self, value: float) -> str:
        """A number with two decimals at most, and none that are not needed."""
        return plain_number(value)

    def amount(self, value: float, measure: Text, name: Text = Text()) -> str:
        """A number and what it counts: `80%`, `9 小时`; in English `Inquiries 9`, where the `name`
        of the figure says it already."""
        unit = self.text(measure)
        if self.language == "en" and unit.lower() in name.en.lower():
            unit = ""
        space = " " if unit and unit != "%" else ""
        return f"{self.number(value)}{space}{unit}"

    def share(self, value: float) -> str:
        """A number of what days share: a fraction, which from 100 on nobody needs."""
        return plain_number(round(value, 0 if abs(value) >= 100 else 1))

    def listed(self, texts: Iterable[str]) -> str:
        """Several things in one sentence: `甲、乙`, `a, b`."""
        return ("、" if self.language == "zh" else ", ").join(texts)

    def clauses(self, texts: Iterable[str]) -> str:
        """Several things that are said of one: `甲，乙`, `a, b`."""
        return ("，" if self.language == "zh" else ", ").join(texts)

    def series(self, texts: Iterable[str]) -> str:
        """Several remarks, each of which may have commas: `甲；乙`, `a; b`."""
        return ("；" if self.language == "zh" else "; ").join(texts)

    def bracketed(self, text: str) -> str:
        """A remark behind a title: `（甲）`, ` (a)`."""
        return f"（{text}）" if self.language == "zh" else f" ({text})"

    def _template(self, message: Message) -> str:
        """The sentence in the reader's language; where one thing is counted, its singular."""
        counted = message.values.get("count", message.values.get("days"))
        if str(counted) == "1":
            singular = self._catalog.pgettext("one", message.template)
            if singular != message.template:
                return singular
        return self._catalog.gettext(message.template)

    def _value(self, value: object) -> str:
        if isinstance(value, Message):
            return self.message(value)
        if isinstance(value, tuple | list):
            return self.listed(map(self._value, value))
        if isinstance(value, Text):
            return self.text(value)
        return visible(str(value))


_STATUS: dict[Status, Message] = {
    "upcoming": say("upcoming"),
    "open": say("open"),
    "late": say("late"),
    "done": say("done"),
    "skipped": say("skipped"),
    "missed": say("missed"),
}

HOLIDAYS = {
    holiday.template: holiday
    for holiday in (
        say("New Year's Day"),
        say("Spring Festival"),
        say("Tomb-sweeping Day"),
        say("Labour Day"),
        say("Dragon Boat Festival"),
        say("National Day"),
        say("Mid-autumn Festival"),
        say("Anti-Fascist 70th Day"),
    )
}
"""The names that the Chinese calendar gives to holidays."""


def holiday_name(name: str) -> Message:
    """What a calendar calls a holiday, for people; the names of notices are said as they are."""
    return HOLIDAYS.get(name) or say("{name}", name=name)


@lru_cache(maxsize=2)
def _catalog(language: Language) -> gettext.NullTranslations:
    path = LOCALE / language / "LC_MESSAGES" / "opsplan.mo"
    if not path.is_file():
        return gettext.NullTranslations()
    with path.open("rb") as file:
        return gettext.GNUTranslations(file)
