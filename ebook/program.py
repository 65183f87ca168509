"""The command line as click knows it: commands, their options, shell completion."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

import click
from click.shell_completion import CompletionItem

from ebook.console import Console
from ebook.diagnostics import Diagnostic, Language, Problem
from ebook.helppage import help_page
from ebook.options import DEFAULT, PATH, taken
from ebook.wording import wording

Action = Callable[[click.Context, Mapping[str, Any], Console], int]

_WIDEST = 100  # columns of the help page


class Choice(click.Choice[str]):
    """One of a few words; a wrong one is answered with the nearest."""

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> str:  # noqa: ARG002 - click's signature
        """The word as it is.  Raises USE-003."""
        if value in self.choices:
            return value
        from ebook.settings.suggest import closest

        known = [str(choice) for choice in self.choices]
        option = param.opts[-1] if param else ""
        values = {
            "option": option,
            "value": value,
            "known": ", ".join(known),
            "meant": closest(value.lower(), known) or known[0],
        }
        raise Problem(Diagnostic("USE-003", values))


class Names(click.types.StringParamType):
    """A list of names parted by commas, which a shell completes; what reads the settings answers a wrong one."""

    name = "names"

    def __init__(self, names: Sequence[str]) -> None:
        """Of these names."""
        self.names = names

    def shell_complete(self, ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:  # noqa: ARG002 - click's signature
        """The names that are not in the list yet, after what is."""
        before, comma, last = incomplete.rpartition(",")
        rest = [name for name in self.names if name.startswith(last) and name not in before.split(",")]
        return [CompletionItem(f"{before}{comma}{name}") for name in rest]


class Page(click.Command):
    """A command whose help is set by us: click counts a Chinese character as one column."""

    def __init__(self, name: str, language: Language, **attributes: Any) -> None:
        """A command in one language."""
        super().__init__(name, add_help_option=False, **attributes)
        self.language = language

    def get_help(self, ctx: click.Context) -> str:  # noqa: ARG002 - click's signature
        """The help page."""
        assert self.name
        columns = min(shutil.get_terminal_size().columns, _WIDEST)
        return "\n".join(help_page(self.name, self.params, self.language, columns))


class Program(click.Group):
    """build-epub: ``build`` where no command is named."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Put the default command before what is none; a shell that completes the first word is offered both."""
        completing = ctx.resilient_parsing and not args
        if not completing and (not args or args[0] not in self.commands):
            args = [DEFAULT, *args]
        return super().parse_args(ctx, args)

    def shell_complete(self, ctx: click.Context, incomplete: str) -> list[CompletionItem]:
        """The commands, and what the default command would take here."""
        default = self.commands[DEFAULT]
        inner = default.make_context(DEFAULT, [], parent=ctx, resilient_parsing=True)
        named = [CompletionItem(name) for name in self.commands if name.startswith(incomplete)]
        source = next(param for param in default.params if isinstance(param, click.Argument))
        files = source.shell_complete(inner, incomplete) if not incomplete.startswith("-") else []
        return [*named, *default.shell_complete(inner, incomplete), *files]


def program(console: Console, actions: Mapping[str, Action]) -> Program:
    """The command line, in the console's language."""
    commands = [_command(name, action, console) for name, action in actions.items()]
    return Program("build-epub", commands=commands, add_help_option=False)


def _command(name: str, action: Action, console: Console) -> Page:
    def run(**options: Any) -> int:
        told = {name: options[name] for name in ("format", "quiet", "verbose") if name in options}
        chosen = replace(console, **told)
        return action(click.get_current_context(), options, chosen)

    sources = click.Argument(["sources"], nargs=-1, type=PATH)
    params = [sources, *_options(name, console)]
    return Page(name, console.language, params=params, callback=run)


def _options(command: str, console: Console) -> Iterator[click.Option]:
    texts = wording("options", console.language)
    for _, key, names, attributes in taken(command):
        told = dict(attributes)
        if "choices" in told:
            told["type"] = Choice(told.pop("choices"))
        if "names" in told:
            told["type"] = Names(told.pop("names"))
            told["metavar"] = "NAME[,NAME]"
        if key in ("version", "help"):
            told["callback"] = _say_version(console) if key == "version" else _say_help(console)
        yield click.Option(names, help=texts[key], **told)


def _say_version(console: Console) -> Callable[[click.Context, click.Parameter, object], None]:
    def say(context: click.Context, _param: click.Parameter, asked: object) -> None:
        if asked and not context.resilient_parsing:
            from ebook import __version__

            console.say(f"build-epub {__version__}")
            context.exit()

    return say


def _say_help(console: Console) -> Callable[[click.Context, click.Parameter, object], None]:
    def say(context: click.Context, _param: click.Parameter, asked: object) -> None:
        if asked and not context.resilient_parsing:
            console.say(context.command.get_help(context))
            context.exit()

    return say
