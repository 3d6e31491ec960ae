"""Questions on a terminal. What is asked goes to standard error; without a terminal nobody asks."""

import sys

from opsplan.cli.session import Session


def has_terminal() -> bool:
    """Whether somebody is there to be asked."""
    return sys.stdin is not None and sys.stdin.isatty() and sys.stderr.isatty()


def answer(question: str) -> str | None:
    """What was typed after the question, stripped; None where the input has ended."""
    tell(question)
    line = sys.stdin.readline()
    return line.strip() if line else None


def tell(text: str) -> None:
    """Show something now, before the command has ended, because a question follows."""
    sys.stderr.write(text)
    sys.stderr.flush()


def agrees(session: Session, question: str) -> bool:
    """Whether the answer is yes; anything else, and silence, is no."""
    typed = answer(f"{question} [y/N] ")
    return (typed or "").lower() in ("y", "yes", "是", "好")
