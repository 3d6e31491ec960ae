"""From words to a Phrase, or to an error that says where, what was expected and what is near."""

import difflib
import re
from collections.abc import Iterator
from itertools import chain

from opsplan.phrase import chinese, english
from opsplan.phrase.forms import EXAMPLES
from opsplan.phrase.scan import HAS_CHINESE, Scanner, fold, number
from opsplan.phrase.shared import Blocks, Grammar, Parts
from opsplan.values.cadence import (
    UNDATED,
    Cadence,
    ClockWindow,
    DayPart,
    InBlock,
    Phrase,
    RRule,
    Slot,
)
from opsplan.values.text import Message, say

_SPACE_IN_CHINESE = re.compile(
    r"(?<=[\u3400-\u9fff\d])\s+(?=[\u3400-\u9fff])|(?<=[\u3400-\u9fff])\s+(?=\d)"
)
_VOCABULARY: list[str] = sorted(
    {word for example in EXAMPLES["en"] for word in re.findall(r"[a-z]{2,}", example)}
    | {"tue", "sat", "sun", "skip", "holidays", "next", "previous", "from", "until", "second"}
    | {"noon", "afternoon", "evening", "night", "twice", "months", "quarter", "third"}
    | {"monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"}
)


LONGEST_GUESSED = 500
"""What is longer gets no suggestion: each guess reads the whole phrase again."""


class PhraseError(Exception):
    """A phrase that cannot be read.

    `column` counts from 1; `expected` are the things that would have been right there;
    `suggestion` is a valid phrase close to what was typed, where there is one.
    """

    def __init__(
        self,
        column: int,
        what: Message,
        expected: tuple[Message, ...] = (),
        suggestion: str | None = None,
    ) -> None:
        super().__init__(f"column {column}: {what}")
        self.column = column
        self.what = what
        self.expected = expected
        self.suggestion = suggestion


def read(text: str, blocks: Blocks | None = None) -> Phrase:
    """The phrase that `text` means; PhraseError where it means none, or more than one."""
    known = blocks or Blocks()
    found = _read(text, known)
    if isinstance(found, Phrase):
        return found
    if HAS_CHINESE.search(text):
        close = _read_quietly(_SPACE_IN_CHINESE.sub("", fold(text)), known)
        if close is not None:
            return close
    column = min(found.failed_at, max(len(text) - 1, 0)) + 1
    if not text.strip():
        raise PhraseError(1, say("an empty phrase"), (), "每天" if "　" in text else "every day")
    twice = re.match(
        r"\s*每\s*([两三四五六七八九十\d]+)\s*个?周\s*([一二三四五六日天两])\s*(次?)", fold(text)
    )
    if twice and (number(twice[1]) or 0) > 1 and twice[3]:
        raise _counted_in_weeks(twice)
    if twice and number(twice[1]) and twice[2] != "两":
        raise _two_readings(twice)
    if english_in_chinese := _mixed(text, found, known):
        raise english_in_chinese
    expected = found.expected if found.failed_at else (_a_cadence(text),)
    suggestion = _suggestion(text, found.failed_at, known)
    raise PhraseError(column, _what(text, found.failed_at), expected, suggestion)


def read_times(text: str) -> tuple[DayPart, ...] | None:
    """Clock times alone (`8:30`, `下午2点半`), as slots and windows; None where they are none."""
    for grammar, prefix in ((chinese.GRAMMAR, ""), (english.GRAMMAR, "at ")):
        scanner = Scanner(prefix + text)
        parts = grammar.times(scanner, Blocks(known=True))
        if parts and scanner.at_end() and isinstance(parts[0], Slot | ClockWindow):
            return parts
    return None


def read_clock(text: str) -> int | None:
    """One clock time alone, in minutes from midnight; None where there is none, or several."""
    match read_times(text):
        case (Slot(minutes),):
            return minutes
    return None


def _read(text: str, blocks: Blocks) -> Phrase | Scanner:
    """The phrase, or the scanner that tells how far it could be read."""
    scanner = Scanner(text)
    for reader in _grammar(text).cadences:
        scanner.at = 0
        cadence = reader(scanner)
        if cadence is None:
            continue
        after_cadence = scanner.at
        parts = _parts(scanner, cadence, blocks)
        if parts is not None:
            return Phrase(cadence, parts.times, parts.shift, parts.start, parts.until)
        scanner.at = after_cadence
    return scanner


