"""The kinds of value that a file's fields hold, each read from the text that was typed."""

import re
from datetime import date
from typing import Annotated, Any, Literal

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    WithJsonSchema,
    model_validator,
)
from pydantic_core import PydanticCustomError

from opsplan.phrase.moments import read_day
from opsplan.phrase.reading import read_clock, read_times
from opsplan.phrase.scan import DATE, fold
from opsplan.phrase.spans import read_span
from opsplan.playbook.upgrade import FORMAT, FORMAT_LINE
from opsplan.values.cadence import ClockWindow
from opsplan.values.ids import (
    ID_PATTERN,
    METRIC_ID_PATTERN,
    PLAYBOOK_ID_PATTERN,
    REFERENCE_PATTERN,
)
from opsplan.values.playbook import NAG_TIMES, Length, Nag
from opsplan.values.text import Message, Text, say
from opsplan.values.window import Window, closed_window


class Strict(BaseModel):
    """A mapping of the file: a key that it does not name is a mistake."""

    model_config = ConfigDict(extra="forbid", frozen=True, arbitrary_types_allowed=True)


def refuse(what: Message, fix: Message | None = None) -> PydanticCustomError:
    """The error of a field; `problems_of` finds both messages again in its context."""
    return PydanticCustomError("opsplan", "opsplan", {"what": what, "fix": fix})


class TextField(Strict):
    """A text, plain or as {zh, en}."""

    zh: str = ""
    en: str = ""

    @model_validator(mode="before")
    @classmethod
    def _plain(cls, value: Any) -> Any:
        if isinstance(value, str) and value.strip():
            return {"zh": value, "en": value}
        if not isinstance(value, dict) or not value:
            raise refuse(say("a text is expected"), say("a text, or {{zh: …, en: …}}"))
        return value

    @model_validator(mode="after")
    def _some(self) -> "TextField":
        if not (self.zh.strip() or self.en.strip()):
            raise refuse(say("there is no text"), say("a text, or {{zh: …, en: …}}"))
        return self

    @property
    def text(self) -> Text:
        """The value that the rest of the house knows."""
        return Text(self.zh.strip(), self.en.strip())


def _as_text(value: Any) -> Any:
    if not isinstance(value, str) or not value.strip():
        raise refuse(say("a text is expected"))
    return value


def _as_id(value: Any) -> str:
    return _checked_id(value, None)


def _as_reference(value: Any) -> str:
    if isinstance(value, str) and re.fullmatch(REFERENCE_PATTERN, value):
        return value
    return _as_id(value)


def _as_role(value: Any) -> str:
    return _checked_id(value, say("such as warehouse; roles: tells what people call it"))


def _checked_id(value: Any, otherwise: Message | None) -> str:
    if not isinstance(value, str) or not re.fullmatch(ID_PATTERN, value):
        near = (
            re.sub(r"[^a-z0-9]+", "-", value.lower()).strip("-") if isinstance(value, str) else ""
        )
        fix = say("such as {id}", id=near) if re.fullmatch(ID_PATTERN, near) else otherwise
        raise refuse(say("an id is lower-case letters, digits and hyphens, a letter first"), fix)
    return value


def _as_playbook_id(value: Any) -> str:
    if isinstance(value, str) and re.fullmatch(PLAYBOOK_ID_PATTERN, value):
        return value
    return _as_id(value)


def _as_metric_id(value: Any) -> str:
    if not isinstance(value, str) or not re.fullmatch(METRIC_ID_PATTERN, value):
        raise refuse(say("a metric's id is lower-case letters, digits and _, a letter first"))
    return value


def _as_amount(value: Any) -> float:
    if not isinstance(value, str) or not re.fullmatch(r"-?\d{1,15}(\.\d{1,6})?", value):
        raise refuse(say("a number is expected"))
    return float(value)


def _as_target_year(value: Any) -> Any:
    if value in ("every", "launch"):
        return value
    if not isinstance(value, str) or not re.fullmatch(r"20\d\d", value):
        raise refuse(say("a year such as 2026, every or launch is expected"))
    return int(value)


def _as_flag(value: Any) -> bool:
    if value not in ("true", "false"):
        raise refuse(say("true or false is expected"))
    return bool(value == "true")


_SPAN_PATTERN = r"^(?=.*\d)(\d{1,3}\s*(h|小时))?\s*(\d{1,4}\s*(m|min|分钟|分))?$"


def _as_span(value: Any) -> int:
    minutes = read_span(value) if isinstance(value, str) else None
    if minutes is None or not 0 < minutes <= 1440:
        raise refuse(say("a span of 24h at most is expected, such as 20m or 1h30m"))
    return minutes


def _as_lead(value: Any) -> int:
    minutes = read_span(value) if isinstance(value, str) else None
    if minutes is None or minutes > 1440:
        raise refuse(say("a span of 24h at most is expected, such as 10m or 1h; 0m is none"))
    return minutes


