"""init: the first config of a shop, short and commented, in the reader's language."""

import os
import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from datetime import date
from functools import partial
from typing import Protocol, TypeVar

from typer import Context, Option

from opsplan.cli.asking import answer, has_terminal, tell
from opsplan.cli.config_file import write_config
from opsplan.cli.help import Commands
from opsplan.cli.options import LAUNCH, PLATFORM, PLAYBOOKS
from opsplan.cli.platforms import PLATFORMS, market_named, platform_named, shown
from opsplan.cli.session import Session
from opsplan.phrase.reading import read_times
from opsplan.planning.names import markets_of
from opsplan.playbook.flow import flow
from opsplan.values.channel import SECRETS_FILE
from opsplan.values.channel_kinds import KINDS, ChannelKind, kind_named
from opsplan.values.classes import dataclass, replace
from opsplan.values.figures import Change
from opsplan.values.playbook import Playbook
from opsplan.values.problem import OpsplanError, ProblemsError, UsageError
from opsplan.values.spelling import near_miss
from opsplan.values.text import Message, Text, say
from opsplan.views.items import role_name
from opsplan.views.words import Words

app = Commands()

T = TypeVar("T")

REMINDERS = (
    *(kind for kind, facts in KINDS.items() if facts.address is None),
    *(kind for kind, facts in KINDS.items() if facts.address == "https"),
)
"""Where reminders can go from the start; the README tells of the other channels."""


@dataclass(frozen=True, slots=True)
class Answers:
    """What the person said of the shop; None and empty where nothing was said."""

    name: str | None
    platform: str | None
    market: list[str]
    launch: date | None
    playbooks: list[str]
    peaks: list[str]
    me: str | None
    roles: list[str]
    channel: ChannelKind | None = None
    quiet: str | None = None

    @property
    def variable(self) -> str | None:
        """The variable that holds the address of the channel, where it has one."""
        if self.channel is None or KINDS[self.channel].address is None:
            return None
        return f"{self.channel.upper()}_URL"


@app.command()
def init(
    ctx: Context,
    shop_name: str = Option(None, "--name", metavar="TEXT", help="The shop's name."),
    platform: str = PLATFORM,
    market: str = Option(None, "--market", metavar="WORDS", help="Where its buyers are: eu, us."),
    launch: str = LAUNCH,
    playbook: list[str] = PLAYBOOKS,
    peaks: str = Option(None, "--peaks", metavar="TIMES", help="Visitor peaks: 10:00, 15:00."),
    me: str = Option(None, "--me", metavar="TEXT", help="Who you are."),
    roles: str = Option(
        None, "--roles", metavar="WORDS", help="Your roles: ops, ads; without: all."
    ),
    remind: str = Option(None, "--remind", metavar="|".join(REMINDERS), help="Where reminders go."),
    quiet: str = Option(None, "--quiet", metavar="TIMES", help="No reminders then: 22:00-07:30."),
    yes: bool = Option(False, "--yes", help="Replace a config that is there (kept as .bak)."),
) -> None:
    """Write the config of a shop; asks for what is not given, if there is a terminal.

    opsplan init --name 'Main shop' --launch 2026-11-01
    opsplan init --platform taobao --peaks '10:00, 20:00'
    opsplan init --playbook 1688-shop --playbook team-year --launch today --yes
    opsplan init --remind dingtalk --quiet 22:00-07:30
    """
    from opsplan.playbook.config import read_config

    session: Session = ctx.obj
    file = session.home.config_file
    if os.path.lexists(file) and not yes:
        raise OpsplanError(
            say("{path} is there already", path=file), say("--yes replaces it and keeps a copy")
        )
    answers = _answers(session, shop_name, platform, market, launch, playbook, peaks, me, roles)
    answers = _with_reminders(session, answers, remind, quiet)
    text = config_text(session, answers)
    config, problems = read_config(text.encode(), str(file))
    if config is None:
        raise ProblemsError(say("the config cannot be used"), problems)
    write_config(file, text, anew=True)
    said = [session.words("{path} is written; see today's list with: opsplan today", path=file)]
    if answers.variable:
        line, place = f"{answers.variable}=https://…", file.with_name(SECRETS_FILE)
        keep = say("put {line} into {path}, for you alone (chmod 600)", line=line, path=place)
        said.append(session.words.message(keep))
    if answers.channel:
        said.append(session.words("reminders begin with: opsplan cron install"))
    session.show(
        lambda: "".join(f"{line}\n" for line in said), lambda: {"file": str(file), "config": text}
    )


