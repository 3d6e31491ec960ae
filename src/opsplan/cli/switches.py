"""playbook enable, disable, new: what a shop uses, and a playbook of one's own to begin with."""

import os
import re
from collections.abc import Iterator
from functools import partial

from typer import Argument, Context, Option

from opsplan.cli.config_file import Edit, edit_config
from opsplan.cli.help import Commands
from opsplan.cli.init import Answers, config_text
from opsplan.cli.session import Session
from opsplan.planning.names import applies_of, entries_of
from opsplan.planning.own import SHOPS_OWN
from opsplan.playbook.flow import flow
from opsplan.values.ids import PLAYBOOK_ID_PATTERN
from opsplan.values.playbook import Playbook
from opsplan.values.problem import OpsplanError, ProblemsError, UsageError, reason_of
from opsplan.values.spelling import near_miss
from opsplan.values.text import Language, Message, say

app = Commands()

PHRASES: dict[Language, tuple[str, str]] = {
    "zh": ("每个工作日 9:00", "每周一、四 · 每周一次 周五前 · 每月最后一个工作日 · 完成后15天"),
    "en": (
        "every workday at 09:00",
        "every mon, thu · once a week by fri · every month on last workday · 15 days after done",
    ),
}
"""The phrase of a new playbook's first duty, and others to choose from."""
ID_HELP = "A playbook by id, or one of its entries: 1688-shop/self-check."
ID = Argument(metavar="ID", help=ID_HELP)


@app.command()
def enable(ctx: Context, name: str = ID) -> None:
    """Use a playbook, or switch one of its entries on.

    opsplan playbook enable 1688-growth
    opsplan playbook enable team-year/gold-booth
    """
    _switch(ctx.obj, name, on=True)


@app.command()
def disable(ctx: Context, name: str = ID) -> None:
    """Use a playbook no longer, or switch one of its entries off.

    opsplan playbook disable 1688-shop/self-check
    """
    _switch(ctx.obj, name, on=False)


@app.command()
def new(
    ctx: Context,
    name: str = Argument(help="The id of the new playbook.", metavar="ID"),
    extends: str = Option(None, "--extends", metavar="BASE", help="A playbook to take over."),
) -> None:
    """Begin a playbook of your own.

    opsplan playbook new warehouse
    opsplan playbook new mine --extends 1688-shop
    """
    from opsplan.playbook.reader import read_playbook

    session: Session = ctx.obj
    file = session.home.playbooks / f"{name}.yaml"
    if not re.fullmatch(PLAYBOOK_ID_PATTERN, name):
        raise UsageError(
            say("'{word}' is no id for a playbook", word=name),
            say("lower-case letters, digits and hyphens, such as {name}", name="my-shop"),
        )
    known = [book.id for _, book, _ in session.library.all() if book is not None]
    if name in known or os.path.lexists(file) or name == SHOPS_OWN:
        raise OpsplanError(say("there is a playbook '{word}' already", word=name))
    if extends is not None and extends not in known:
        what = say("there is no playbook '{word}'", word=extends)
        near = near_miss(extends, known)
        raise OpsplanError(what, near or say("there are {names}", names=known))
    text = _starter(session, name, extends)
    book, problems = read_playbook(text.encode(), str(file), session.library.base)
    if book is None:
        raise ProblemsError(say("the playbook cannot be used"), problems)
    try:
        file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with file.open("x", encoding="utf-8") as stream:
            stream.write(text)
    except OSError as error:
        reason = reason_of(error)
        raise OpsplanError(say("cannot use {path}: {reason}", path=file, reason=reason)) from None
    words = session.words
    lines = [
        str(file),
        words(
            "Edit it, then look for mistakes: {command}", command=f"opsplan playbook check {name}"
        ),
        words("Let the shop use it: {command}", command=f"opsplan playbook enable {name}"),
    ]
    if extends:
        command = f"opsplan playbook disable {extends}"
        lines.append(words("and no longer what it takes over: {command}", command=command))
    session.show(lambda: "".join(f"{line}\n" for line in lines), lambda: {"file": str(file)})


def _switch(session: Session, name: str, *, on: bool) -> None:
    edits = _entry_edits(session, name, on=on) if "/" in name else _book_edits(session, name, on=on)
    file = session.home.config_file
    if edits:
        answers = Answers(None, None, [], None, [*session.shop.playbooks], [], None, [])
        file = edit_config(session, edits, partial(config_text, session, answers))
    shop = session.shop.id
    if on:
        said = say("{entry} is on in the shop {shop}", entry=name, shop=shop)
        known = say("{entry} is on in the shop {shop} already", entry=name, shop=shop)
    else:
        said = say("{entry} is off in the shop {shop}", entry=name, shop=shop)
        known = say("{entry} is off in the shop {shop} already", entry=name, shop=shop)
    data = {"id": name, "shop": shop, "on": on, "changed": bool(edits), "file": str(file)}
    text = session.words.message(said if edits else known)
    session.show(lambda: f"{text}\n", lambda: data)


def _book_edits(session: Session, name: str, *, on: bool) -> list[Edit]:
    """What to change so that the shop uses a playbook, or does so no longer."""
    from opsplan.playbook.edit import with_item, with_value, without_item

    used = session.shop.playbooks
    if on:
        _refuse_unusable(session, name)
    elif name not in used:
        known = [file.path.stem for file in session.library.files]
        if name not in known:
            what = say("there is no playbook '{word}'", word=name)
            raise OpsplanError(what, near_miss(name, used))
    if (name in used) == on:
        return []
    path = ("shops", session.shop.id, "playbooks")
    wanted = [*used, name] if on else [each for each in used if each != name]
    place = session.shop.places.get(("playbooks", used[0])) if used else None
    if place is None or not place.path.startswith(f"shops.{session.shop.id}."):
        return [Edit(partial(with_value, path=path, value=wanted), path, wanted)]
    change = with_item if on else without_item
    return [Edit(partial(change, path=path, item=name), path, wanted)]


