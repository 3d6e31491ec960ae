"""What is said to people: bilingual texts of playbooks, and messages that a view translates."""

from collections.abc import Mapping
from typing import Literal

from opsplan.values.classes import dataclass, field

Language = Literal["zh", "en"]
LANGUAGES: tuple[Language, ...] = ("zh", "en")


@dataclass(frozen=True, slots=True)
class Text:
    """A text of a playbook; a side that its author left out is shown in the other language."""

    zh: str = ""
    en: str = ""

    def read(self, language: Language) -> str:
        """The text for a reader of `language`, in the other language where there is none."""
        first, second = (self.zh, self.en) if language == "zh" else (self.en, self.zh)
        return first or second


WEEKDAYS = (
    Text("周一", "Mon"),
    Text("周二", "Tue"),
    Text("周三", "Wed"),
    Text("周四", "Thu"),
    Text("周五", "Fri"),
    Text("周六", "Sat"),
    Text("周日", "Sun"),
)
"""What weekdays are called, from Monday on."""


@dataclass(frozen=True, slots=True)
class Message:
    """A sentence for people, untranslated: an English template with `{named}` places.

    Values may be messages themselves, texts of a playbook, or lists, which are joined by commas.
    The template is the key of the gettext catalogs; `views.words` turns it into either language.
    """

    template: str
    values: Mapping[str, object] = field(default_factory=dict)

    def __str__(self) -> str:
        """The English sentence."""
        return self.template.format_map({k: _plain(v) for k, v in self.values.items()})


def _plain(value: object) -> str:
    if isinstance(value, tuple | list):
        return ", ".join(map(_plain, value))
    return value.read("en") if isinstance(value, Text) else str(value)


def say(template: str, **values: object) -> Message:
    """A message; the call's literal template is what the catalogs are extracted from."""
    return Message(template, values)


def plain_number(value: float) -> str:
    """A number with two decimals at most, and none that are not needed."""
    return f"{value:.2f}".rstrip("0").rstrip(".")
