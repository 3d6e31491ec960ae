"""What one run of a command knows: the reader, the clock, the home folder, the shop."""

import os
import re
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from datetime import UTC, date, datetime, tzinfo
from functools import cached_property, partial
from importlib.machinery import PathFinder
from io import StringIO
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from opsplan.calendars import ABROAD, Calendars
from opsplan.calendars.china import SOURCE, official_tables
from opsplan.cli.compiled import compiled
from opsplan.cli.folders import find_folders
from opsplan.cli.states import NOTHING, state_of
from opsplan.journal import Journal, open_journal
from opsplan.journal.reading import read_draft, read_joined
from opsplan.planning.checklist import Draft
from opsplan.planning.phases import ended_phases, phase_keys
from opsplan.planning.plan import Plan, make_plan, zone_of
from opsplan.planning.rules import begun_phases, figures_of
from opsplan.playbook.files import FindBase, Found, Library, PlaybookFile, find_library, load_file
from opsplan.recurrence.dates import DEFAULT_ANCHOR
from opsplan.values.calendar import CountryYears, Notice, YearTables
from opsplan.values.checklist import Checklist
from opsplan.values.classes import dataclass, field, replace
from opsplan.values.config import Config
from opsplan.values.dated import Weeks
from opsplan.values.figures import Figures
from opsplan.values.occurrence import day_of
from opsplan.values.phases import Begun
from opsplan.values.playbook import Playbook, Shop
from opsplan.values.problem import (
    OpsplanError,
    Place,
    Problem,
    ProblemsError,
    UsageError,
    os_reason,
)
from opsplan.values.spelling import near_miss
from opsplan.values.text import LANGUAGES, Language, Message, say
from opsplan.values.window import Window, day_window, week_window
from opsplan.views.marks import boxes_for
from opsplan.views.problems import problem_lines
from opsplan.views.screen import Screen
from opsplan.views.visible import visible
from opsplan.views.words import Words

if TYPE_CHECKING:
    from opsplan.journal.ticks import Author

T = TypeVar("T")

COMPLETING = "_OPSPLAN_COMPLETE"
"""The variable that a shell sets where it asks what may stand in a command line."""
DATE_SOURCES = (SOURCE, ABROAD, "borax", "dateutil")
"""The libraries that dates come from."""
NARROWEST, PIPED, WIDEST = 40, 100, 400
"""Columns: the least and the most that a screen is drawn for, and those of output that is no
terminal."""


@dataclass(frozen=True, slots=True)
class Options:
    """What may stand before or after every command."""

    shop: str | None = None
    lang: str | None = None
    plain: bool = False
    json: bool = False


@dataclass(frozen=True, slots=True)
class Home:
    """Where the config, the playbooks and the journal of a person lie."""

    config: Path
    data: Path

    @property
    def config_file(self) -> Path:
        """`config.yaml`."""
        return self.config / "config.yaml"

    @property
    def playbooks(self) -> Path:
        """The folder of the person's own playbooks."""
        return self.config / "playbooks"

    @property
    def calendars(self) -> Path:
        """The folder of the notices on holidays that were taken over."""
        return self.config / "calendars"

    @property
    def journal_file(self) -> Path:
        """`journal.db`; behind a link, since SQLite keeps its log beside what the link leads to."""
        return Path(os.path.realpath(self.data / "journal.db"))


def _read_config(file: Path) -> tuple[Config | None, tuple[Problem, ...]]:
    """The config in a file, which loads pydantic; that of an empty one where there is none."""
    from opsplan.playbook.config import read_config

    try:
        data = file.read_bytes() if os.path.lexists(file) else b""
    except OSError as error:
        return None, (Problem(str(file), 0, 0, "", os_reason(error)),)
    return read_config(data, str(file))


def _read_notices(folder: Path) -> tuple[list[Notice], list[Problem]]:
    from opsplan.playbook.notices import read_notices  # reads YAML

    return read_notices(folder)


def _weeks_around(plan: Plan, day: date) -> Weeks:
    from opsplan.planning.weeks import weeks_around  # once a week

    return weeks_around(plan, day)


def _first_files(*libraries: str) -> list[Path]:
    """The file of each library that is loaded first, written anew with each of its releases."""
    found = map(PathFinder.find_spec, libraries)
    return [Path(each.origin) for each in found if each and each.origin]


