"""What `remind` does: for one shop or all, print what is due, or send it to the channels."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from opsplan.cli.rest import keep_rest
from opsplan.cli.sending import Parcel, send_all
from opsplan.cli.session import Session
from opsplan.cli.shop_reminders import RemindWish, ShopReminders
from opsplan.journal.database import AwayError
from opsplan.journal.places import refuse_foreign
from opsplan.remind.channels import channels_for
from opsplan.remind.sheet import FORMATS, Format, Sheet, body, whole
from opsplan.remind.waking import DIGESTS, Digest
from opsplan.values.channel import SECRETS_FILE
from opsplan.values.problem import OpsplanError, UsageError
from opsplan.values.spelling import near_miss
from opsplan.values.text import Message, say
from opsplan.views.words import Words

if TYPE_CHECKING:
    from opsplan.views.formats import Renderers

MOST_MINUTES = 31 * 1440
"""No catch-up or lead is longer."""


def _sheets(form: Format) -> Callable[[list[Sheet], Words], str]:
    return lambda sheets, words: "\n".join(whole(sheet, form, words) for sheet in sheets)


SHEETS: "Renderers[list[Sheet]]" = {"txt": _sheets("text"), "md": _sheets("markdown")}
"""What a digest can be written as."""


def wish_of(catch_up: str, lead: str | None, role: str | None, *, is_dry: bool) -> RemindWish:
    """What the command line asks for; UsageError where a span of time is none."""
    return RemindWish(
        timedelta(minutes=_minutes("--catch-up", catch_up)),
        None if lead is None else _minutes("--lead", lead),
        role,
        is_dry,
    )


def run(
    session: Session,
    wish: RemindWish,
    *,
    form: str = "text",
    digest: str | None = None,
    notify: bool = False,
    all_shops: bool = False,
    output: str | None = None,
    rest: str | None = None,
) -> int:
    """Do it, and give back the exit code. Where there was nothing to do, what follows may `rest`
    under that name."""
    wanted, kind = _format(form), _digest(digest)
    if output is not None and (kind is None or notify):
        raise UsageError(say("-o is for a digest that is not sent"), say("--digest week -o FILE"))
    every = all_shops or (notify and session.options.shop is None)
    shops = list(_of_shops(session, wish, every=every))
    if notify:
        code = _notify(session, shops, kind)
        _keep_rest(session, shops, rest, code)
        return code
    if kind and output is not None:
        from opsplan.cli.output import write_out

        sheets = [ours.digest(kind, ours.session.today)[0] for ours in shops]
        write_out(session, output, SHEETS, lambda: sheets)
        return session.report_problems()
    if kind:
        return _print_digest(session, shops, kind, wanted)
    code = _print(session, shops, wanted)
    _keep_rest(session, shops, rest, code)
    return code


def _keep_rest(session: Session, shops: list[ShopReminders], name: str | None, code: int) -> None:
    """Keep down until when nobody has anything to say, where that is so."""
    rests = [rest for ours in shops for rest in ours.rests]
    ends = [rest for rest in rests if rest is not None]
    is_quiet = code == 0 and not session.err.getvalue() and not session.options.json
    if name is None or not is_quiet or not ends or len(ends) < len(rests):
        return
    if session.database is not None:
        return
    since, until = session.now.timestamp(), min(ends).timestamp()
    with suppress(OpsplanError):  # without it, the next run looks for itself
        refuse_foreign(session.home.data)
        keep_rest(
            name,
            session.environ,
            _looked_at(session),
            began=session.began,
            since=since,
            until=until,
        )


def _looked_at(session: Session) -> Iterator[str]:
    """The files and folders that what is due depends on."""
    home = session.home
    yield from map(str, (home.config_file, home.config / SECRETS_FILE, home.playbooks))
    yield from (str(file.path) for file in session.library.files)
    yield str(home.calendars)
    if home.calendars.is_dir():
        yield from map(str, sorted(home.calendars.iterdir()))
    yield from (str(home.journal_file), f"{home.journal_file}-wal")


def _minutes(name: str, text: str) -> int:
    from opsplan.phrase.spans import read_span

    minutes = read_span(text)
    if minutes is None or minutes > MOST_MINUTES:
        what = say("'{text}' is no span of time for {name}", text=text, name=name)
        raise UsageError(what, say("such as 10m, 2h or 1h30m"))
    return minutes


def _format(text: str) -> Format:
    found = next((form for form in FORMATS if form == text), None)
    if found is None:
        what = say("there is no format '{word}'", word=text)
        fix = near_miss(text, FORMATS) or say("the formats are {names}", names=FORMATS)
        raise UsageError(what, fix)
    return found


def _digest(text: str | None) -> Digest | None:
    found = next((kind for kind in DIGESTS if kind == text), None)
    if text is not None and found is None:
        what = say("there is no digest '{word}'", word=text)
        fix = near_miss(text, DIGESTS) or say("the digests are {names}", names=DIGESTS)
        raise UsageError(what, fix)
    return found


def _of_shops(session: Session, wish: RemindWish, *, every: bool) -> Iterator[ShopReminders]:
    """The shops that are asked for, each with a session of its own that prints with the others."""
    if not every:
        yield ShopReminders(session, wish)
        return
    for each in session.every_shop():
        yield ShopReminders(each, wish)


def _print(session: Session, shops: list[ShopReminders], form: Format) -> int:
    texts: list[str] = []
    items: list[dict[str, Any]] = []
    for ours in shops:
        printed = ours.printed()
        if printed is None:
            continue
        sheet, data = printed
        items += data
        text = body(sheet, form, session.words) + "\n"
        texts.append(whole(sheet, form, session.words) if len(shops) > 1 else text)
    session.show(lambda: "\n".join(texts), lambda: {"items": items})
    return session.report_problems()


def _print_digest(session: Session, shops: list[ShopReminders], kind: Digest, form: Format) -> int:
    texts: list[str] = []
    data: list[object] = []
    for ours in shops:
        sheet, shown = ours.digest(kind, ours.session.today)
        texts.append(whole(sheet, form, session.words))
        data.append(shown)
    session.show(lambda: "\n".join(texts), lambda: data[0] if len(shops) == 1 else {"shops": data})
    return session.report_problems()


def _notify(session: Session, shops: list[ShopReminders], kind: Digest | None) -> int:
    """Take what there is to send of all shops, then send it; every channel has its share."""
    if not session.config.channels:
        what = say("there are no channels in config.yaml")
        raise OpsplanError(what, say("see opsplan channels --help"))
    parcels: list[Parcel] = []
    code = 0
    for ours in shops:
        try:
            for channel in channels_for(session.config.channels, ours.session.shop.id):
                parcels += ours.parcels(channel, kind)
        except OpsplanError as error:
            code = error.exit_code
            _say(session, error.message)
            if isinstance(error, AwayError):  # for the other shops, too; cron comes again soon
                break
    code = max(code, session.report_problems())
    if not parcels or shops[0].wish.is_dry:
        _show_parcels(session, parcels)
        return code
    failed = send_all(session, parcels)
    _show_parcels(session, parcels)
    return max(code, failed)


def _show_parcels(session: Session, parcels: Iterable[Parcel]) -> None:
    """What was sent is told only to programs; what would be sent to people, too."""
    listed = list(parcels)

    def text() -> str:
        would = [each for each in listed if each.is_dry]
        return "\n".join(f"{each.channel.id}\n{_shown(each.sheet, session)}" for each in would)

    session.show(text, lambda: {"items": [row for each in listed for row in each.data()]})


def _shown(sheet: Sheet, session: Session) -> str:
    return whole(sheet, "text", session.words)


def _say(session: Session, what: Message) -> None:
    session.err.write(f"opsplan: {session.words.message(what)}\n")