def _as_times(value: Any) -> int:
    if not isinstance(value, str) or not re.fullmatch(r"[1-9]\d?", value):
        raise refuse(say("a number from 1 to 99 is expected"))
    return int(value)


def _as_clock(value: Any) -> int:
    minutes = read_clock(value) if isinstance(value, str) else None
    if minutes is None:
        raise refuse(say("a clock time such as 08:30 is expected"))
    return minutes


def _as_clock_window(value: Any) -> tuple[int, int]:
    parts = read_times(value) if isinstance(value, str) else None
    if not parts or len(parts) != 1 or not isinstance(parts[0], ClockWindow):
        raise refuse(say("a stretch of the day such as 08:00-12:00 is expected"))
    return parts[0].start, parts[0].end


def _as_date(value: Any) -> Any:
    if isinstance(value, str) and re.fullmatch(DATE, fold(value).strip()):
        found = read_day(value, date.min)
        if found is not None:
            return found
    raise refuse(say("a date such as 2026-12-01 is expected"))


def _as_pause(value: Any) -> Any:
    """`2027-02-04..2027-02-12`, both in, or a single day."""
    first, dots, last = value.partition("..") if isinstance(value, str) else (value, "", "")
    try:
        start = _as_date(first)
        end = _as_date(last) if dots else start
    except PydanticCustomError:
        fix = say("2027-02-04..2027-02-12, or one date")
        raise refuse(say("days such as 2027-02-04..2027-02-12 are expected"), fix) from None
    if end < start:
        raise refuse(
            say("the last day, {last}, lies before the first, {first}", last=end, first=start)
        )
    return closed_window(start, end)


_LENGTH = re.compile(
    r"(\d{1,3})\s*(?:(?:-|~|to|至|到)\s*(\d{1,3})\s*)?(days?|天|weeks?|周|months?|个月)"
)
_UNITS: dict[str, Literal["day", "week", "month"]] = {"天": "day", "周": "week", "个月": "month"}


def read_length(text: str) -> Length | None:
    """`1 month`, `10 to 15 days`, `3天`; None where it is none of these."""
    match = _LENGTH.fullmatch(fold(text).strip().lower())
    if match is None:
        return None
    least, most = int(match[1]), int(match[2] or match[1])
    units: tuple[Literal["day", "week", "month"], ...] = ("day", "week", "month")
    english = next((unit for unit in units if match[3].startswith(unit)), None)
    unit = english or _UNITS[match[3]]
    return Length(least, most, unit) if 0 < least <= most else None


def _as_length(value: Any) -> Length | None:
    if value in ("open", "不限"):
        return None
    length = read_length(value) if isinstance(value, str) else None
    if length is None:
        raise refuse(say("a length such as 1 month, 10 to 15 days or open is expected"))
    return length


def _as_days(value: Any) -> int:
    length = read_length(value) if isinstance(value, str) else None
    if length is None or length.unit != "day" or length.least != length.most:
        raise refuse(say("a number of days such as 3 days is expected"))
    return length.most


def _as_weights(value: Any) -> Literal["workdays", "days"] | tuple[float, ...]:
    """How a month is shared among its days."""
    if value in ("workdays", "days"):
        return "workdays" if value == "workdays" else "days"
    numbers = value if isinstance(value, list) else []
    is_fit = len(numbers) == 7 and all(re.fullmatch(r"\d{1,6}(\.\d+)?", str(n)) for n in numbers)
    weights = tuple(float(number) for number in numbers) if is_fit else ()
    if not sum(weights):
        raise refuse(say("workdays, days or seven weights from Monday are expected"))
    return weights


def _as_version(value: Any) -> int:
    if isinstance(value, str) and value.isdecimal() and int(value) > FORMAT:
        what = say("this file is of format {version}, which a newer opsplan reads", version=value)
        raise refuse(what, say("upgrade opsplan; this one knows format {version}", version=FORMAT))
    if value != str(FORMAT):
        what = say("the format version must be {format}", format=FORMAT)
        raise refuse(what, FORMAT_LINE)
    return FORMAT


def _one_or_more(value: Any) -> Any:
    return [value] if isinstance(value, str) else value


_GOAL = re.compile(r"\s*(\d{1,3}(?:,\d{3}){1,2}|\d{1,9})(\.\d{1,3})?\s*((?![.,、~-])\D*?)\s*")
"""One number, in groups of three or not, and a unit, which has no number: `3-5 条` is no goal."""


def read_goal(text: str) -> tuple[float, str] | None:
    """(10, "条") for `10 条`; None where it does not start with a number above 0."""
    match = _GOAL.fullmatch(fold(text))
    count = float(match[1].replace(",", "") + (match[2] or "")) if match else 0.0
    return (count, match[3]) if match and count > 0 else None


