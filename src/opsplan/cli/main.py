"""The entry point: global options, the reader's language, and one place for all errors."""

import codecs
import io
import os
import sys
from collections.abc import Sequence

from opsplan import __version__
from opsplan.cli.quick import quick
from opsplan.cli.session import COMPLETING, Options, Session, language_of
from opsplan.values.problem import OpsplanError, ProblemsError, UsageError, reason_of
from opsplan.values.text import say
from opsplan.views.marks import spelled
from opsplan.views.problems import problem_lines
from opsplan.views.visible import visible
from opsplan.views.words import Words

_FLAGS = ("--plain", "--json")
_VALUED = ("--shop", "--lang")


def main(argv: Sequence[str] | None = None) -> int:
    """Run a command line; what `opsplan` on the shell's path does. Returns the exit code."""
    arguments = list(sys.argv[1:] if argv is None else argv)
    out, err = (stream or io.StringIO() for stream in (sys.stdout, sys.stderr))
    codecs.register_error("opsplan", spelled)
    for stream in (out, err):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="opsplan")
    if isinstance(err, io.TextIOWrapper) and not all(map(_is_encodable, arguments)):
        err.reconfigure(encoding="utf-8")  # whoever typed it in UTF-8 can be shown it
    session = Session(
        Options(), os.environ, out.isatty(), getattr(out, "encoding", None) or "utf-8"
    )
    code = _guarded(session, arguments)
    try:
        err.write(session.err.getvalue())
        out.write(session.out.getvalue())
        out.flush()
        for follow in session.when_printed:
            follow()
    except OpsplanError as error:
        session.err = io.StringIO()
        code = max(code, _report(error, session))
        err.write(session.err.getvalue())
    except BrokenPipeError:
        # The reader of a pipe has seen enough; nothing may be written at exit either.
        os.dup2(os.open(os.devnull, os.O_WRONLY), out.fileno())
    except OSError as error:
        what = say("the answer cannot be written: {reason}", reason=reason_of(error))
        err.write(f"opsplan: {session.words.message(what)}\n")
        os.dup2(os.open(os.devnull, os.O_WRONLY), out.fileno())
        return 1
    finally:
        session.close()
    return code


def _guarded(session: Session, arguments: list[str]) -> int:
    """Run the command; whatever happens in it becomes a sentence and an exit code."""
    try:
        for argument in arguments:
            _refuse_undecodable(argument, session)
        session.options, rest = _hoisted(arguments)
        return _run(session, rest)
    except OpsplanError as error:
        return _report(error, session)
    except OverflowError:
        what = say("a date in this lies too near the first or the last day that there is")
        return _report(UsageError(what), session)
    except PermissionError as error:
        path = error.filename or "?"
        what = say("cannot use {path}: {reason}", path=path, reason=reason_of(error))
        return _report(OpsplanError(what), session)
    except KeyboardInterrupt:
        return 130
    except Exception as error:
        if os.environ.get("OPSPLAN_DEBUG"):
            raise
        reason = f"{type(error).__name__}: {visible(str(error))}"
        what = say("internal error: {reason}", reason=reason)
        hint = say("OPSPLAN_DEBUG=1 shows where; please report it")
        return _report(OpsplanError(what, hint), session)


def _run(session: Session, arguments: list[str]) -> int:
    if instruction := session.environ.get(COMPLETING):
        from opsplan.cli.app import complete

        return complete(session, instruction)
    if arguments[:1] == ["--version"]:
        session.out.write(f"opsplan {__version__}\n")
        return 0
    arguments = called(arguments)
    code = quick(session, arguments)
    if code is None:
        from opsplan.cli.app import run  # loads typer

        code = run(session, arguments)
    return code


def called(arguments: list[str]) -> list[str]:
    """The command line with the command that it leaves out, `today`; `help done` as `done --help`,
    for those who type it as other programs have it."""
    if arguments[:1] == ["help"]:
        about = arguments[1:] if arguments[1:2] != ["help"] else []
        return [*about, "--help"]
    if not arguments or (arguments[0].startswith("-") and arguments[0] not in ("-h", "--help")):
        return ["today", *arguments]
    return arguments


def _refuse_undecodable(argument: str, session: Session) -> None:
    """An argument that is not in the system's encoding reaches us with lone surrogates."""
    if _is_encodable(argument):
        return
    names = ("LC_ALL", "LC_CTYPE", "LANG")
    name = next((each for each in names if session.environ.get(each)), "LANG")
    what = say("this is not in the system's encoding: {text}", text=_typed(argument))
    raise UsageError(what, say("set {setting}, or type it in ASCII", setting=f"{name}=C.UTF-8"))


def _is_encodable(argument: str) -> bool:
    return not any("\ud800" <= each <= "\udfff" for each in argument)


def _typed(argument: str) -> str:
    """What was typed, where it is the UTF-8 of nearly all terminals; else the bytes in sight."""
    try:
        return os.fsencode(argument).decode()
    except UnicodeError:
        return visible(argument)


def _hoisted(arguments: list[str]) -> tuple[Options, list[str]]:
    """The options that may stand anywhere, taken out, and the rest."""
    values: dict[str, str] = {}
    flags: set[str] = set()
    rest: list[str] = []
    waiting = iter(arguments)
    for argument in waiting:
        name, equals, value = argument.partition("=")
        if argument == "--":
            rest += [argument, *waiting]
        elif argument in _FLAGS:
            flags.add(argument)
        elif name in _VALUED and equals:
            values[name] = value
        elif name in _VALUED:
            values[name] = next(waiting, "")
            if not values[name] or values[name].startswith("--"):
                raise UsageError(say("{name} is missing", name=f"{name} …"))
        else:
            rest.append(argument)
    lang = values.get("--lang")
    options = Options(values.get("--shop"), lang, "--plain" in flags, "--json" in flags)
    return options, rest


def _report(error: OpsplanError, session: Session) -> int:
    """Say what is wrong, on standard error; the exit code of the error."""
    try:
        words = session.words
    except Exception:  # finding the reader's language may be what failed
        words = Words(language_of(session.environ))
    ours = error.problems if isinstance(error, ProblemsError) else ()
    said = problem_lines((*session.problems, *ours), words)
    session.err.writelines(f"{line}\n" for line in said)
    session.err.write(f"opsplan: {words.sentence(error.message, error.hint)}\n")
    return error.exit_code
