"""What `firsthand serve` insists on before it opens a port: secrets, addresses and data of its own."""

import re
import stat
from collections.abc import Iterator

from firsthand.base.settings import Settings
from firsthand.base.stops import Stop

SIGN_INS = "sign-ins.json"
"""Written by `firsthand run` beside the invented partnership."""
_HERE = ("localhost", "127.0.0.1", "::1")
_INVENTED_PHONE = re.compile(r"(\+?44|0)7700900\d{3}")


class NotReady(Stop):
    """One sentence a line, each saying what to do."""


def insist(settings: Settings) -> None:
    """All that is wrong at once. Raises NotReady."""
    found = [*_addresses(settings), *_data(settings), *_database(settings), *_secrets(settings)]
    if found:
        raise NotReady("\n".join(found))


def _addresses(settings: Settings) -> Iterator[str]:
    if not settings.under_tls:
        yield (
            "FIRSTHAND_ORIGIN must be the https:// address that browsers use, such as https://firsthand.example: "
            "set it, and let a proxy with a certificate pass requests on."
        )
    if "unit_name" not in settings.model_fields_set:
        yield "Set FIRSTHAND_UNIT_NAME to what your referral unit is called: practitioners are told to phone it."
    if _INVENTED_PHONE.fullmatch(re.sub(r"[\s()-]", "", settings.unit_phone)):
        yield (
            f"Set FIRSTHAND_UNIT_PHONE to your referral unit's number: {settings.unit_phone} is an invented one, and a "
            "practitioner whose record does not arrive is told to ring it."
        )
    if settings.unreviewed_wording == "offer":
        yield (
            "Leave out FIRSTHAND_UNREVIEWED_WORDING: which wording is offered unreviewed is a manager's decision, "
            "at /languages."
        )


def _data(settings: Settings) -> Iterator[str]:
    if (settings.data / SIGN_INS).exists():
        yield (
            f"{settings.data} holds the invented partnership of `firsthand run`, with its sign-ins. "
            "Set FIRSTHAND_DATA to a folder of its own, and make its keys with `firsthand keys make`."
        )


def _database(settings: Settings) -> Iterator[str]:
    """A database on another machine is spoken to in private, and is the one that was meant."""
    if settings.database_url is None:
        return
    from firsthand.base import postgresql

    url = postgresql.address(settings.database_url.get_secret_value())
    host = str(url.host or url.query.get("host", "/"))
    if not host.startswith("/") and host not in _HERE and url.query.get("sslmode") != "verify-full":
        yield (
            f"Add ?sslmode=verify-full to FIRSTHAND_DATABASE_URL (and sslrootcert=… where the authority is your own): "
            f"what is read from {host} must come from {host}, unread by others."
        )


def _secrets(settings: Settings) -> Iterator[str]:
    ring = settings.keyring_file
    if not ring.exists():
        yield f"There is no key ring at {ring}. Make one with `firsthand keys make`, and keep a copy apart."
    elif ring.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO):
        yield f"Others on this machine can read {ring}. Run `chmod 600 {ring}`, then `firsthand keys rotate`."
