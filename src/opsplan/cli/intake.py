"""What import and `add --from` have in common: the file, the question, and what was refused."""

from collections.abc import Callable, Sequence

from typer import Exit

from opsplan.cli.asking import agrees, has_terminal, tell
from opsplan.cli.given import read_given
from opsplan.cli.session import Session
from opsplan.planning.tables import HeadedTable, headed, read_table
from opsplan.values.classes import dataclass
from opsplan.values.problem import Problem, ProblemsError
from opsplan.values.text import say
from opsplan.views.problems import problem_lines


def read_headed(file: str, is_known: Callable[[str], bool]) -> HeadedTable:
    """The table in a file; ProblemsError where it is none."""
    table = read_table(read_given(file), file)
    found = table if isinstance(table, Problem) else headed(table, is_known)
    if isinstance(found, Problem):
        raise ProblemsError(say("{path} cannot be read as a table", path=file), (found,))
    return found


@dataclass(frozen=True, slots=True)
class Preview:
    """What is shown before anything is written: remarks on the table, and what it would change.

    `has_news` is whether there is anything to write.
    """

    notes: Sequence[str]
    text: str
    refused: Sequence[Problem]
    has_news: bool


def wants_to_write(session: Session, preview: Preview, *, yes: bool, dry_run: bool) -> bool:
    """Whether to write: `--yes`, or the answer of somebody at a terminal who has seen the preview.

    Whoever is not asked finds it on standard output, and the rest on standard error, at the end.
    """
    lines = [*preview.notes, *problem_lines(preview.refused, session.words)]
    said = "".join(f"{line}\n" for line in lines)
    is_quiet = yes or dry_run or session.options.json or not preview.has_news
    if has_terminal() and not is_quiet:
        tell(said + preview.text)
        return agrees(session, session.words("write?"))
    session.err.write(said)
    if not session.options.json:
        session.out.write(preview.text)
    return yes and not dry_run


def finish(
    session: Session, preview: Preview, written: str, *, agreed: bool, dry_run: bool
) -> None:
    """Say what was `written`, or why nothing was, and end with 1 where lines were refused."""
    talk: list[str] = []
    if preview.refused:
        lines = len({problem.line for problem in preview.refused})
        talk.append(
            session.words("refused lines, of which nothing is written: {count}", count=lines)
        )
    if not preview.has_news:
        talk.append(session.words("there is nothing new to write"))
    elif agreed:
        talk.append(written)
    elif dry_run or has_terminal():
        talk.append(session.words("nothing is written"))
    else:
        talk.append(session.words("nothing is written; --yes writes it"))
    session.err.write("".join(f"{line}\n" for line in talk))
    raise Exit(1 if session.report_problems() or preview.refused else 0)
