"""Laws that hold for any shop and any history, searched by hypothesis."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from house import SHANGHAI, Ledger, plan_of
from opsplan.planning.checklist import draft, join
from opsplan.planning.expand import count_of, dated, day_order, expand
from opsplan.planning.plan import Plan
from opsplan.values.cadence import AfterDone
from opsplan.values.checklist import Checklist, Item
from opsplan.values.journal import Entry, EntryKind, Facts
from opsplan.values.occurrence import Identity, Occurrence, Status
from opsplan.values.playbook import Shop
from opsplan.values.window import Window, day_window

FEW = settings(max_examples=100, suppress_health_check=[HealthCheck.too_slow])
LAUNCH = date(2026, 8, 3)
FIRST = date(2026, 9, 14)
"""The days below are from here to the end of October: the long holidays of 2026 lie between."""

PHRASES = (
    "每天",
    "每天 08:30、11:30",
    "每天 22:00-02:00",
    "每个工作日 10:00-10:30",
    "每周三",
    "每周三 遇假日提前",
    "每周三、五 09:00 遇假日顺延",
    "[每周一, 每周四 09:00-10:00]",
    "[每周二 遇假日顺延, 每天 16:00]",
    "每3天",
    "每2周周一、四",
    "每5个工作日",
    "每月1、15号 遇假日顺延",
    "每月最后一个工作日",
    "每半月",
    "每周一次",
    "每周三次 周五前",
    "每月两次 25号前",
    "2026-09-30",
    "完成后3天",
    "完成后半个月",
    "完成后1个月",
    "一次",
    "触发时",
)
DAILY = "{id: d, name: D, when: 每天}"
MORES = ("", ", if_missed: carry", ", standing: true", ", takes: 2h")


@st.composite
def duties(draw: st.DrawFn) -> list[str]:
    """A few duties with phrases and policies of any kind."""
    chosen = draw(
        st.lists(
            st.tuples(st.sampled_from(PHRASES), st.sampled_from(MORES)), min_size=1, max_size=5
        )
    )
    texts = []
    for index, (when, more) in enumerate(chosen):
        check = ", check_on: 每周一、五" if when == "完成后半个月" and draw(st.booleans()) else ""
        goal = ", goal: 3 条" if "次" not in when and draw(st.booleans()) else ""
        texts.append(f"{{id: d{index}, name: D, when: {when}{more}{check}{goal}}}")
    return texts


days = st.integers(0, 47).map(lambda n: FIRST + timedelta(days=n))
minutes = st.integers(0, 1439)
moments = st.tuples(days, minutes).map(
    lambda at: (
        datetime(at[0].year, at[0].month, at[0].day, tzinfo=SHANGHAI) + timedelta(minutes=at[1])
    )
)


def shop_plan(texts: list[str], day_starts: int = 0) -> Plan:
    """The plan of a shop that was launched in August."""
    return plan_of(*texts, shop=Shop("main", launch=LAUNCH, day_starts=day_starts))


def listed(plan: Plan, entries: list[Entry], on: date, now: datetime) -> Checklist:
    """The list of a day as it stands at `now`."""
    ledger = Ledger()
    ledger.entries = entries
    return join(draft(plan, day_window(on), now, ledger.facts()), entries, now)


def entry(
    number: int, at: datetime, kind: EntryKind, identity: Identity, **more: float | str
) -> Entry:
    """An entry written and done at `at`."""
    count, undoes = more.get("count"), more.get("undoes")
    return Entry(
        f"E{number:05}",
        at,
        at,
        "tester",
        "main",
        kind,
        identity,
        float(count) if count is not None else None,
        None,
        str(undoes) if undoes is not None else None,
    )


def rows(found: Checklist) -> list[tuple[int, str, Status, float, date]]:
    """What a list shows."""
    return [
        (each.no, each.occurrence.ref, each.status, each.progress, each.occurrence.date)
        for each in (*found.items, *found.setup)
    ]


@st.composite
def histories(draw: st.DrawFn, plan: Plan, until: datetime) -> list[Entry]:
    """What people may have done with the lists of some days before `until`, in order."""
    entries: list[Entry] = []
    for at in sorted(draw(st.lists(moments, max_size=8))):
        if at >= until:
            break
        found = listed(plan, entries, at.date(), at)
        items = [*found.items, *found.setup]
        if not items:
            continue
        identity = draw(st.sampled_from(items)).occurrence.identity
        kind: EntryKind = draw(st.sampled_from(["done", "progress", "skip", "note", "undo"]))
        if kind == "undo":
            if entries:
                target = draw(st.sampled_from(entries))
                entries.append(entry(len(entries), at, "undo", target.identity, undoes=target.id))
        elif kind == "progress":
            entries.append(
                entry(len(entries), at, "progress", identity, count=draw(st.integers(1, 3)))
            )
        else:
            entries.append(entry(len(entries), at, kind, identity))
    return entries


class TestExpansion:
    @FEW
    @given(texts=duties(), cuts=st.lists(days, min_size=3, max_size=3))
    def test_two_adjoining_windows_are_the_whole(self, texts: list[str], cuts: list[date]) -> None:
        dated = [text for text in texts if "完成后" not in text]
        if not dated:
            return
        plan = shop_plan(dated)
        low, middle, high = sorted(cuts)
        whole = expand(plan, Window(low, high))
        parts = expand(plan, Window(low, middle)) + expand(plan, Window(middle, high))
        assert [(each.ref, each.date) for each in parts] == [(e.ref, e.date) for e in whole]

    @FEW
    @given(
        texts=duties(), start=days, length=st.integers(1, 40), day_starts=st.sampled_from([0, 240])
    )
    def test_each_identity_once_inside_the_window_and_in_order(
        self, texts: list[str], start: date, length: int, day_starts: int
    ) -> None:
        plan = shop_plan(texts, day_starts)
        window = Window(start, start + timedelta(days=length))
        found = expand(plan, window)
        assert all(each.date in window for each in found)
        assert [each.date for each in found] == sorted(each.date for each in found)
        assert max(Counter(each.identity for each in found).values(), default=1) == 1
        assert all(each.due is None or each.opens <= each.due for each in found)
        places = Counter((each.planned.duty.id, each.date, each.slot) for each in found)
        assert max(places.values(), default=1) == 1

    @FEW
    @given(
        texts=duties(),
        start=days,
        length=st.integers(1, 60),
        zone=st.sampled_from(["Asia/Shanghai", "Europe/Berlin", "America/New_York"]),
    )
    def test_the_whole_is_the_duties_in_the_order_of_their_days(
        self, texts: list[str], start: date, length: int, zone: str
    ) -> None:
        """Slots are placed as tracks, counted by dates alone: each says what the duties say."""
        plan = plan_of(*texts, shop=Shop("main", launch=LAUNCH, timezone=zone))
        window = Window(start, start + timedelta(days=length))
        whole = expand(plan, window)
        assert whole == sorted(whole, key=lambda each: (each.date, *day_order(each)))
        assert count_of(plan, window) == len(whole)
        for duty in plan.duties:
            if not duty.is_setup and not isinstance(duty.cadence, AfterDone):
                ours = [each for each in whole if each.planned is duty.planned]
                assert sorted(ours, key=_date_and_slot) == dated(duty, window)


def _date_and_slot(occurrence: Occurrence) -> tuple[date, int]:
    return occurrence.date, occurrence.slot


class TestLists:
    @FEW
    @given(data=st.data(), texts=duties(), now=moments, on=days)
    def test_numbers_run_from_one_without_a_gap(
        self, data: st.DataObject, texts: list[str], now: datetime, on: date
    ) -> None:
        plan = shop_plan(texts)
        found = listed(plan, data.draw(histories(plan, now)), on, now)
        every = [*found.items, *found.setup]
        assert sorted(each.no for each in every) == list(range(1, len(every) + 1))
        assert len({each.occurrence.identity for each in every}) == len(every)
        assert sum(found.summary.values()) == len(found.items)

    @FEW
    @given(data=st.data(), texts=duties(), now=moments)
    def test_numbers_of_today_stay_whatever_is_done_today(
        self, data: st.DataObject, texts: list[str], now: datetime
    ) -> None:
        plan = shop_plan(texts)
        history = data.draw(histories(plan, now))
        morning = now.replace(hour=0, minute=0)
        dawn = listed(
            plan, [each for each in history if each.written < morning], now.date(), morning
        )
        late = listed(plan, history, now.date(), now)
        before = {row[1]: row[0] for row in rows(dawn)}
        after = {row[1]: row[0] for row in rows(late)}
        assert before.items() <= after.items()
        arrived = [no for ref, no in after.items() if ref not in before]
        assert all(no > len(before) for no in arrived)

    @FEW
    @given(data=st.data(), texts=duties(), now=moments)
    def test_a_duty_never_begins_the_day_with_two_carried_rows(
        self, data: st.DataObject, texts: list[str], now: datetime
    ) -> None:
        plan = shop_plan([text for text in texts if "02:00" not in text] or [DAILY])
        dawn = now.replace(hour=0, minute=0)
        found = listed(plan, data.draw(histories(plan, dawn)), now.date(), dawn)
        carried = Counter(
            each.occurrence.planned.key
            for each in found.items
            if each.occurrence.due_day < now.date()
        )
        assert max(carried.values(), default=1) == 1

    @FEW
    @given(data=st.data(), texts=duties(), now=moments, on=days)
    def test_the_order_of_independent_entries_does_not_matter(
        self, data: st.DataObject, texts: list[str], now: datetime, on: date
    ) -> None:
        plan = shop_plan(texts)
        history = data.draw(histories(plan, now))
        by_item: dict[Identity, list[Entry]] = {}
        for each in history:
            by_item.setdefault(each.identity, []).append(each)
        order = data.draw(st.permutations([each.identity for each in history]))
        queues = {identity: iter(ours) for identity, ours in by_item.items()}
        shuffled = [next(queues[identity]) for identity in order]
        assert rows(listed(plan, shuffled, on, now)) == rows(listed(plan, history, on, now))

    @FEW
    @given(texts=duties(), on=days, nows=st.lists(moments, min_size=2, max_size=6))
    def test_statuses_only_move_forward(
        self, texts: list[str], on: date, nows: list[datetime]
    ) -> None:
        order: tuple[Status, ...] = ("upcoming", "open", "late", "missed")
        plan = shop_plan(texts)
        reached: dict[Identity, int] = {}
        for now in sorted(nows):
            found = listed(plan, [], on, now)
            for each in (*found.items, *found.setup):
                place = order.index(each.status)
                assert place >= reached.get(each.occurrence.identity, 0), each.occurrence.ref
                reached[each.occurrence.identity] = place

    @FEW
    @given(texts=duties(), on=days, now=moments)
    def test_statuses_keep_to_the_moments_of_the_occurrence(
        self, texts: list[str], on: date, now: datetime
    ) -> None:
        for each in listed(shop_plan(texts), [], on, now).items:
            assert each.status in allowed(each.occurrence, now)


def allowed(occurrence: Occurrence, now: datetime) -> tuple[Status, ...]:
    """What an untouched occurrence may be at `now`, by its own moments alone."""
    if now < occurrence.opens:
        return ("upcoming",)
    if occurrence.due is None or now < occurrence.due + timedelta(minutes=1):
        return ("open", "missed") if occurrence.mark.policy == "carry" else ("open",)
    return ("late", "missed")


class TestUndo:
    @FEW
    @given(data=st.data(), texts=duties(), now=moments, later=st.integers(1, 45))
    def test_of_a_tick_restores_every_later_day(
        self, data: st.DataObject, texts: list[str], now: datetime, later: int
    ) -> None:
        plan = shop_plan(texts)
        history = data.draw(histories(plan, now))
        found = listed(plan, history, now.date(), now)
        if not (found.items or found.setup):
            return
        target = data.draw(st.sampled_from([*found.items, *found.setup])).occurrence.identity
        kind: EntryKind = data.draw(st.sampled_from(["done", "skip"]))
        ticked = entry(len(history), now, kind, target)
        undone = entry(
            len(history) + 1, now + timedelta(minutes=3), "undo", target, undoes=ticked.id
        )
        after = now + timedelta(days=later, minutes=5)
        both = [*history, ticked, undone]
        assert rows(listed(plan, both, after.date(), after)) == rows(
            listed(plan, history, after.date(), after)
        )

    @FEW
    @given(
        n=st.integers(1, 40),
        unit=st.sampled_from(["天", "周", "个月"]),
        check=st.booleans(),
        gaps=st.lists(st.integers(0, 20), min_size=1, max_size=6),
    )
    def test_of_each_completion_restores_the_due_date_before_it(
        self, n: int, unit: str, check: bool, gaps: list[int]
    ) -> None:
        more = ", check_on: 每周一、五" if check else ""
        plan = shop_plan([f"{{id: d, name: D, when: 完成后{n}{unit}{more}}}"])
        at = datetime(2026, 9, 14, 9, tzinfo=SHANGHAI)
        entries: list[Entry] = []
        dues = [due_date(plan, entries, at)]
        for gap in gaps:
            at += timedelta(days=gap)
            identity = Identity("book", "d", dues[-1][0], 1)
            entries.append(entry(len(entries), at, "done", identity))
            dues.append(due_date(plan, entries, at))
        for done in reversed(list(entries)):
            assert due_date(plan, entries, at) == dues.pop()
            entries.append(entry(len(entries), at, "undo", done.identity, undoes=done.id))
        assert [due_date(plan, entries, at)] == dues


def due_date(plan: Plan, entries: list[Entry], after: datetime) -> tuple[date, date]:
    """(nominal, due day) of the next occurrence of an after-done duty."""
    ledger = Ledger()
    ledger.entries = entries
    facts: Facts = ledger.facts()
    tomorrow = draft(plan, day_window(after.date() + timedelta(days=1)), after, facts)
    for each in (*(candidate.occurrence for candidate in tomorrow.candidates), *tomorrow.later):
        return each.nominal, each.due_day
    raise AssertionError("nothing follows")


@dataclass
class Known:
    """What the model knows of one occurrence: the valid entries about it."""

    entries: list[Entry] = field(default_factory=list)

    @property
    def settled(self) -> str | None:
        """How the last valid done or skip settled it."""
        kinds = [each.kind for each in self.entries if each.kind in ("done", "skip")]
        return kinds[-1] if kinds else None

    @property
    def progress(self) -> float:
        """The sum of all counts."""
        return sum(each.count or 0 for each in self.entries)


class Shopkeeper(RuleBasedStateMachine):
    """A shop over some weeks: ticks, progress, skips, notes and undos, against a dict."""

    def __init__(self) -> None:
        super().__init__()
        self.plan = shop_plan(
            [
                "{id: slots, name: N, when: 每天 08:30、11:30}",
                "{id: goal, name: N, when: 每天, goal: 5 条}",
                "{id: weekly, name: N, when: 每周三 遇假日提前}",
                "{id: night, name: N, when: 每天 22:00-02:00}",
                "{id: float, name: N, when: 每周三次 周五前}",
                "{id: after, name: N, when: 完成后3天}",
                "{id: checked, name: N, when: 完成后5天, check_on: 每周一、五}",
                "{id: step, name: N, when: 一次}",
            ]
        )
        self.now = datetime(2026, 9, 21, 8, 0, tzinfo=SHANGHAI)
        self.entries: list[Entry] = []
        self.model: dict[Identity, Known] = {}
        self.valid: list[Entry] = []
        self.numbers: tuple[date, dict[str, int]] = (date.min, {})
        self.known_list: tuple[tuple[int, datetime], Checklist] | None = None

    @initialize(day=st.integers(0, 20))
    def begin(self, day: int) -> None:
        """Some morning in September or October."""
        self.now += timedelta(days=day)

    def today(self) -> Checklist:
        """The list of today, made anew whenever the time or the journal has moved on."""
        at = (len(self.entries), self.now)
        if self.known_list is None or self.known_list[0] != at:
            self.known_list = at, listed(self.plan, self.entries, self.now.date(), self.now)
        return self.known_list[1]

    def write(self, kind: EntryKind, identity: Identity, count: float | None = None) -> None:
        """An entry about an occurrence, told to the journal and to the model."""
        more = {} if count is None else {"count": count}
        written = entry(len(self.entries), self.now, kind, identity, **more)
        self.entries.append(written)
        self.valid.append(written)
        self.model.setdefault(identity, Known()).entries.append(written)
        self.now += timedelta(minutes=1)

    def pick(self, place: int, *, unsettled: bool = False) -> Item | None:
        """One item of today's list."""
        found = self.today()
        items = [*found.items, *found.setup]
        if unsettled:
            items = [each for each in items if each.status not in ("done", "skipped")]
        return items[place % len(items)] if items else None

    @rule(place=st.integers(0, 30), kind=st.sampled_from(["done", "skip"]))
    def settle(self, place: int, kind: EntryKind) -> None:
        """Tick off or leave out what is not settled yet, as the commands do."""
        if item := self.pick(place, unsettled=True):
            self.write(kind, item.occurrence.identity)

    @rule(place=st.integers(0, 30), count=st.integers(1, 3))
    def add_progress(self, place: int, count: int) -> None:
        """Count some of it; at the goal it is done, as the command writes it."""
        item = self.pick(place, unsettled=True)
        if item and (goal := item.occurrence.mark.goal):
            reached = item.record.progress + count >= goal.count
            self.write("done" if reached else "progress", item.occurrence.identity, count)

    @rule(place=st.integers(0, 30))
    def remark(self, place: int) -> None:
        """Write a note."""
        if item := self.pick(place):
            self.write("note", item.occurrence.identity)

    @precondition(lambda self: self.valid)
    @rule(back=st.integers(0, 5))
    def undo(self, back: int) -> None:
        """Take back one of the latest entries that still stand."""
        target = self.valid[-1 - back % len(self.valid)]
        if self.is_second_thought(target):
            return
        self.valid.remove(target)
        self.model[target.identity].entries.remove(target)
        self.entries.append(
            entry(len(self.entries), self.now, "undo", target.identity, undoes=target.id)
        )
        self.now += timedelta(minutes=1)

    def is_second_thought(self, target: Entry) -> bool:
        """Whether taking it back would take away the ground under another row of today's list.

        A row of an after-done duty counts from the completion before it. Whoever takes back both
        in one day, or the older one alone, moves a row that is on the list; that is not tried.
        """
        if target.identity.duty not in ("after", "checked") or target.kind == "note":
            return False
        later = [
            each
            for each in self.entries
            if each.identity.duty == target.identity.duty
            and each.id > target.id
            and each.kind != "note"
        ]
        return any(each in self.valid or each.written.date() == self.now.date() for each in later)

    @rule(hours=st.integers(0, 60), more=st.integers(0, 59))
    def wait(self, hours: int, more: int) -> None:
        """Time moves on."""
        self.now += timedelta(hours=hours, minutes=more)

    @invariant()
    def the_list_tells_what_the_model_knows(self) -> None:
        """Each row's status and progress follow from the entries about it, and from the time."""
        found = self.today()
        for item in (*found.items, *found.setup):
            known = self.model.get(item.occurrence.identity, Known())
            if known.settled:
                assert item.status == ("skipped" if known.settled == "skip" else "done")
            else:
                assert item.status in allowed(item.occurrence, self.now)
            assert item.record.progress == known.progress
            notes = [each for each in known.entries if each.kind == "note"]
            assert list(item.record.notes) == notes

    @invariant()
    def numbers_stay_through_the_day(self) -> None:
        """From one on without a gap; until midnight no row goes, and none changes its number."""
        numbers = {ref: no for no, ref, *_ in rows(self.today())}
        assert sorted(numbers.values()) == list(range(1, len(numbers) + 1))
        if self.numbers[0] == self.now.date():
            assert self.numbers[1].items() <= numbers.items()
        self.numbers = (self.now.date(), numbers)

    @invariant()
    def todays_own_occurrences_are_there(self) -> None:
        """Whatever the plan has for the day stands on its list, done or not."""
        wanted = {
            each.identity
            for each in expand(self.plan, day_window(self.now.date()))
            if each.planned.duty.id in ("slots", "goal", "weekly", "night")
        }
        assert wanted <= {each.occurrence.identity for each in self.today().items}

    @invariant()
    def what_was_settled_before_today_is_not_carried(self) -> None:
        """A row from before is one that nobody had settled at dawn, or that came back since."""
        dawn = self.now.replace(hour=0, minute=0)
        undone_today = {each.undoes for each in self.entries if each.written >= dawn}
        undone = {each.undoes for each in self.entries} - undone_today
        for item in self.today().items:
            is_over = item.occurrence.due_day < self.now.date()
            if not is_over or item.occurrence.mark.kind == "floating":
                continue
            earlier = [
                each
                for each in self.entries
                if each.identity == item.occurrence.identity
                and each.written < dawn
                and each.kind in ("done", "skip")
                and each.id not in undone
            ]
            assert all(each.id in undone_today for each in earlier), item.occurrence.ref

    @invariant()
    def after_done_counts_from_the_last_completion(self) -> None:
        """The next due date is that of the last valid completion, and of nothing else."""
        for duty, days_after in (("after", 3), ("checked", 5)):
            settled = [
                each
                for each in self.valid
                if each.identity.duty == duty and each.kind in ("done", "skip")
            ]
            ledger = Ledger()
            ledger.entries = self.entries
            last = max((each.at.date() for each in settled), default=None)
            expected = LAUNCH if last is None else last + timedelta(days=days_after)
            tomorrow = max(expected, self.now.date() + timedelta(days=1))
            drafted = draft(self.plan, day_window(tomorrow), self.now, ledger.facts())
            ours = [c for c in drafted.candidates if c.occurrence.planned.duty.id == duty]
            assert all(each.occurrence.nominal == expected for each in ours)
            assert ours or duty == "checked"


Shopkeeper.TestCase.settings = settings(
    max_examples=40,
    stateful_step_count=30,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
)
TestShopkeeper = Shopkeeper.TestCase


@FEW
@given(duties(), days, st.integers(1, 45), moments, st.booleans())
def test_a_window_holds_what_each_of_its_days_holds(
    texts: list[str], first: date, length: int, now: datetime, is_late: bool
) -> None:
    """Whatever is expanded once for all days of a window, day by day it is the same."""
    launch = first + timedelta(days=5) if is_late else LAUNCH
    long = [text.replace("takes: 2h", "takes: 24h") for text in texts]
    plan = plan_of(*long, shop=Shop("main", launch=launch))
    window = Window(first, first + timedelta(days=length))
    whole = draft(plan, window, now, Facts())
    by_days = [
        each for day in window for each in draft(plan, day_window(day), now, Facts()).candidates
    ]
    assert [*whole.candidates] == by_days
