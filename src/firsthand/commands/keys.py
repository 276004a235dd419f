"""`firsthand keys make` and `firsthand keys rotate`."""

from firsthand.base.keyring import Keyring
from firsthand.base.settings import Settings
from firsthand.base.stops import Stop


class KeyringExists(Stop):
    """There is a key ring already; it is never replaced."""


def make(settings: Settings) -> str:
    """What was done, as a sentence. Raises KeyringExists."""
    file = settings.keyring_file
    if file.exists():
        raise KeyringExists(f"{file} exists. Keys are never replaced: `firsthand keys rotate` adds a new sealing key.")
    Keyring.fresh().write(file)
    return f"Made {file}. Keep a copy apart from the database: without it no record can be read."


def rotate(settings: Settings) -> str:
    """What was done, as a sentence. Raises KeyringMissing."""
    ring = Keyring.read(settings.keyring_file).rotated()
    ring.write(settings.keyring_file)
    return (
        f"The sealing key is now {ring.sealing[0]['kid']}; {len(ring.sealing) - 1} earlier ones stay for reading. "
        "Restart the service, and make a new copy of the key ring."
    )