def _text_schema(pattern: str, description: str) -> WithJsonSchema:
    return WithJsonSchema({"type": "string", "pattern": pattern, "description": description})


Plain = Annotated[str, BeforeValidator(_as_text)]
Id = Annotated[str, BeforeValidator(_as_id), _text_schema(f"^{ID_PATTERN}$", "An id.")]
Reference = Annotated[
    str,
    BeforeValidator(_as_reference),
    _text_schema(f"^{REFERENCE_PATTERN}$", "An id; campaign.duty inside of one."),
]
RoleId = Annotated[str, BeforeValidator(_as_role), _text_schema(f"^{ID_PATTERN}$", "An id.")]
PlaybookId = Annotated[
    str, BeforeValidator(_as_playbook_id), _text_schema(f"^{PLAYBOOK_ID_PATTERN}$", "An id.")
]
MetricId = Annotated[
    str, BeforeValidator(_as_metric_id), _text_schema(f"^{METRIC_ID_PATTERN}$", "A metric's id.")
]
Amount = Annotated[float, BeforeValidator(_as_amount), WithJsonSchema({"type": "number"})]
TargetYear = Annotated[
    int | Literal["every", "launch"],
    BeforeValidator(_as_target_year),
    WithJsonSchema(
        {
            "anyOf": [{"type": "integer"}, {"enum": ["every", "launch"]}],
            "description": "A year, every year, or twelve months from the shop's launch.",
        }
    ),
]
Flag = Annotated[bool, BeforeValidator(_as_flag), WithJsonSchema({"type": "boolean"})]
Minutes = Annotated[
    int,
    BeforeValidator(_as_span),
    _text_schema(_SPAN_PATTERN, "A span such as 20m."),
]
Lead = Annotated[
    int,
    BeforeValidator(_as_lead),
    _text_schema(_SPAN_PATTERN, "A span such as 10m; 0m is none."),
]
Times = Annotated[int, BeforeValidator(_as_times), WithJsonSchema({"type": "integer"})]
Clock = Annotated[
    int,
    BeforeValidator(_as_clock),
    _text_schema(r"^(\d{1,2}:\d{2}|.*点.*)$", "A clock time such as 08:30."),
]
ClockSpan = Annotated[
    tuple[int, int],
    BeforeValidator(_as_clock_window),
    _text_schema(r"^\d{1,2}:\d{2}-\d{1,2}:\d{2}$", "A stretch of the day such as 08:00-12:00."),
]
PhaseLength = Annotated[
    Length | None,
    BeforeValidator(_as_length),
    WithJsonSchema({"type": "string", "description": "1 month, 10 to 15 days, or open."}),
]
Days = Annotated[int, BeforeValidator(_as_days), _text_schema(r"^\d+ ?(days?|天)$", "3 days.")]
Words = Annotated[
    list[Plain],
    BeforeValidator(_one_or_more),
    WithJsonSchema({"anyOf": [{"type": "string"}, {"type": "array", "items": {"type": "string"}}]}),
]
Day = Annotated[
    Any, BeforeValidator(_as_date), WithJsonSchema({"type": "string", "format": "date"})
]
Weights = Annotated[
    Any,
    BeforeValidator(_as_weights),
    WithJsonSchema(
        {
            "anyOf": [
                {"enum": ["workdays", "days"]},
                {"type": "array", "items": {"type": "number"}, "minItems": 7, "maxItems": 7},
            ],
            "description": "workdays, days, or seven weights from Monday.",
        }
    ),
]
Version = Annotated[int, BeforeValidator(_as_version), WithJsonSchema({"const": FORMAT})]
Phrases = Annotated[
    list[Plain],
    BeforeValidator(_one_or_more),
    WithJsonSchema(
        {
            "anyOf": [{"type": "string"}, {"type": "array", "items": {"type": "string"}}],
            "description": "One time phrase, or a list of them (their union).",
        }
    ),
]
Pauses = Annotated[
    list[Annotated[Window, BeforeValidator(_as_pause)]],
    BeforeValidator(_one_or_more),
    WithJsonSchema(
        {
            "anyOf": [{"type": "string"}, {"type": "array", "items": {"type": "string"}}],
            "description": "Days on which the shop is closed: 2027-02-04..2027-02-12, or a date.",
        }
    ),
]


class NagField(Strict):
    """Said again until done: `15m`, or {every: 15m, times: 4}."""

    every: Minutes
    times: Annotated[Times, Field(description="How often at most.")] = NAG_TIMES

    @model_validator(mode="before")
    @classmethod
    def _plain(cls, value: Any) -> Any:
        return {"every": value} if isinstance(value, str) else value

    @property
    def nag(self) -> Nag:
        """The value that the rest of the house knows."""
        return Nag(self.every, self.times)
