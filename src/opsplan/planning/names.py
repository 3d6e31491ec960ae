"""Names in a shop's config that lead to none of its playbooks' entries, roles or options."""

from collections.abc import Iterable, Iterator

from opsplan.values.applies import Applies
from opsplan.values.playbook import Playbook, Shop
from opsplan.values.problem import Place, Problem
from opsplan.values.spelling import near_miss
from opsplan.values.text import say


def unknown_names(shop: Shop, books: tuple[Playbook, ...]) -> list[Problem]:
    """What `options`, `thresholds`, `phrases`, `on`, `off`, `people` and `targets` name but is not
    there, and slips in `platform` and `market`.

    What a group or the defaults say is for several shops, and need not fit each of them.
    """
    return [
        *_options(shop, books),
        *_entries(shop, books, "phrases", shop.phrases, _duties(books)),
        *_entries(shop, books, "off", sorted(shop.off), entries_of(books)),
        *_entries(shop, books, "on", sorted(shop.on), entries_of(books)),
        *_thresholds(shop, books),
        *_people(shop, books),
        *_slips(shop, books),
        *_metrics(shop, books),
    ]


def entries_of(books: Iterable[Playbook]) -> list[str]:
    """The key `playbook/entry` of everything that can be switched on and off."""
    return [f"{book.id}/{entry}" for book in books for entry, _ in book.applied()]


def applies_of(book: Playbook, entry: str) -> Applies:
    """For whom an entry of a playbook is, the first of that id."""
    return next((applies for name, applies in book.applied() if name == entry), Applies())


def platforms_of(books: Iterable[Playbook]) -> list[str]:
    """The platforms that some entry of a playbook is for."""
    return sorted({each for book in books for _, a in book.applied() for each in a.platform})


def markets_of(books: Iterable[Playbook]) -> list[str]:
    """The markets that some entry of a playbook is for."""
    return sorted({each for book in books for _, a in book.applied() for each in a.market})


def _duties(books: Iterable[Playbook]) -> list[str]:
    return [f"{book.id}/{duty.id}" for book in books for duty in book.duties]


def _is_own(place: Place) -> bool:
    return place.path.startswith("shops.")


def _is_whole(shop: Shop, books: tuple[Playbook, ...]) -> bool:
    """Whether all of the shop's playbooks could be read; else a name may be of one that was not."""
    return {*shop.playbooks} <= {book.id for book in books}


def _entries(
    shop: Shop, books: tuple[Playbook, ...], kind: str, keys: Iterable[str], known: list[str]
) -> Iterator[Problem]:
    used = {book.id for book in books}
    for key in keys:
        place = shop.place(kind, key)
        playbook = key.partition("/")[0]
        is_of_another = playbook in shop.playbooks or not _is_own(place)
        if key in known or (playbook not in used and is_of_another):
            continue
        what = say("no playbook of this shop has '{word}'", word=key)
        yield place.warning(what, near_miss(key, known))


def _options(shop: Shop, books: tuple[Playbook, ...]) -> Iterator[Problem]:
    options = {option.id: option for book in books for option in book.options}
    for name, choice in shop.options.items():
        option = options.get(name)
        place = shop.place("options", name)
        if option is not None and choice not in option.choices:
            what = say("there is no choice '{word}'", word=choice)
            near = near_miss(choice, option.choices)
            yield place.error(what, near or say("the choices are {names}", names=[*option.choices]))
        elif option is None and _is_own(place) and _is_whole(shop, books):
            what = say("no playbook of this shop has an option '{word}'", word=name)
            yield place.error(what, near_miss(name, options))


def _thresholds(shop: Shop, books: tuple[Playbook, ...]) -> Iterator[Problem]:
    known = [rule.id for book in books for rule in book.rules]
    for name in shop.thresholds:
        place = shop.place("thresholds", name)
        if name not in known and _is_own(place) and _is_whole(shop, books):
            what = say("no playbook of this shop has a rule '{word}'", word=name)
            yield place.warning(what, near_miss(name, known))


def _metrics(shop: Shop, books: tuple[Playbook, ...]) -> Iterator[Problem]:
    known = [metric.id for book in books for metric in book.metrics]
    for name in dict.fromkeys(target.metric for target in shop.targets):
        place = shop.place("targets", name)
        if name not in known and _is_own(place) and _is_whole(shop, books):
            what = say("no playbook of this shop has a metric '{word}'", word=name)
            yield place.warning(what, near_miss(name, known))


def _people(shop: Shop, books: tuple[Playbook, ...]) -> Iterator[Problem]:
    roles = roles_of(books)
    names = sorted({role for ids in roles.values() for role in ids})
    for person, held in shop.people.items():
        for role in held:
            named = (("people", f"{person}/{role}"), ("people", person))
            place = next((shop.places[key] for key in named if key in shop.places), None)
            place = place or shop.place("people", person)
            if role.lower() in roles or not (_is_own(place) and _is_whole(shop, books)):
                continue
            what = say("no playbook of this shop has a role '{word}'", word=role)
            near = near_miss(role, roles)
            yield place.warning(what, near or say("the roles are {names}", names=names))


def _slips(shop: Shop, books: tuple[Playbook, ...]) -> Iterator[Problem]:
    """A platform or market that is none of the playbooks' but almost one; others may well be where
    a playbook has nothing of its own for them."""
    platforms, markets = platforms_of(books), markets_of(books)
    if shop.platform and shop.platform not in platforms:
        what = say("no playbook of this shop knows a platform '{word}'", word=shop.platform)
        if near := near_miss(shop.platform, platforms):
            yield shop.place("platform", shop.platform).warning(what, near)
    for market in shop.market:
        what = say("no playbook of this shop knows a market '{word}'", word=market)
        if market not in markets and (near := near_miss(market, markets)):
            yield shop.place("market", market).warning(what, near)


def roles_of(books: Iterable[Playbook]) -> dict[str, set[str]]:
    """The ids of the roles by what people call them (in lower case): their ids and names."""
    known: dict[str, set[str]] = {}
    for book in books:
        for role in book.roles:
            for name in (role.id, role.name.zh.lower(), role.name.en.lower()):
                known.setdefault(name, set()).add(role.id)
        for duty in book.duties:
            if duty.role:
                known.setdefault(duty.role, set()).add(duty.role)
    return known
