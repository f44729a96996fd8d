"""Secrets at rest: sealed for one owner, so that what is moved to another owner's place does not open there."""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Sequence

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from bot.errors import SealBroken
from bot.metrics import SEALS_BROKEN


class Sealer:
    """Seals with the first of its keys, opens with any: keys are replaced by putting the new one in front.

    Each owner has keys of its own, derived from these: https://www.rfc-editor.org/rfc/rfc5869
    """

    def __init__(self, keys: Sequence[str]) -> None:
        self._keys = tuple(urlsafe_b64decode(key) for key in keys)

    def seal(self, owner: str, text: str) -> str:
        """`text`, readable only as the owner's and with one of the keys."""
        return _fernet(self._keys[0], owner).encrypt(text.encode()).decode()

    def open(self, owner: str, sealed: str) -> str:
        """What was sealed for the owner; raises SealBroken."""
        try:
            return MultiFernet([_fernet(key, owner) for key in self._keys]).decrypt(sealed.encode()).decode()
        except InvalidToken:
            SEALS_BROKEN.inc()
            raise SealBroken(owner) from None

    def is_current(self, owner: str, sealed: str) -> bool:
        """Whether it was sealed with the first key."""
        try:
            _fernet(self._keys[0], owner).decrypt(sealed.encode())
        except InvalidToken:
            return False
        return True


def new_key() -> str:
    """A key that nobody can guess."""
    return Fernet.generate_key().decode()


def _fernet(key: bytes, owner: str) -> Fernet:
    derived = HKDF(SHA256(), length=32, salt=None, info=b"herald installation " + owner.encode()).derive(key)
    return Fernet(urlsafe_b64encode(derived))