def _answers(
    session: Session,
    name: str | None,
    platform: str | None,
    market: str | None,
    launch: str | None,
    playbooks: list[str],
    peaks: str | None,
    me: str | None,
    roles: str | None,
) -> Answers:
    """What was given on the command line, and what is asked for on a terminal."""
    ask = _asking(session)
    books = {book.id: book for _, book, _ in session.library.all() if book is not None}
    called = ask("The shop's name", name, str)
    on = ask("Platform ({names}; empty: 1688)", platform, platform_named, names=shown(PLATFORMS))
    among = partial(_markets, markets_of(books.values()))
    where = ask(BUYERS, market, among) if on == "alibaba" or market is not None else None
    first = ask("The first day of the shop (2026-11-01, today; empty: none)", launch, session.day)
    usual = PLATFORMS[on or "1688"]
    given = " ".join(playbooks) or None
    question = "Playbooks ({names}; empty: {usual})"
    named = [_called(book, session.words) for book in books.values()]
    chosen = ask(question, given, partial(_playbooks, books), names=named, usual=usual)
    used = [books[each] for each in chosen or [usual]]
    clocks = ask("Visitor peaks, such as 10:00, 15:00 (empty: the playbook's)", peaks, _clocks)
    who = ask("Who you are", me, str)
    known = _roles(session, used)
    asked = "Your roles ({names}; empty: all)"
    held = ask(asked, roles, partial(_held, known), names=list(known)) if who else None
    ids = [book.id for book in used]
    return Answers(called, on, where or [], first, ids, clocks or [], who, held or [])


def _with_reminders(
    session: Session, answers: Answers, remind: str | None, quiet: str | None
) -> Answers:
    """The answers with those about reminders; who wants none is not asked when."""
    ask = _asking(session)
    question = "Reminders to ({names}; empty: none)"
    channel = ask(question, remind, _reminder, names=_reminders())
    if channel is None and quiet is None:
        return answers
    hours = ask("Quiet hours, such as 22:00-07:30 (empty: none)", quiet, _span)
    return replace(answers, channel=channel, quiet=hours)


def _reminders() -> list[Text]:
    return [KINDS[kind].name for kind in REMINDERS]


def _reminder(text: str) -> ChannelKind:
    """The kind of that id or name; OpsplanError names those that there are."""
    kind = kind_named(text)
    if kind in REMINDERS:
        return kind
    known = [*REMINDERS, *(name.zh for name in _reminders())]
    hint = near_miss(text, known) or say("there are {names}", names=_reminders())
    raise OpsplanError(say("there is no channel '{word}'", word=text), hint)


def _span(text: str) -> str:
    start, dash, end = text.partition("-")
    if not (dash and read_times(start.strip()) and read_times(end.strip())):
        raise UsageError(
            say("'{text}' is no stretch of the day", text=text), say("such as 22:00-07:30")
        )
    return text.strip()


def _called(book: Playbook, words: Words) -> str:
    """`1688-shop（1688 旺铺运营）`."""
    return f"{book.id}{words.bracketed(words.text(book.name))}"


def _markets(known: list[str], text: str) -> list[str]:
    return [market_named(each, known) for each in _words(text)]


def _playbooks(books: Mapping[str, Playbook], text: str) -> list[str]:
    for each in _words(text):
        _refuse_unknown(each, books, say("there is no playbook '{word}'", word=each))
    return _words(text)


def _held(known: Mapping[str, str], text: str) -> list[str]:
    """The ids of roles that are given by id or by name."""
    ids = {**known, **{role: role for role in known.values()}}
    for each in _words(text):
        _refuse_unknown(each, ids, say("there is no role '{word}' in this shop", word=each))
    return [ids[each] for each in _words(text)]


def _refuse_unknown(word: str, known: Collection[str], what: Message) -> None:
    if word not in known:
        names = list(known)
        raise OpsplanError(what, near_miss(word, names) or say("there are {names}", names=names))


def _roles(session: Session, books: list[Playbook]) -> dict[str, str]:
    """The roles of some playbooks, those that their duties name included: name to id."""
    used = {duty.role: book for book in books for duty in book.duties if duty.role}
    return {role_name(book, role, session.words): role for role, book in used.items()}


class _Ask(Protocol):
    def __call__(
        self, question: str, given: str | None, read: Callable[[str], T], **values: object
    ) -> T | None: ...