def _grammar(text: str) -> Grammar:
    return chinese.GRAMMAR if _is_chinese(text) else english.GRAMMAR


def _is_chinese(text: str) -> bool:
    return HAS_CHINESE.search(text) is not None or re.match(r"\s*\d{4}-", fold(text)) is not None


def _parts(scanner: Scanner, cadence: Cadence, blocks: Blocks) -> Parts | None:
    """All that follows a cadence, in any order; None where something cannot be read."""
    parts = Parts()
    while not scanner.at_end():
        if not _one_part(scanner, cadence, blocks, parts):
            return None
    return parts


def _one_part(scanner: Scanner, cadence: Cadence, blocks: Blocks, parts: Parts) -> bool:
    grammar = _grammar(scanner.text)
    start = scanner.at
    scanner.take(",")
    if not parts.times and (times := grammar.times(scanner, blocks)):
        clocked = not isinstance(times[0], InBlock)
        if clocked and _takes_no_clock(cadence):
            raise _unfitting(
                scanner, start, say("this cadence takes no clock time (a block is fine)")
            )
        parts.times = times
        return True
    if parts.shift is None and (shift := grammar.shift(scanner)):
        if isinstance(cadence, UNDATED):
            raise _unfitting(scanner, start, say("this cadence takes no shift"))
        parts.shift = shift
        return True
    return grammar.bound(scanner, parts)


def _unfitting(scanner: Scanner, start: int, what: Message) -> PhraseError:
    """A part that was read well but does not go with its cadence; without it the phrase is fine."""
    rest = scanner.text[start:]
    column = start + len(rest) - len(rest.lstrip()) + 1
    return PhraseError(column, what, (), scanner.text[:start].strip())


def _takes_no_clock(cadence: Cadence) -> bool:
    timed = isinstance(cadence, RRule) and "T" in cadence.start.isoformat()
    return timed or isinstance(cadence, UNDATED)


def _a_cadence(text: str) -> Message:
    if _is_chinese(text):
        return say("a cadence such as 每天, 每周三, 每月1号 or 每周一次")
    return say("a cadence such as every day, every wed, every month on 1 or once a week")


def _what(text: str, at: int) -> Message:
    rest = fold(text)[at:].strip()
    if not rest:
        return say("the phrase ends too early")
    word = re.match(r"[a-z0-9][a-z0-9:-]*|.[^\s,、]{0,7}", rest, re.IGNORECASE)
    return say("'{word}' cannot be read here", word=word[0] if word else rest)


def _two_readings(match: re.Match[str]) -> PhraseError:
    """每两周一 is Monday of every other week, or once in two weeks that was cut short."""
    unit = f"每{match[1]}周"
    return PhraseError(
        match.end(),
        say(
            "'{text}' can mean two things: that weekday of every such week (write '{weekday}') "
            "or once in so many weeks (write '{plain}')",
            text=match[0].strip(),
            weekday=f"{unit}周{match[2]}",
            plain=unit,
        ),
        (),
        f"{unit}周{match[2]}",
    )


def _counted_in_weeks(match: re.Match[str]) -> PhraseError:
    """每两周一次: such times have no week, month or year in which they are counted."""
    what = say(
        "times are counted in a week, a month or a year, not in {count} weeks",
        count=number(match[1]),
    )
    return PhraseError(match.start(3) + 1, what, (), f"每{match[1]}周")


def _mixed(text: str, scanner: Scanner, blocks: Blocks) -> PhraseError | None:
    """A phrase whose cadence is of one language and its next word of the other."""
    folded = fold(text)
    if not HAS_CHINESE.search(folded) or "rrule" in folded.lower():
        return None
    word = re.search(r"[A-Za-z]{2,}", folded)
    if word is None or abs(word.start() - scanner.failed_at) > 1:
        return None
    if folded[: word.start()].rstrip().endswith("在"):
        return None
    return PhraseError(
        word.start() + 1,
        say("Chinese and English stand in one phrase"),
        (say("one language in a phrase"),),
        _suggestion(text, word.start(), blocks),
    )


