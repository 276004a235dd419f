"""Operator commands: `firsthand run`, `serve`, `copy`, `keys`, `practitioners`, `rescue`."""

import argparse
import gc
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from types import FrameType

import uvicorn

from firsthand.app import create_app
from firsthand.base.settings import Settings
from firsthand.base.stops import Stop
from firsthand.commands import keys, practitioners, production, rescue
from firsthand.identity import words
from firsthand.identity.rules import Role
from firsthand.web.connections import Connection
from firsthand.web.live import Live

_PATIENCE = 10
"""Seconds that a stopping service gives to the answers that are under way."""


def _settings(**values: object) -> Settings:
    port = os.environ.get("PORT")
    return Settings(**({"port": port} if port else {}), **values)  # type: ignore[arg-type]


class _Server(uvicorn.Server):
    """Ends the streams of open pages as it is told to stop, so that it waits for answers and for nothing else."""

    def __init__(self, config: uvicorn.Config, live: Live) -> None:
        super().__init__(config)
        self._live = live

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        self._live.close()
        super().handle_exit(sig, frame)


def _listen(settings: Settings) -> None:
    app = create_app(settings)
    config = uvicorn.Config(
        app,
        host=settings.host,
        port=settings.port,
        loop="uvloop",
        http=Connection,
        access_log=False,
        log_level="warning",
        server_header=False,
        timeout_graceful_shutdown=_PATIENCE,
    )
    _freeze()
    _Server(config, app.state.world.live).run()


def _freeze() -> None:
    """What a start has made stays, and next to nothing of it is rubbish: looking through it again and again took a
    third of what a request costs."""
    gc.freeze()


def run(_: argparse.Namespace) -> None:
    """The invented partnership, on this machine only."""
    from firsthand.invented import partnership

    settings = _settings(unreviewed_wording="offer")
    partnership.ensure(settings)
    for line in partnership.described(settings):
        print(line)
    print(f"Firsthand is at {settings.public_origin}", flush=True)
    _listen(settings)


def serve(_: argparse.Namespace) -> None:
    """Production: no invented data, https only, its own secrets."""
    settings = _settings()
    production.insist(settings)
    _listen(settings)


def make_keys(_: argparse.Namespace) -> None:
    """Makes the key ring, once."""
    print(keys.make(_settings()))


def rotate_keys(_: argparse.Namespace) -> None:
    """Adds a new sealing key; earlier ones stay for reading."""
    print(keys.rotate(_settings()))


def copy_to_postgresql(_: argparse.Namespace) -> None:
    """Moves what SQLite holds to the PostgreSQL of FIRSTHAND_DATABASE_URL. Stop the service first."""
    from firsthand.commands import copy

    print(copy.run(_settings()))


def invite(chosen: argparse.Namespace) -> None:
    """Prints a one-time code for the first manager, or for somebody who is locked out."""
    who = {name: getattr(chosen, name) for name in ("name", "email", "agency", "kind", "role")}
    print(practitioners.invite(_settings(), **who))


def bring_in(chosen: argparse.Namespace) -> None:
    """Takes in a rescue file, while the service is stopped; while it runs, its page does."""
    print(rescue.bring_in(_settings(), chosen.file))


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="firsthand", description=__doc__)
    commands = parser.add_subparsers(required=True)
    for name, verb in (("run", run), ("serve", serve)):
        commands.add_parser(name, help=verb.__doc__).set_defaults(verb=verb)
    commands.add_parser("copy", help=copy_to_postgresql.__doc__).set_defaults(verb=copy_to_postgresql)
    ring = commands.add_parser("keys", help="The key ring.").add_subparsers(required=True)
    for name, verb in (("make", make_keys), ("rotate", rotate_keys)):
        ring.add_parser(name, help=verb.__doc__).set_defaults(verb=verb)
    people = commands.add_parser("practitioners", help="Who may sign in.").add_subparsers(required=True)
    _describe_invitation(people.add_parser("invite", help=invite.__doc__))
    brought = commands.add_parser("rescue", help=bring_in.__doc__)
    brought.add_argument("file", type=Path)
    brought.set_defaults(verb=bring_in)
    return parser


def _describe_invitation(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--name", required=True)
    parser.add_argument("--email", required=True)
    parser.add_argument("--agency", required=True, help="added where there is none of that name")
    parser.add_argument("--kind", default="other", choices=words.AGENCY_KINDS, help="of an agency that is added")
    parser.add_argument("--role", default=Role.MANAGER.value, choices=[role.value for role in Role])
    parser.set_defaults(verb=invite)


def main(arguments: Sequence[str] | None = None) -> None:
    chosen = _parser().parse_args(arguments)
    try:
        chosen.verb(chosen)
    except Stop as stop:
        sys.exit(str(stop))
