# SPDX-License-Identifier: GPL-3.0-or-later
"""An age v1 file from fixed randomness, so that tampered objects can be made anew byte by byte.

Source: the age format (C2SP age.md): X25519 and scrypt stanzas, header HMAC, payload in chunks of 64 KiB. Written
apart from the product's library on purpose: the objects then show that the format is the published one.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
from collections.abc import Sequence

from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

_CHUNK = 64 * 1024
_NO_NONCE = bytes(12)


def seeded(label: str, size: int = 32) -> bytes:
    """Bytes that are the same in every run."""
    return hashlib.shake_256(f"tampered {label}".encode()).digest(size)


def public_of(secret: bytes) -> bytes:
    """The X25519 public key of 32 secret bytes."""
    return X25519PrivateKey.from_private_bytes(secret).public_key().public_bytes_raw()


def to_readers(data: bytes, readers: Sequence[bytes], label: str) -> bytes:
    """`data` sealed to X25519 public keys."""
    file_key = seeded(f"{label} file key", 16)
    stanzas = [_x25519(file_key, public, seeded(f"{label} reader {place}")) for place, public in enumerate(readers)]
    return _file(file_key, stanzas, data, label)


def to_passphrase(data: bytes, passphrase: bytes, label: str) -> bytes:
    """`data` sealed to a passphrase, as this program never does."""
    file_key, salt, rounds = seeded(f"{label} file key", 16), seeded(f"{label} salt", 16), 4
    key = Scrypt(salt=b"age-encryption.org/v1/scrypt" + salt, length=32, n=2**rounds, r=8, p=1).derive(passphrase)
    wrapped = ChaCha20Poly1305(key).encrypt(_NO_NONCE, file_key, None)
    return _file(file_key, [f"-> scrypt {_b64(salt)} {rounds}\n{_b64(wrapped)}\n"], data, label)


def _x25519(file_key: bytes, public: bytes, ephemeral: bytes) -> str:
    share = public_of(ephemeral)
    secret = X25519PrivateKey.from_private_bytes(ephemeral).exchange(X25519PublicKey.from_public_bytes(public))
    key = _hkdf(secret, share + public, b"age-encryption.org/v1/X25519")
    return f"-> X25519 {_b64(share)}\n{_b64(ChaCha20Poly1305(key).encrypt(_NO_NONCE, file_key, None))}\n"


def _file(file_key: bytes, stanzas: Sequence[str], data: bytes, label: str) -> bytes:
    header = ("age-encryption.org/v1\n" + "".join(stanzas) + "---").encode()
    mac = hmac.digest(_hkdf(file_key, b"", b"header"), header, "sha256")
    nonce = seeded(f"{label} nonce", 16)
    stream = ChaCha20Poly1305(_hkdf(file_key, nonce, b"payload"))
    chunks = [data[start : start + _CHUNK] for start in range(0, max(len(data), 1), _CHUNK)]
    sealed = [
        stream.encrypt(place.to_bytes(11, "big") + bytes([place == len(chunks) - 1]), chunk, None)
        for place, chunk in enumerate(chunks)
    ]
    return header + b" " + _b64(mac).encode() + b"\n" + nonce + b"".join(sealed)


def _hkdf(secret: bytes, salt: bytes, info: bytes) -> bytes:
    return HKDF(algorithm=SHA256(), length=32, salt=salt, info=info).derive(secret)


def _b64(data: bytes) -> str:
    return base64.b64encode(data).decode().rstrip("=")