def _refuse_unusable(session: Session, name: str) -> None:
    book, problems = session.library.load(name)
    if problems:
        raise ProblemsError(say("the playbook '{word}' cannot be used", word=name), problems)
    if book is None:
        known = [file.path.stem for file in session.library.files]
        what = say("there is no playbook '{word}'", word=name)
        near = near_miss(name, known)
        raise OpsplanError(what, near or say("there are {names}", names=known))


def _entry_edits(session: Session, key: str, *, on: bool) -> list[Edit]:
    """What to change so that a single entry is on, or off."""
    shop = session.shop
    book, entry = _entry(session, key)
    of_itself = applies_of(book, entry).holds(shop.platform, shop.market)
    if on and (refusal := _other_choice(session, book, entry)):
        raise OpsplanError(*refusal)
    edits: list[Edit] = []
    if on and key in shop.off:
        edits.append(_taken_out(session, "off", key))
    if on and not of_itself and key not in shop.on:
        edits.append(_put_in(session, "on", key))
    if not on and key not in shop.off:
        if key in shop.on and _is_own(session, "on", key):
            edits.append(_taken_out(session, "on", key))
        if of_itself or (key in shop.on and not edits):
            edits.append(_put_in(session, "off", key))
        elif key not in shop.on:
            return []
    return edits


def _entry(session: Session, key: str) -> tuple[Playbook, str]:
    """The playbook and the id of an entry that the shop could have."""
    name, _, entry = key.partition("/")
    book = next((book for book in session.plan.playbooks if book.id == name), None)
    if book is None:
        shop, use = session.shop.id, f"opsplan playbook enable {name}"
        what = say("the shop {shop} does not use the playbook '{word}'", shop=shop, word=name)
        near = near_miss(name, [book.id for book in session.plan.playbooks])
        raise OpsplanError(what, near or say("use it first: {command}", command=use))
    known = entries_of([book])
    if key not in known:
        raise OpsplanError(
            say("the playbook {playbook} has no '{word}'", playbook=name, word=entry),
            near_miss(key, known),
        )
    return book, entry


def _other_choice(session: Session, book: Playbook, entry: str) -> tuple[Message, Message] | None:
    """Why a duty stays off that belongs to a choice which is not in force."""
    for option in book.options:
        choice = option.in_force(session.shop.options)
        ours = [name for name, members in option.choices.items() if entry in members]
        if ours and choice not in ours:
            what = say(
                "{entry} belongs to {choice} of the option {option}; {other} is in force",
                entry=entry,
                choice=ours[0],
                option=option.id,
                other=choice,
            )
            line = f"options: {{{option.id}: {ours[0]}}}"
            return what, say("edit it by hand: {line}", line=line)
    return None


def _is_own(session: Session, kind: str, key: str) -> bool:
    return session.shop.place(kind, key).path.startswith(f"shops.{session.shop.id}.")


def _taken_out(session: Session, kind: str, key: str) -> Edit:
    from opsplan.playbook.edit import without_item

    if not _is_own(session, kind, key):
        place = session.shop.place(kind, key)
        raise OpsplanError(
            say("{entry} stands in {path} for several shops", entry=key, path=place.path),
            say("take it out there: {file}:{line}", file=place.file, line=place.line),
        )
    path = ("shops", session.shop.id, kind)
    return Edit(partial(without_item, path=path, item=key), path, [])


def _put_in(session: Session, kind: str, key: str) -> Edit:
    from opsplan.playbook.edit import with_item

    path = ("shops", session.shop.id, kind)
    return Edit(partial(with_item, path=path, item=key), path, [key])


def _starter(session: Session, name: str, extends: str | None) -> str:
    return "".join(f"{line}\n" for line in _starter_lines(session, name, extends))


def _starter_lines(session: Session, name: str, extends: str | None) -> Iterator[str]:
    words = session.words
    # Said outside of f-strings, where the catalog's maker finds them.
    about = words("What is to be done, and when. Look for mistakes with: opsplan playbook check")
    yield f"# {about}"
    yield "opsplan: 1"
    yield f"id: {name}"
    yield f"name: {flow(name)}"
    if extends:
        taken, without = words("all of it, and what stands below"), words("entries to leave out")
        changed = words("change an entry by its id, with the keys that differ:")
        yield f"extends: {extends}  # {taken}"
        yield f"# disable: [some-duty]  # {without}"
        yield ""
        yield "duties:"
        yield f"  # {changed}"
        yield "  # - {id: some-duty, takes: 20m}"
    else:
        holidays = words("which days are workdays")
        yield f"# calendar: CN  # {holidays}"
        yield ""
        yield "duties:"
    duty, step = words("A duty of yours"), words("How it is done, one step after the other.")
    never = words("the id never changes")
    tried = words("opsplan when '…' shows what a phrase means")
    phrase, others = PHRASES[words.language]
    yield f"  - id: first-duty  # {never}"
    yield f"    name: {flow(duty)}"
    yield f"    when: {phrase}  # {tried}"
    yield f"    # {others}"
    yield "    takes: 30m"
    yield "    steps:"
    yield f"      - {flow(step)}"
