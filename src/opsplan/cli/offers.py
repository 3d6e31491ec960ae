"""What the shell offers for a word that is being typed: duties, shops, phrases and the like."""

from collections.abc import Callable, Iterable, Iterator

from typer import Context

from opsplan.cli.session import Session
from opsplan.values.problem import OpsplanError

Offer = tuple[str, str]
"""A word, and what it stands for in the reader's language."""
Complete = Callable[[Context, str], list[Offer]]


def _offering(find: Callable[[Session], Iterable[Offer]]) -> Complete:
    """What typer calls while somebody types; nothing is offered where anything is broken."""

    def complete(ctx: Context, incomplete: str) -> list[Offer]:
        try:
            return [offer for offer in find(ctx.obj) if offer[0].startswith(incomplete)]
        except OpsplanError:
            return []

    return complete


def _duties(session: Session) -> Iterator[Offer]:
    for each in session.plan.duties:
        yield each.planned.duty.id, session.words.text(each.planned.duty.name)


def _shops(session: Session) -> Iterator[Offer]:
    for shop in session.config.shops.values():
        yield shop.id, session.words.text(shop.name)


def _registers(session: Session) -> Iterator[Offer]:
    for book in session.books:
        for register in book.registers:
            yield register.id, session.words.text(register.name)


def _metrics(session: Session) -> Iterator[Offer]:
    for book in session.books:
        for metric in book.metrics:
            if not metric.formula:
                yield f"{metric.id}=", session.words.text(metric.name)


def _playbooks(session: Session) -> Iterator[Offer]:
    for file in session.library.files:
        yield file.path.stem, str(file.path)


duties = _offering(_duties)
shops = _offering(_shops)
registers = _offering(_registers)
metrics = _offering(_metrics)
playbooks = _offering(_playbooks)


def phrases(ctx: Context, incomplete: str) -> list[Offer]:
    """The next word of every form of a phrase that begins with the words before it."""
    from opsplan.phrase.forms import FORMS

    before = [*(ctx.params.get("phrase") or ())]
    found: dict[str, str] = {}
    for form in FORMS:
        for text in (form.en, form.zh, *form.also):
            words = text.split()
            if words[: len(before)] == before and len(words) > len(before):
                word = words[len(before)]
                if word.startswith(incomplete):
                    found.setdefault(word, ctx.obj.words.message(form.meaning))
    return [*found.items()]
