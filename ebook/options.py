"""The commands and their options, and the page that --help prints, in the language of the user."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

import click
from click.shell_completion import CompletionItem

from ebook.console import Console
from ebook.diagnostics import Diagnostic, Language, Problem
from ebook.wording import example, pad, width, wording, wrap

Action = Callable[[click.Context, Mapping[str, Any], Console], int]

_DEFAULT = "build"
_PATH = click.Path(readable=False)  # a shell completes it; whether it can be read is told by those who read it
_COLUMN = 26  # where the words of an option begin
_WIDEST = 100
_COMPLETION = 'eval "$(_BUILD_EPUB_COMPLETE=bash_source build-epub)"'

#: What ``ebook.settings.Conversion`` lists; written here again, since --help and --version load no settings.
CONVERSIONS = ("s2t", "t2s", "s2tw", "tw2s", "s2hk", "hk2s", "s2twp", "tw2sp", "t2tw", "t2hk")

#: Every option under its heading: the key of its words in help.toml, its names, what click is told of it.
OPTIONS: Mapping[str, Mapping[str, tuple[tuple[str, ...], Mapping[str, Any]]]] = {
    "metadata": {
        "title": (("--title",), {"metavar": "TEXT"}),
        "subtitle": (("--subtitle",), {"metavar": "TEXT"}),
        "author": (("--author",), {"metavar": "NAME", "multiple": True}),
        "translator": (("--translator",), {"metavar": "NAME", "multiple": True}),
        "photographer": (("--photographer",), {"metavar": "NAME", "multiple": True}),
        "editor": (("--editor",), {"metavar": "NAME", "multiple": True}),
        "date": (("--date",), {"metavar": "DATE"}),
        "publisher": (("--publisher",), {"metavar": "NAME"}),
        "source": (("--source",), {"metavar": "TEXT"}),
        "rights": (("--rights",), {"metavar": "TEXT"}),
        "language": (("--language",), {"metavar": "TAG"}),
        "identifier": (("--identifier",), {"metavar": "ID"}),
        "series": (("--series",), {"metavar": "NAME[#N]"}),
        "cover": (("--cover",), {"metavar": "FILE", "type": _PATH}),
        "theme": (("--theme",), {"choices": ("classic", "newspaper", "modern")}),
        "embed-font": (("--embed-font",), {"metavar": "FILE|NAME"}),
        "embed-rare": (("--embed-rare",), {"metavar": "FILE|NAME"}),
        "vertical": (("--vertical",), {"is_flag": True}),
        "css": (("--css",), {"metavar": "FILE", "type": _PATH}),
    },
    "reading": {
        "encoding": (("--encoding",), {"metavar": "NAME"}),
        "repair": (("--repair",), {"is_flag": True}),
        "convert": (("--convert",), {"choices": CONVERSIONS}),
        "kind": (("--kind",), {"choices": ("clipping", "book")}),
        "set": (("--set",), {"metavar": "LINE=ROLE", "multiple": True}),
        "headings-like": (("--headings-like",), {"metavar": "LINE", "multiple": True}),
        "not-headings-like": (("--not-headings-like",), {"metavar": "LINE", "multiple": True}),
    },
    "explaining": {
        "explain": (("--explain",), {"metavar": "LINE[-LINE]", "multiple": True}),
    },
    "previewing": {
        "watch": (("--watch",), {"is_flag": True}),
        "frame": (("--frame",), {"choices": ("phone", "kindle", "kobo"), "default": "phone"}),
        "port": (("--port",), {"metavar": "N"}),
        "browser": (("--no-browser", "browser"), {"is_flag": True, "flag_value": False, "default": True}),
        "png": (("--png",), {"metavar": "DIR", "type": _PATH}),
        "pages": (("--pages",), {"metavar": "N"}),
    },
    "output": {
        "output": (("-o", "--output"), {"metavar": "DIR|FILE.epub", "type": _PATH, "default": "dist"}),
        "edition": (("--edition",), {"metavar": "NAME[,NAME]"}),
        "each": (("--each",), {"is_flag": True}),
        "force": (("--force",), {"is_flag": True}),
        "strict": (("--strict",), {"is_flag": True}),
        "keep-invalid": (("--keep-invalid",), {"is_flag": True}),
    },
    "sending": {
        "to": (("--to",), {"metavar": "DIR", "type": _PATH}),
    },
    "checking": {
        "for": (("--for",), {"names": ("kindle", "kobo", "apple", "generic", "all")}),
        "check": (("--no-check", "check"), {"is_flag": True, "flag_value": False, "default": True}),
        "resident": (("--no-resident", "resident"), {"is_flag": True, "flag_value": False, "default": True}),
        "against": (("--against",), {"metavar": "SOURCE", "multiple": True, "type": _PATH}),
        "heed": (("--strict", "heed"), {"is_flag": True}),
        "report": (("--format",), {"choices": ("text", "json", "sarif"), "default": "text"}),
    },
    "messages": {
        "format": (("--format",), {"choices": ("text", "json"), "default": "text"}),
        "quiet": (("-q", "--quiet"), {"is_flag": True}),
        "verbose": (("-v", "--verbose"), {"is_flag": True}),
        "timings": (("--timings",), {"is_flag": True}),
        "ui": (("--ui",), {"choices": ("zh", "en")}),
        "version": (("--version",), {"is_flag": True, "is_eager": True, "expose_value": False}),
        "help": (("-h", "--help"), {"is_flag": True, "is_eager": True, "expose_value": False}),
    },
}
#: What each command takes: whole sections, and single options.
TAKES: Mapping[str, tuple[str, ...]] = {
    "build": ("metadata", "reading", "output", "check", "resident", "messages"),
    "inspect": ("metadata", "reading", "explaining", "format", "quiet", "verbose", "ui", "help"),
    "preview": ("metadata", "reading", "previewing", "quiet", "verbose", "ui", "help"),
    "check": ("checking", "reading", "quiet", "verbose", "ui", "help"),
    "send": ("sending", "force", "format", "quiet", "verbose", "ui", "help"),
    "doctor": ("format", "ui", "help"),
    "checker": ("format", "ui", "help"),
}


def all_options() -> Iterator[tuple[tuple[str, ...], Mapping[str, Any]]]:
    """The names of every option, and what click is told of it."""
    return (option for section in OPTIONS.values() for option in section.values())


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
            "meant": closest(value, known) or known[0],
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
        return "\n".join(_page(self.name, self.params, self.language, columns))


class Program(click.Group):
    """build-epub: ``build`` where no command is named."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Put the default command before what is none; a shell that completes the first word is offered both."""
        completing = ctx.resilient_parsing and not args
        if not completing and (not args or args[0] not in self.commands):
            args = [_DEFAULT, *args]
        return super().parse_args(ctx, args)

    def shell_complete(self, ctx: click.Context, incomplete: str) -> list[CompletionItem]:
        """The commands, and what the default command would take here."""
        default = self.commands[_DEFAULT]
        inner = default.make_context(_DEFAULT, [], parent=ctx, resilient_parsing=True)
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

    sources = click.Argument(["sources"], nargs=-1, type=_PATH)
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