def _slip(text: str, known: Iterable[str]) -> Message | None:
    """What somebody may have meant who has mistyped a word for days."""
    return near_miss(text.strip().lower(), known)


def _may_be_kept(read: tuple[Config | None, tuple[Problem, ...]]) -> bool:
    """Whether a config may be copied into another file: it is right, and there is no secret in
    it."""
    config, problems = read
    if config is None or problems:
        return False
    from opsplan.values.address import ENV

    if config.database is not None and not config.database.startswith(ENV):
        return False
    texts = [each for channel in config.channels for each in (channel.url, channel.secret)]
    return all(each is None or each.text.startswith(ENV) for each in texts)


def language_of(environ: Mapping[str, str]) -> Language:
    """The language of LC_ALL, LC_MESSAGES or LANG, the first that says anything; else English."""
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        value = environ.get(name, "")
        if value:
            return "zh" if value.lower().startswith("zh") else "en"
    return "en"


def _terminal_columns() -> int:
    """The columns of the terminal, 80 where it does not tell; what shutil says, without the five
    modules that it loads."""
    try:
        found = os.get_terminal_size(sys.__stdout__.fileno()).columns if sys.__stdout__ else 0
    except (OSError, ValueError):
        found = 0
    return found or 80


_SHARED = ("home", "words", "_config", "library", "calendars", "journal")
"""What is the same for all shops of a run."""


