"""Words on the command line that are none of the program's: one line, and the nearest that is."""

from __future__ import annotations

import re
import sys
from collections.abc import Sequence
from typing import Any

import typer
from typer.core import TyperGroup

from holdfast.cli.guard import WRONG_INPUT

_UsageError: Any = typer.BadParameter.__base__
_NO_COMMAND = re.compile(r"No such command '(.+?)'")


class Program(TyperGroup):
    """The commands, with faults of usage told like all others."""

    def main(self, *args: Any, **extra: Any) -> Any:
        """Run a command line; in standalone mode the process ends with its exit state."""
        if not extra.get("standalone_mode", True):
            return super().main(*args, **extra)
        try:
            state = super().main(*args, **{**extra, "standalone_mode": False})
        except _UsageError as error:
            if type(error).__name__ == "NoArgsIsHelpError":
                error.show()
                sys.exit(WRONG_INPUT)
            typer.echo(f"holdfast: {explained(error)}", err=True)
            sys.exit(WRONG_INPUT)
        except typer.Abort:
            sys.exit(WRONG_INPUT)
        sys.exit(state if isinstance(state, int) else 0)


def explained(error: Any) -> str:
    """What is wrong with a command line, in one line."""
    from holdfast.scenario.fault import hint

    command = _command(error)
    command = f"{command}: " if command else ""
    option = getattr(error, "option_name", None)
    if option and hasattr(error, "possibilities"):
        return f"{command}no option {option}; {hint(option, _options(error))}"
    if option:
        return f"{command}{option}: {_plain(error.message)}"
    param = getattr(error, "param", None)
    if unknown := _NO_COMMAND.match(error.message):
        name = unknown.group(1)
        return f"{command}no command {name!r}; {hint(name, _commands(error))}"
    if param is None:
        return f"{command}{_plain(error.message)}"
    shown = param.opts[0] if param.param_type_name == "option" else _place(param)
    if not error.message:
        ask = f"holdfast {_command(error)} --help"
        return f"{command}{shown} is missing; `{ask}` shows an example"
    return f"{command}{shown}: {_plain(error.message)}"


def _place(param: Any) -> str:
    """What the help calls an argument."""
    return str(param.metavar or param.name.upper())


def _command(error: Any) -> str:
    """The names of the command and of those it is within, without the program's own."""
    names: list[str] = []
    context = error.ctx
    while context is not None and context.parent is not None:
        names.insert(0, context.info_name or "")
        context = context.parent
    return " ".join(names)


def _commands(error: Any) -> Sequence[str]:
    found: Sequence[str] = error.ctx.command.list_commands(error.ctx)
    return found


def _options(error: Any) -> Sequence[str]:
    params = error.ctx.command.get_params(error.ctx) if error.ctx is not None else []
    return [name for param in params for name in param.opts if name.startswith("--")]


def _plain(text: str) -> str:
    said = " ".join(text.split()).rstrip(".")
    return said[:1].lower() + said[1:]