def taken(command: str) -> Iterator[tuple[str, str, tuple[str, ...], Mapping[str, Any]]]:
    """The options of a command, each with its section and its key."""
    for section, options in OPTIONS.items():
        for key, told in options.items():
            if section in TAKES[command] or key in TAKES[command]:
                yield section, key, *told


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


# --- the help page --------------------------------------------------------------


def _page(command: str, params: Sequence[click.Parameter], language: Language, columns: int) -> Iterator[str]:
    sections, notes = wording("sections", language), wording("help", language)
    yield f"{sections['usage']} {wording('usage', language)[command]}"
    yield ""
    yield from wrap(wording("commands", language)[command], columns)
    rows: dict[str, list[click.Option]] = {}
    options = (param for param in params if isinstance(param, click.Option))
    for (section, *_), option in zip(taken(command), options, strict=True):
        rows.setdefault(section, []).append(option)
    for section, of_section in rows.items():
        yield from ("", *wrap(sections[section], columns))
        for option in of_section:
            yield from _row(_names(option), option.help or "", columns)
    yield from ("", sections["examples"])
    yield from (f"  {line}" for line in example(command, language))
    if command == _DEFAULT:
        yield ""
        others = ", ".join(name for name in TAKES if name != _DEFAULT)
        yield from wrap(notes["others"].format(commands=others), columns)
        yield from wrap(notes["completion"], columns)
        yield f"  {_COMPLETION}"


def _names(option: click.Option) -> str:
    names = ", ".join(option.opts)
    if isinstance(option.type, click.Choice):
        return f"{names} {'|'.join(map(str, option.type.choices))}"
    return names if option.is_flag else f"{names} {option.metavar}"


def _row(names: str, words: str, columns: int) -> Iterator[str]:
    first, *rest = wrap(words, columns - _COLUMN - 2)
    head = f"  {names}"
    if width(head) > _COLUMN - 1:
        yield head
        head = ""
    yield pad(head, _COLUMN) + first
    yield from (" " * _COLUMN + line for line in rest)
