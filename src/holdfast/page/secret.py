"""Passwords and other secrets: what is kept of them is a hash."""

from __future__ import annotations

import hashlib
import hmac
import secrets
import threading
import unicodedata
from functools import cache
from typing import TYPE_CHECKING

from holdfast.questions.refused import Refused

if TYPE_CHECKING:
    from argon2 import PasswordHasher

LEAST, MOST = 12, 1024
"""Signs of a password; the most in bytes."""
FEWEST = 5
"""Signs of a password that are not the same."""
_FEW = threading.Semaphore(2)
"""Passwords that are hashed at once, since each takes 64 MiB."""


def plain(text: str) -> str:
    """The same text for the same signs, however they were typed."""
    return unicodedata.normalize("NFKC", text)


def fit(password: str, name: str) -> str:
    """A password as it is hashed. Raises Refused where it is too easily guessed."""
    text = plain(password)
    if len(text) < LEAST:
        raise Refused(f"a password has at least {LEAST} signs; this one has {len(text)}")
    if len(text.encode("utf-8", "replace")) > MOST:
        raise Refused(f"a password has at most {MOST} bytes")
    if not text.isprintable():
        raise Refused("a password has no line breaks and no signs that are not seen")
    if not text.casefold().replace(plain(name).casefold(), "").strip():
        raise Refused("a password is not the name")
    if len(set(text)) < FEWEST:
        raise Refused(f"a password has at least {FEWEST} signs that are not the same")
    return text


def hashed(password: str) -> str:
    """What is kept of a password: argon2id."""
    with _FEW:
        return _hasher().hash(password)


def right(kept: str, password: str) -> bool:
    """Whether it is the password of which `kept` is kept; for "" as much is reckoned."""
    from argon2.exceptions import Argon2Error, InvalidHash

    text = plain(password)
    if len(text.encode("utf-8", "replace")) > MOST:
        text = ""
    with _FEW:
        try:
            _hasher().verify(kept or _nobody(), text)
        except (Argon2Error, InvalidHash):
            return False
    return bool(kept)


def token() -> str:
    """256 bits that nobody guesses."""
    return secrets.token_urlsafe(32)


def digest(secret: str) -> str:
    """What is kept of a token."""
    return hashlib.sha256(secret.encode("utf-8", "replace")).hexdigest()


def derived(secret: str, use: str) -> str:
    """A token of another use, from which the first is not found."""
    return hmac.new(secret.encode("utf-8", "replace"), use.encode(), hashlib.sha256).hexdigest()


def same(one: str, other: str) -> bool:
    """Whether two secrets are the same, in a time that does not tell where they differ."""
    return hmac.compare_digest(one.encode("utf-8", "replace"), other.encode("utf-8", "replace"))


@cache
def _hasher() -> PasswordHasher:
    from argon2 import PasswordHasher

    return PasswordHasher()


@cache
def _nobody() -> str:
    """The hash of a password that nobody knows, for names that nobody bears."""
    return _hasher().hash(secrets.token_hex(32))