@dataclass
class Session:
    """One run. Everything is read when it is first asked for; what is to be printed is collected
    in `out` and `err`, and `main` writes it at the end, then does what is in `when_printed`."""

    options: Options
    environ: Mapping[str, str]
    is_terminal: bool = False
    encoding: str = "utf-8"
    out: StringIO = field(default_factory=StringIO)
    err: StringIO = field(default_factory=StringIO)
    problems: list[Problem] = field(default_factory=list)
    told: set[str] = field(default_factory=set)
    tells: bool = True
    """Whether what could not be used is said at the end; not where a command tells it its way."""
    when_printed: list[Callable[[], None]] = field(default_factory=list)
    loaded: dict[str, tuple[Playbook | None, tuple[Problem, ...]]] = field(default_factory=dict)
    began: int = field(default_factory=time.time_ns)
    """When this run began (ns), by the machine's clock and not by OPSPLAN_NOW."""

    @cached_property
    def home(self) -> Home:
        """The folders of this person."""
        return Home(*map(Path, find_folders(self.environ)))

    @cached_property
    def words(self) -> Words:
        """The reader's language: `--lang`, config, then the locale."""
        if self.options.lang is not None:
            wanted = next((lang for lang in LANGUAGES if lang == self.options.lang), None)
            if wanted is None:
                raise UsageError(
                    say("there is no language '{lang}'", lang=self.options.lang),
                    say("--lang takes {names}", names=LANGUAGES),
                )
            return Words(wanted)
        config, _ = self._config
        chosen = config.lang if config else None
        return Words(chosen or language_of(self.environ))

    @cached_property
    def _config(self) -> tuple[Config | None, tuple[Problem, ...]]:
        file = self.home.config_file
        try:
            if file.exists() and not file.is_file():
                return None, (Problem(str(file), 0, 0, "", say("this is not a file")),)
        except OSError as error:  # the folder above may not be entered
            return None, (Problem(str(file), 0, 0, "", os_reason(error)),)
        return self.kept("config", [file], lambda: _read_config(file), _may_be_kept)

    @cached_property
    def _cache(self) -> Path | None:
        """`cache/`; None for who only looks around, without a config or a journal of their own, and
        leaves no trace."""
        home = self.home
        is_used = {state_of(home.config_file), state_of(home.journal_file)} != {NOTHING}
        return home.data / "cache" if is_used else None

    def kept(
        self,
        name: str,
        files: Iterable[Path],
        make: Callable[[], T],
        keeps: Callable[[T], bool] = lambda _: True,
        about: object = None,
    ) -> T:
        """What `make` gives, from `cache/` where that is right: made of these files, and `about`
        the same."""
        return compiled(self._cache, (name, about), files, make, keeps, self.began)

    @property
    def config(self) -> Config:
        """The config; ProblemsError where it cannot be used."""
        config, problems = self._config
        if config is None:
            raise ProblemsError(say("the config cannot be used"), problems)
        return config

    @cached_property
    def shop(self) -> Shop:
        """The shop of `--shop`, else the default one."""
        wanted = self.options.shop or self.config.default_shop
        shop = self.config.shops.get(wanted)
        if shop is None:
            names = list(self.config.shops)
            what = say("there is no shop '{word}'", word=wanted)
            raise OpsplanError(
                what, near_miss(wanted, names) or say("the shops are {names}", names=names)
            )
        return shop

    def of_shop(self, shop: str) -> "Session":
        """The same run for another shop; what does not depend on the shop is read once."""
        other = replace(self, options=replace(self.options, shop=shop))
        other.__dict__ |= {name: getattr(self, name) for name in _SHARED}
        return other

    def every_shop(self) -> Iterator["Session"]:
        """The same run for each shop of the config."""
        return map(self.of_shop, self.config.shops)

    @cached_property
    def library(self) -> Library:
        """All playbook files."""
        library = find_library(self.home.playbooks, self._read_book)
        self.problems += library.problems
        return library

    @cached_property
    def books(self) -> list[Playbook]:
        """The shop's playbooks; one that cannot be used is a problem that hides no other."""
        books: list[Playbook] = []
        for name in self.shop.playbooks:
            if name not in self.loaded:
                self.loaded[name] = self.library.load(name)
            book, problems = self.loaded[name]
            if book is not None:
                books.append(book)
                if book.is_empty:
                    what = say("the playbook has nothing to do in it")
                    fix = say("was it emptied by accident?")
                    self.problems.append(Place(book.file, 0, 0, book.id).warning(what, fix))
            elif problems:
                self.problems += problems
            else:
                what = say("there is no playbook '{word}'", word=name)
                known = [file.path.stem for file in self.library.files]
                place = self.shop.place("playbooks", name)
                self.problems.append(place.error(what, near_miss(name, known)))
        return books

    def _read_book(self, file: PlaybookFile, find_base: FindBase) -> Found:
        return self.about_book(
            "playbook",
            file.path,
            lambda: load_file(file.path, find_base),
            lambda found: found[0] is not None and not found[1],
        )

    def about_book(
        self, what: str, path: Path, make: Callable[[], T], keeps: Callable[[T], bool]
    ) -> T:
        """What `make` finds in a playbook's file, compiled where no file of the library, to which
        it belongs, has changed since it last was."""
        file = self.library.file(path)
        if file is None or not re.fullmatch(r"[a-z0-9-]{1,64}\.ya?ml", path.name):
            return make()
        name = f"{what}-{'own' if file.own else 'shipped'}-{path.name}"
        return self.kept(name, self._library_files, make, keeps)

    @property
    def _library_files(self) -> list[Path]:
        """The files of all playbooks, and the folder in which another may appear."""
        return [self.home.playbooks, *(each.path for each in self.library.files)]

    @cached_property
    def calendars(self) -> Calendars:
        """Workdays by country, with the notices of this person over them; a notice that cannot be
        used is a problem that hides no other."""
        folder = self.home.calendars
        if not folder.is_dir():
            return Calendars((), self._announced, self._abroad)
        notices, problems = self.kept(
            "notices",
            self._notice_files,
            lambda: _read_notices(folder),
            lambda found: not found[1],
        )
        self.problems += problems
        return Calendars(notices, self._announced, self._abroad)

    @property
    def _notice_files(self) -> list[Path]:
        """The notices of holidays, and the folder in which another may appear."""
        return [self.home.calendars, *sorted(self.home.calendars.glob("*"))]

    def _announced(self) -> YearTables:
        """China's years, without the library that knows them where it is as it was."""
        files = _first_files(SOURCE)
        return self.kept("announced", files, official_tables, lambda _: bool(files))

    def _abroad(self, name: str) -> CountryYears | None:
        """The years of a country from the first that anything counts from, without the library that
        knows them."""
        years = range(min(DEFAULT_ANCHOR.year, self.now.year - 1), self.now.year + 3)

        def make() -> CountryYears | None:
            from opsplan.calendars.abroad import country_years  # 150 ms

            return country_years(name, years)

        if not re.fullmatch("[A-Z]{2}(-[A-Z0-9]{1,3})?", name):
            return make()
        return self.kept(f"country-{name}", _first_files(ABROAD), make, bool, years.stop)

    @cached_property
    def plan(self) -> Plan:
        """The shop's plan; what its config says but cannot be used is among the problems."""
        plan = self.planned()
        self.problems += plan.problems
        return plan

    def planned(self) -> Plan:
        """The shop's plan as the journal is now: it knows which phases somebody has ended, which
        have begun with a figure, and the dates of the weeks around today."""
        began, ended = self._phases()
        make = partial(
            make_plan, self.shop, self.books, began=began, ended=ended, calendars=self.calendars
        )
        if self._cache is None:
            return make()
        monday = week_window(self.today).start
        files = [self.home.config_file, *self._library_files, *self._notice_files]
        weeks = self.kept(
            f"plan-{self.shop.id}",
            [*files, *_first_files(*DATE_SOURCES)],
            lambda: _weeks_around(make(), monday),
            about=(monday, began, ended),
        )
        return make(weeks=weeks)

    def _phases(self) -> tuple[dict[str, Begun], dict[str, date]]:
        """When phases that wait for a figure have begun, and on which last day others were ended,
        by `playbook/phase`."""
        keys = phase_keys(self.books)
        if self.shop.launch is None or not keys:
            return {}, {}
        endings = self.journal.endings(self.shop.id, keys)
        ended = ended_phases(endings, self.zone, self.shop.day_starts)
        if not any(phase.condition for book in self.books for phase in book.phases):
            return {}, ended
        entries = self.journal.figures(self.shop.id, self.shop.launch, date.max)
        plan = make_plan(self.shop, self.books, calendars=self.calendars)
        return begun_phases(plan, figures_of(plan, entries)), ended

    @cached_property
    def zone(self) -> tzinfo:
        """The zone of the shop's days."""
        return zone_of(self.shop, self.books)

    @cached_property
    def now(self) -> datetime:
        """When this run began (aware)."""
        return self.clock()

    def clock(self) -> datetime:
        """The time (aware): OPSPLAN_NOW, else the machine's."""
        text = self.environ.get("OPSPLAN_NOW")
        if not text:
            return datetime.now(UTC)
        try:
            moment = datetime.fromisoformat(text)
        except ValueError:
            raise UsageError(
                say("OPSPLAN_NOW is not a time: {text}", text=text),
                say("such as 2026-11-25T08:40+08:00"),
            ) from None
        return moment if moment.tzinfo else moment.replace(tzinfo=self.zone)

    @cached_property
    def today(self) -> date:
        """The shop's day now."""
        return day_of(self.now, self.zone, self.shop.day_starts)

    @cached_property
    def journal(self) -> Journal:
        """The journal of this person."""
        if (shared := self.database) is None:
            return open_journal(self.home.journal_file, lambda: self.clock().date())
        from opsplan.journal.postgres import PostgresStore  # loads a driver that few need

        return Journal(PostgresStore(*shared))

    @cached_property
    def database(self) -> tuple[str, str | None] | None:
        """The address of the shared database and its password; None where the journal is a file."""
        from opsplan.cli.secrets import DATABASE, secrets_of

        known = secrets_of(self.home.config, self.environ)
        if self.config.database is None and not known.get(DATABASE):
            return None
        from opsplan.cli.database import address_of

        return address_of(self.config.database, known)

    @cached_property
    def me(self) -> str:
        """Who ticks: `me` of the config, else the user of the system."""
        if self.config.me:
            return self.config.me
        import getpass

        try:
            return getpass.getuser()
        except (OSError, KeyError):
            return str(os.getuid()) if hasattr(os, "getuid") else "?"

    @property
    def author(self) -> "Author":
        """Who writes in this run, for which shop, and when."""
        from opsplan.journal.ticks import Author

        return Author(self.shop.id, self.me, self.now)

    def drafted(self, window: Window) -> Draft:
        """What stands on the lists of these days, before the journal has been asked about it."""
        return read_draft(self.journal, self.plan, window, self.now)

    def joined(self, drafted: Draft) -> Checklist:
        """The checklist of a draft, as the journal has it now."""
        return read_joined(self.journal, self.plan, drafted, self.now)

    def checklist(self, window: Window) -> Checklist:
        """The shop's checklist of these days, as the journal has it now."""
        return self.joined(self.drafted(window))

    def figures(self, first: date, last: date) -> Figures:
        """The shop's figures of these days, both in."""
        return figures_of(self.plan, self.journal.figures(self.shop.id, first, last))

    def list_of(self, day: date) -> Checklist:
        """The checklist of one day."""
        return self.checklist(day_window(day))

    def day(self, text: str | None) -> date:
        """The day that somebody typed; today where nothing is given."""
        if text is None:
            return self.today
        if re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text):
            with suppress(ValueError):
                return date.fromisoformat(text)  # needs neither a shop nor its clock
        from opsplan.phrase.moments import DAY_WORDS, read_day  # the grammar of dates

        if (found := read_day(text, self.today)) is not None:
            return found
        forms = say("such as 2026-11-25, today, yesterday, mon, +3 or next wed")
        raise UsageError(say("'{text}' is no day", text=text), _slip(text, DAY_WORDS) or forms)

    def week(self, text: str | None) -> date:
        """A day of the week that somebody typed: `last`, or any day of it; today where nothing is
        given."""
        if text is None:
            return self.today
        from opsplan.phrase.moments import WEEK_WORDS, read_week

        if (found := read_week(text, self.today)) is not None:
            return found
        what = say("'{text}' is neither a week nor a day", text=text)
        forms = say("such as last, next, mon, +7 or 2026-11-25")
        raise UsageError(what, _slip(text, WEEK_WORDS) or forms)

    def month(self, text: str | None) -> date:
        """A day of the month that somebody typed: `2026-10`, `last`, or any day of it; today where
        nothing is given."""
        if text is None:
            return self.today
        from opsplan.phrase.moments import MONTH_WORDS, read_month

        if (found := read_month(text, self.today)) is not None:
            return found
        what = say("'{text}' is neither a month nor a day", text=text)
        forms = say("such as 2026-10, last, next or 2026-10-25")
        raise UsageError(what, _slip(text, MONTH_WORDS) or forms)

    @cached_property
    def screen(self) -> Screen:
        """What standard output can show."""
        columns = _terminal_columns() if self.is_terminal else 0
        if re.fullmatch("[0-9]{1,4}", self.environ.get("COLUMNS", "")):
            columns = int(self.environ["COLUMNS"])
        colour = self.is_terminal and not self.options.plain and not self.environ.get("NO_COLOR")
        dumb = self.environ.get("TERM") == "dumb"
        boxes = boxes_for(self.encoding, plain=self.options.plain)
        width = min(max(columns or PIPED, NARROWEST), WIDEST)
        return Screen(width, colour and not dumb, boxes, self.command)

    @property
    def command(self) -> str:
        """How opsplan is called for this shop."""
        config, wanted = self._config[0], self.options.shop
        is_default = wanted is None or (config is not None and wanted == config.default_shop)
        return "opsplan" if is_default else f"opsplan --shop {wanted}"

    def show(self, text: Callable[[], str], data: Callable[[], object]) -> None:
        """Print the answer: what `data` gives for `--json`, else what `text` draws."""
        if not self.options.json:
            self.out.write(text())
            return
        from opsplan.views.data import json_text

        is_unicode = self.encoding.lower().replace("-", "") == "utf8"
        self.out.write(json_text(data(), ascii_only=not is_unicode))

    def close(self) -> None:
        """Let go of the journal, if this run has asked for it."""
        if "journal" in self.__dict__:
            self.journal.close()

    def report_problems(self) -> int:
        """Say what could not be used, on standard error, and each once; the exit code that this run
        has earned, unless it has written something."""
        for line in problem_lines((*self.problems, *self._damages()), self.words):
            if line not in self.told:
                self.told.add(line)
                self.err.write(f"{line}\n")
        is_damaged = bool(self._damages())
        return 1 if is_damaged or any(each.severity == "error" for each in self.problems) else 0

    def _damages(self) -> list[Problem]:
        """The entries of the journal that this run has met and left out."""
        if "journal" not in self.__dict__:
            return []
        what = say("this entry is damaged and left out")
        fix = say("opsplan doctor tells the way out")
        name = self.journal.store.name
        damaged = sorted(self.journal.damaged)
        return [Problem(name, 0, 0, visible(entry_id), what, fix) for entry_id in damaged]