def _asking(session: Session) -> _Ask:
    """Asks on the terminal for what was not given, again where the answer does not fit; without
    a terminal, nothing is asked."""
    can_ask = has_terminal()

    def ask(
        question: str, given: str | None, read: Callable[[str], T], **values: object
    ) -> T | None:
        if given is not None:
            return read(given)
        while can_ask and (typed := answer(f"{session.words(question, **values)}: ")):
            try:
                return read(typed)
            except OpsplanError as error:
                tell(f"  {session.words.sentence(error.message, error.hint)}\n")
        return None

    return ask


BUYERS = "Where the buyers are, such as eu, us (empty: anywhere)"
QUESTIONS = (
    say("The shop's name"),
    say("The first day of the shop (2026-11-01, today; empty: none)"),
    say("Platform ({names}; empty: 1688)"),
    say("Where the buyers are, such as eu, us (empty: anywhere)"),
    say("Playbooks ({names}; empty: {usual})"),
    say("Visitor peaks, such as 10:00, 15:00 (empty: the playbook's)"),
    say("Who you are"),
    say("Your roles ({names}; empty: all)"),
    say("Reminders to ({names}; empty: none)"),
    say("Quiet hours, such as 22:00-07:30 (empty: none)"),
)
"""What `ask` asks, so that the catalog's maker finds it."""


def _words(text: str | None) -> list[str]:
    return re.sub("[,，、;；]", " ", text or "").split()


def _clocks(text: str) -> list[str]:
    clocks = [part for part in re.split("[,，、;；]", text) if part.strip()]
    for clock in clocks:
        if not read_times(clock.strip()):
            raise UsageError(say("'{text}' is no time", text=clock))
    return [clock.strip() for clock in clocks]


def _bars(books: Iterable[Playbook], answers: Answers) -> Iterator[str]:
    """`few-inquiries: 10`, of each rule that the shop has and that has a number of its own, with
    that number."""
    for rule in (rule for book in books for rule in book.rules):
        first = rule.condition.terms[0]
        bar = first.percent if isinstance(first, Change) else first.bar
        if rule.applies.holds(answers.platform, tuple(answers.market)) and isinstance(bar, float):
            yield f"{rule.id}: {bar:g}"


def _left_out(books: Iterable[Playbook], answers: Answers) -> Iterator[str]:
    """Duties that the shop has, those first that only we suggest."""
    every = [
        (not duty.suggested, f"{book.id}/{duty.id}")
        for book in books
        for duty in book.duties
        if duty.applies.holds(answers.platform, tuple(answers.market))
    ]
    yield from (key for _, key in sorted(every, key=lambda each: each[0]))


def config_text(session: Session, answers: Answers) -> str:
    """A short config with comments in the reader's language."""
    words = session.words
    # Said outside of f-strings, where the catalog's maker finds them.
    optional = words("Every key is optional; the README explains them.")
    from_launch, of_visitors = words("phases count from this day"), words("visitor peaks")
    own_bars, unwanted = words("your own bars for rules"), words("duties that you do not want")
    lines = [f"# {optional}", "opsplan: 1", f"lang: {words.language}"]
    if answers.me:
        lines.append(f"me: {flow(answers.me)}")
    lines += ["shops:", "  main:"]
    if answers.name:
        lines.append(f"    name: {flow(answers.name)}")
    lines.append(f"    playbooks: {flow(answers.playbooks)}  # opsplan playbook list")
    if answers.platform:
        lines.append(f"    platform: {flow(answers.platform)}")
    if answers.market:
        lines.append(f"    market: {flow(answers.market)}")
    if answers.launch:
        lines.append(f"    launch: {answers.launch}  # {from_launch}")
    if answers.peaks:
        lines.append(f"    peaks: {flow(answers.peaks)}  # {of_visitors}")
    if answers.me and answers.roles:
        lines.append(f"    people: {flow({answers.me: answers.roles})}")
    if answers.quiet:
        lines.append(f"    quiet: {flow(answers.quiet)}")
    books = [book for book, _ in map(session.library.load, answers.playbooks) if book is not None]
    if bar := next(_bars(books, answers), None):
        lines.append(f"    # thresholds: {{{bar}}}  # {own_bars}")
    if duty := next(_left_out(books, answers), None):
        lines.append(f"    # off: [{duty}]  # {unwanted}")
    if answers.channel:
        url = f", url: env:{answers.variable}" if answers.variable else ""
        lines.append(f"channels: [{{id: {answers.channel}, kind: {answers.channel}{url}}}]")
    return "\n".join(lines) + "\n"
