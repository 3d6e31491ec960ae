"""completion: the script with which a shell completes commands, options, duties and phrases."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any, Literal, get_args

from typer import Argument, Context, Exit

from opsplan.cli.help import Commands
from opsplan.cli.session import COMPLETING, Session
from opsplan.values.problem import OpsplanError, UsageError
from opsplan.values.spelling import near_miss
from opsplan.values.text import say

app = Commands()

Shell = Literal["bash", "zsh", "fish", "powershell"]
SHELLS: tuple[Shell, ...] = get_args(Shell)


@app.command()
def completion(
    ctx: Context,
    shell: str = Argument(
        None, metavar="[SHELL]", help="bash, zsh, fish or powershell; yours if not said."
    ),
) -> None:
    """The script with which a shell completes commands, duties and phrases.

    eval "$(opsplan completion bash)"
    opsplan completion zsh >> ~/.zshrc
    opsplan completion fish > ~/.config/fish/completions/opsplan.fish
    """
    session: Session = ctx.obj
    name = shell or Path(session.environ.get("SHELL", "")).name
    if name not in SHELLS:
        what = say("there is no completion for the shell '{word}'", word=name)
        raise UsageError(
            what, near_miss(name, SHELLS) or say("the shells are {names}", names=SHELLS)
        )
    raise Exit(offer(session, ctx.find_root().command, f"source_{name}"))


def typed_words(environ: Mapping[str, str]) -> list[str]:
    """The words of the command line that is being typed, the program's own left out."""
    line = environ.get("COMP_WORDS") or environ.get("_TYPER_COMPLETE_ARGS") or ""
    return line.split()[1:]


def offer(session: Session, command: Any, instruction: str) -> int:
    """Answer the shell's script, or give it (`source_bash`); the exit code."""
    from typer.completion import completion_init, shell_complete  # type: ignore[attr-defined]

    completion_init()
    try:
        return shell_complete(command, {"obj": session}, "opsplan", COMPLETING, instruction)
    except OpsplanError:  # nothing is offered where anything is broken
        return 0
