"""Operator commands: `firsthand run`, `serve`, `keys`, `practitioners`."""

import argparse
import logging
import os
import sys
from collections.abc import Sequence

import structlog
import uvicorn

from firsthand.app import create_app
from firsthand.base.keyring import Keyring, KeyringMissing
from firsthand.base.settings import Settings
from firsthand.base.sqlite import DataFolderInUse

_REFUSALS = (KeyringMissing, DataFolderInUse)


def _settings(**values: object) -> Settings:
    port = os.environ.get("PORT")
    return Settings(**({"port": port} if port else {}), **values)  # type: ignore[arg-type]


def _listen(settings: Settings) -> None:
    app = create_app(settings)
    uvicorn.run(
        app,
        host=settings.host,
        port=settings.port,
        access_log=False,
        log_level="warning",
        server_header=False,
    )


def run(_: argparse.Namespace) -> None:
    """The invented partnership, on this machine only."""
    from firsthand.invented import partnership

    settings = _settings()
    partnership.ensure(settings)
    for line in partnership.described(settings):
        print(line)
    print(f"Firsthand is at {settings.public_origin}", flush=True)
    _listen(settings)


def serve(_: argparse.Namespace) -> None:
    """Production: no invented data, https only, its own secrets."""
    settings = _settings()
    if not settings.under_tls:
        sys.exit(
            "FIRSTHAND_ORIGIN must be the https:// address that browsers use, such as https://firsthand.example."
        )
    _listen(settings)


def make_keys(_: argparse.Namespace) -> None:
    file = _settings().keyring_file
    if file.exists():
        sys.exit(
            f"{file} exists. Keys are never replaced: `firsthand keys rotate` adds a new sealing key."
        )
    Keyring.fresh().write(file)
    print(
        f"Made {file}. Keep a copy apart from the database: without it no record can be read."
    )


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="firsthand", description=__doc__)
    commands = parser.add_subparsers(required=True)
    for name, verb in (("run", run), ("serve", serve)):
        commands.add_parser(name, help=verb.__doc__).set_defaults(verb=verb)
    keys = commands.add_parser("keys", help="The key ring.").add_subparsers(
        required=True
    )
    keys.add_parser("make", help="Makes the key ring once.").set_defaults(
        verb=make_keys
    )
    return parser


def main(arguments: Sequence[str] | None = None) -> None:
    structlog.configure(
        wrapper_class=structlog.make_filtering_bound_logger(logging.INFO)
    )
    chosen = _parser().parse_args(arguments)
    try:
        chosen.verb(chosen)
    except _REFUSALS as refusal:
        sys.exit(str(refusal))


if __name__ == "__main__":
    main()
