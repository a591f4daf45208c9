# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""The command line: `meedoen serve`, `demo`, `copy`, and every command of `meedoen.commands`.

A command goes to the server that has the database open, and is carried out here when none runs, or when several may
have it open; what it says is the same. The exit code is 0 when it was done, 1 when it was refused, 2 when the command
or the settings are at fault.
"""

from __future__ import annotations

import asyncio
import os
import sys
from argparse import ArgumentParser, Namespace, _SubParsersAction
from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path

from meedoen import __version__, control, settings
from meedoen.commands.all import ALONE, COMMANDS
from meedoen.commands.base import Alone, Answer, Command
from meedoen.commands.copying import copy
from meedoen.commands.serving import directly, serve
from meedoen.demo.run import demo
from meedoen.errors import InUse, SetUpError
from meedoen.server import run

NOUNS = {
    "organisation": "the organisations of this server",
    "widget": "the widgets they place",
    "contribution": "what people put in",
    "theme": "the house styles of organisations",
    "staff": "who works in the console",
}


def parser() -> ArgumentParser:
    """The whole command line."""
    root = ArgumentParser(prog="meedoen", description="A server of participation widgets.", allow_abbrev=False)
    root.add_argument("--version", action="version", version=__version__)
    verbs = root.add_subparsers(metavar="COMMAND", required=True)
    verbs.add_parser("serve", help="serve until it is stopped; settings come from the environment").set_defaults(
        command="serve"
    )
    showing = verbs.add_parser("demo", help="a town and a neighbourhood with widgets, and two sites that embed them")
    showing.set_defaults(command="demo")
    showing.add_argument("--port", type=int, default=8000, help="of the server (8000)")
    showing.add_argument("--demo-port", type=int, default=8001, help="of the two sites (8001)")
    showing.add_argument("--data", type=Path, default=Path("build/demo"), help="folder for its data (build/demo)")
    copying = verbs.add_parser("copy", help="move a house to another, empty database; without a server")
    copying.set_defaults(command="copy")
    copying.add_argument("--from", metavar="URL", dest="source", required=True, help="of the database that has it")
    copying.add_argument("--to", metavar="URL", dest="target", required=True, help="of the database that is to have it")
    nouns: dict[str, _SubParsersAction[ArgumentParser]] = {}
    commands: list[Command | Alone] = [*COMMANDS.values(), *ALONE.values()]
    for command in commands:
        noun, _, verb = command.name.partition(" ")
        if verb and noun not in nouns:
            nouns[noun] = verbs.add_parser(noun, help=NOUNS[noun]).add_subparsers(metavar="VERB", required=True)
        of = nouns[noun].add_parser(verb, help=command.help) if verb else verbs.add_parser(noun, help=command.help)
        of.set_defaults(command=command.name)
        command.arguments(of)
    return root


def main(argv: Sequence[str] | None = None, environ: Mapping[str, str] = os.environ) -> int:
    """Do what was asked; answers the exit code."""
    args = parser().parse_args(argv)
    try:
        if args.command == "serve":
            run(serve(settings.load(environ), partial(print, flush=True)))
        elif args.command == "demo":
            run(demo(args.port, args.demo_port, args.data, environ, partial(print, flush=True)))
        elif args.command == "copy":
            print(copy(args.source, args.target))
        elif alone := ALONE.get(args.command):
            return _shown(alone.run(args))
        else:
            return _say(_carried_out(settings.load(environ), args), args)
        return 0
    except BrokenPipeError:  # whoever read what we say has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    except (SetUpError, InUse, OSError) as error:
        print(f"meedoen: {error}", file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        return 130


def _carried_out(configured: settings.Settings, args: Namespace) -> Answer:
    values = {name: value for name, value in vars(args).items() if name not in ("command", "to")}
    answer = None if configured.shared else control.ask(configured.data, args.command, values)
    return answer or asyncio.run(directly(configured, args.command, values))


def _shown(answer: Answer) -> int:
    """Whatever the code, what it says is what was asked for."""
    print(answer.text, flush=True)
    return answer.code


def _say(answer: Answer, args: Namespace) -> int:
    if answer.code:
        print(f"meedoen: {answer.text}", file=sys.stderr)
    elif getattr(args, "to", None):
        _write(args.to, answer.text + "\n")
    else:
        print(answer.text, flush=True)
    return answer.code


def _write(path: str, text: str) -> None:
    """Into a file that only its owner can read: an export holds what people wrote."""
    with open(path, "w", encoding="utf-8", opener=lambda name, flags: os.open(name, flags, 0o600)) as file:
        file.write(text)
