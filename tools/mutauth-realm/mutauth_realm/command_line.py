"""The command mutauth-realm: its words, its help, its exit codes."""

from __future__ import annotations

import argparse
import os
import shlex
import signal
import sys
from collections.abc import Sequence

from . import __version__, environment, kinds
from . import run as running
from .errors import RealmError, Usage
from .folder import RealmFolder
from .help_texts import DOWN, ENV, EXEC, MAIN, RUN, UP
from .realm import Realm


def main(arguments: Sequence[str] | None = None) -> int:
    own, command = _split(list(sys.argv[1:] if arguments is None else arguments))
    options, rest = _parser().parse_known_args(own)
    try:
        if signal.getsignal(signal.SIGINT) == signal.SIG_DFL:
            signal.signal(signal.SIGINT, signal.default_int_handler)
        _check_command(options, rest, command)
        return options.action(options, command)
    except RealmError as error:
        print(f"mutauth-realm: {error}", file=sys.stderr)
        return error.exit_code
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:
        return 1


def _split(arguments: list[str]) -> tuple[list[str], list[str] | None]:
    """Our own words, and the command after the first "--"."""
    if "--" not in arguments:
        return arguments, None
    at = arguments.index("--")
    return arguments[:at], arguments[at + 1:]


def _check_command(options: argparse.Namespace, rest: list[str],
                   command: list[str] | None) -> None:
    if options.takes_command and not command:
        raise Usage(f"{options.name} needs a command after --:\n  {options.synopsis}")
    if rest or (command is not None and not options.takes_command):
        wrong = rest[0] if rest else "--"
        raise Usage(f"{options.name} does not take {wrong!r}:\n  {options.synopsis}")


def _run(options: argparse.Namespace, command: list[str]) -> int:
    realm = Realm(name=options.realm, kind=options.kind, keep=options.keep)
    try:
        return running.run(realm, command)
    finally:
        if options.keep and realm.path is not None:
            print(f"mutauth-realm: kept {realm.path}", file=sys.stderr)


def _up(options: argparse.Namespace, _command: None) -> int:
    realm = Realm(options.dir, name=options.realm, kind=options.kind)
    try:
        realm.start_to_stay()
        # It is up, and the exit code is to say so.
        signal.signal(signal.SIGINT, signal.SIG_IGN)
    except KeyboardInterrupt:
        realm.stop()
        raise
    folder = RealmFolder(options.dir)
    variables = folder.variables()
    name = shlex.quote(str(folder.path))
    # Variables alone do not lead into namespaces.
    evaluated = "" if folder.entering() else f'\n          eval "$(mutauth-realm env {name})"'
    print(f"""\
The realm {variables["MUTAUTH_REALM"]} is up in {folder.path}
  KDC        {variables["MUTAUTH_REALM_KDC"]}
  directory  {variables["MUTAUTH_REALM_LDAP_URI"]}
Use it:   mutauth-realm exec {name} -- COMMAND{evaluated}
Stop it:  mutauth-realm down {name}""")
    return 0


def _down(options: argparse.Namespace, _command: None) -> int:
    folder = RealmFolder(options.dir)
    there = folder.path.exists()
    if there and not folder.is_marked():
        raise Usage(f"{folder.path} is no realm's folder; nothing was touched")
    if there and options.keep:
        folder.mark_kept()
    # Also when the folder is gone: somebody may have deleted it below its servers.
    folder.end_keeper()
    folder.end_servers()
    if folder.is_running():
        raise RealmError(f"the realm in {folder.path} does not end; whose is it?")
    if not options.keep:
        folder.remove()
    return 0


def _exec(options: argparse.Namespace, command: list[str]) -> int:
    folder = RealmFolder(options.dir)
    inside = environment.inside(os.environ, folder.variables())
    try:
        words = folder.command(command)
        os.execvpe(words[0], words, inside)
    except OSError as error:
        return running.not_started(command, error)


def _env(options: argparse.Namespace, _command: None) -> int:
    folder = RealmFolder(options.dir)
    variables = folder.variables()
    if folder.entering():
        print("mutauth-realm: this realm is in a network of its own, which the variables alone do "
              f"not reach;\nuse  mutauth-realm exec {shlex.quote(options.dir)} -- COMMAND",
              file=sys.stderr)
    form = environment.json_text if options.json else environment.shell_lines
    sys.stdout.write(form(os.environ, variables))
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="mutauth-realm", formatter_class=argparse.RawDescriptionHelpFormatter,
        usage="mutauth-realm COMMAND ...", description=MAIN.head, epilog=MAIN.tail)
    parser.add_argument("--version", action="version", version=f"mutauth-realm {__version__}")
    commands = parser.add_subparsers(title="commands", metavar="COMMAND", required=True)

    run = _command(commands, "run", RUN, _run, takes_command=True)
    run.add_argument("--keep", action="store_true",
                     help="leave the folder, with its logs, behind")
    up = _command(commands, "up", UP, _up)
    for one in (run, up):
        one.add_argument("--ad", dest="kind", action="store_const", const=kinds.AD,
                         default=kinds.MIT, help="Samba's Active Directory domain controller")
        one.add_argument("--realm", metavar="NAME",
                         help="the realm's name, upper case (default: {mit}, or {ad})".format(
                             **kinds.DEFAULT_REALMS))
    down = _command(commands, "down", DOWN, _down)
    down.add_argument("--keep", action="store_true",
                      help="stop the servers only, leave the folder")
    execute = _command(commands, "exec", EXEC, _exec, takes_command=True)
    env = _command(commands, "env", ENV, _env)
    env.add_argument("--json", action="store_true",
                     help="one JSON object; null for a variable to unset")
    for one in (up, down, execute, env):
        one.add_argument("dir", metavar="DIR", help="the realm's folder")
    return parser


def _command(commands, name: str, text, action, takes_command: bool = False):  # type: ignore
    parser = commands.add_parser(
        name, prog=f"mutauth-realm {name}", help=text.summary, allow_abbrev=False,
        description=text.head, epilog=text.tail, usage=text.usage,
        formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.set_defaults(action=action, name=name, takes_command=takes_command,
                        synopsis=text.usage)
    return parser
