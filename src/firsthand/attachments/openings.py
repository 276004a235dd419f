"""Opening what is held: the key is inside the submission that it belongs to."""

from base64 import urlsafe_b64decode

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

_IV = 12


class NotOpened(Exception):
    """Its key is missing or is not its key, or it belongs elsewhere."""


def opened(content: bytes, key: str | None, submission: str, attachment: str) -> bytes:
    """`content` is IV ‖ ciphertext ‖ tag, `key` in base64url, the ids as the header spells them. Raises NotOpened."""
    place = f"fh-attachment-1|{submission}|{attachment}".encode()
    try:
        whole = urlsafe_b64decode((key or "") + "=" * (-len(key or "") % 4))
        return AESGCM(whole).decrypt(content[:_IV], content[_IV:], place)
    except (ValueError, InvalidTag) as error:
        raise NotOpened from error


def sealed(plain: bytes, key: bytes, iv: bytes, submission: str, attachment: str) -> bytes:
    """What a device does, for the invented partnership and for tests."""
    return iv + AESGCM(key).encrypt(iv, plain, f"fh-attachment-1|{submission}|{attachment}".encode())