def _suggestion(text: str, at: int, blocks: Blocks) -> str | None:
    """A phrase that can be read and is as close as possible to what was typed.

    First the unreadable word by a known one, then a missing word put in, then what could be read
    up to there, then the nearest example.
    """
    if len(text) > LONGEST_GUESSED:
        return None
    folded = fold(text).lower()
    whole = (f"every {folded.strip()}",) if at == 0 else ()
    ways = (_said_otherwise, _lessened, _respelled, _completed)
    for repaired in chain(whole, *(way(folded, at) for way in ways)):
        if isinstance(_read_quietly(repaired, blocks), Phrase):
            return str(repaired)
    for end in range(at, 0, -1):
        cut = folded[:end].rstrip(" ,、")
        if len(cut) > 1 and isinstance(_read_quietly(cut, blocks), Phrase):
            return cut
    return _nearest(folded, blocks)


def _said_otherwise(folded: str, at: int) -> Iterator[str]:
    """The phrase with other words for what people say and no form has."""
    yield re.sub("weekends?", "sat, sun", folded)
    yield re.sub("每?周末", "每周六、日", folded)
    yield f"on {folded.strip()}"
    if days := re.match(r"(\d{1,2})-(\d{1,2})(?![\d:-])", folded[at:]):
        each = map(str, range(int(days[1]), int(days[2]) + 1))
        yield f"{folded[:at]}{', '.join(each)}{folded[at + days.end() :]}"


def _lessened(folded: str, at: int) -> Iterator[str]:
    """The phrase with the last day of a month for a number at `at` that no day has."""
    number_ = re.match(r"\d+", folded[at:])
    if number_ and int(number_[0]) > 31:
        yield f"{folded[:at]}31{folded[at + number_.end() :]}"


def _respelled(folded: str, at: int) -> Iterator[str]:
    """The phrase with the English word at `at` (or just before it) spelled as a known one."""
    word = re.match(r"[a-z]+", folded[at:])
    if word is None and at:
        start = re.search(r"[a-z]*$", folded[:at])
        at = start.start() if start else at
        word = re.match(r"[a-z]+", folded[at:])
    if word:
        for candidate in difflib.get_close_matches(word[0], _VOCABULARY, n=5, cutoff=0.5):
            yield folded[:at] + candidate + folded[at + word.end() :]


def _completed(folded: str, at: int) -> Iterator[str]:
    """The phrase with one of the words put in that people leave out most."""
    head, tail = folded[:at].rstrip(), folded[at:].lstrip()
    if HAS_CHINESE.search(folded):
        yield f"每{folded.strip()}"
        if match := re.match(r"([1-7])(?!\d)", tail):
            yield head + "一二三四五六日"[int(match[1]) - 1] + tail[1:]
        for word in ("号", "个", "周", "、"):
            yield f"{head}{word}{tail}"
        yield f"{folded.rstrip()}前"
        yield re.sub(r"(?<![\d:])(\d{1,2})$", lambda m: f"{int(m[1]):02}:00", folded.rstrip())
        if "每小时" in folded:
            yield "每小时 8:00-16:00"
        yield head + re.sub("[a-z ]+", " ", tail)
        return
    if bare_hour := re.match(r"(\d{1,2})(?![\d:])", tail):
        yield f"{folded[:at]}{int(bare_hour[1]):02}:00{tail[bare_hour.end() :]}"
        yield f"{head} at {int(bare_hour[1]):02}:00{tail[bare_hour.end() :]}"
    for word in (" at", " on", ",", " on last"):
        yield f"{head}{word} {tail}".strip()
    yield folded.replace(" at ", " in ")
    yield re.sub(r" by .*", " by fri", folded)


def _read_quietly(text: str, blocks: Blocks) -> Phrase | None:
    try:
        found = _read(text, blocks)
    except PhraseError:
        return None
    return found if isinstance(found, Phrase) else None


def _nearest(text: str, blocks: Blocks) -> str | None:
    every = EXAMPLES["zh" if HAS_CHINESE.search(text) else "en"]
    examples = [each for each in every if _read_quietly(each, blocks)]
    matcher = difflib.SequenceMatcher(b=text.strip())

    def likeness(example: str) -> float:
        matcher.set_seq1(example)
        return matcher.ratio()

    # Of several that are as near, the plainest: the table begins with it.
    return max(examples, key=likeness, default=None)
