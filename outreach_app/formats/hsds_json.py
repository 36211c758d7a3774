# SPDX-License-Identifier: GPL-3.0-or-later
"""Bytes of a file that somebody else wrote → JSON value, whatever the bytes are, with typed errors only.

A file at once, for what is small; one value at a time, for what comes in pieces (`hsds_stream`). Reads UTF-8 with or
without a byte-order mark, UTF-16 and UTF-32 with one, and Windows-1252 where the file is plainly western text. Never
trusts the size of a number, the depth of a nesting or a lone surrogate. Of a repeated key the last value counts, as in
every common reader.
"""

from __future__ import annotations

import codecs
import json
import math
import re
from enum import Enum
from typing import Any, Final, NamedTuple

import msgspec

from outreach_app.domain.errors import FileCutOff, FileDamaged, FileMalformed, FileTooLarge, WrongEncoding

SIZE_LIMIT: Final = 64 * 1024 * 1024
"""Bytes read at once: about 20,000 full services."""
WINDOWS_1252: Final = "windows-1252"
MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_MOST_DIGITS: Final = 18
_FOREIGN_SHARE: Final = 8
"""In western text in Windows-1252 fewer than one byte in eight is no ASCII."""
_FAST: Final = msgspec.json.Decoder()
_WESTERN: Final = {0xDC00 + byte: bytes([byte]).decode(WINDOWS_1252, "replace") for byte in range(0x80, 0x100)}
"""What bytes that are no UTF-8, escaped as Python escapes them, mean in Windows-1252."""
_ESCAPED: Final = re.compile("[\udc80-\udcff]+")


class Bad(Enum):
    """Why a value is none."""

    BROKEN = "bad_row"
    TOO_DEEP = "too_deep"
    TOO_LONG = "too_long"


class Decoded(NamedTuple):
    """A JSON value and the encoding it was read in."""

    value: Any
    encoding: str


def decode_json(data: bytes, *, limit: int = SIZE_LIMIT) -> Decoded:
    """The value of `data`; raises `FileTooLarge`, `WrongEncoding`, `FileCutOff`, `FileMalformed`, `FileDamaged`."""
    if len(data) > limit:
        raise FileTooLarge(limit)
    text, encoding = decode_text(data)
    try:
        value = _tolerant(text)
    except json.JSONDecodeError as error:
        if _ran_out(error, text):
            raise FileCutOff(_last_line(text)) from None
        raise FileMalformed(error.lineno, error.colno) from None
    except RecursionError:
        raise FileDamaged from None
    return Decoded(value, encoding)


class OneValue:
    """Reads values of one file; `western` turns true with the first that is in Windows-1252."""

    def __init__(self) -> None:
        self.western = False

    def read(self, data: bytes) -> Any:
        """The value of `data`, or why there is none: one of `Bad`."""
        try:
            return _FAST.decode(data)
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
            pass
        text = self._text(data)
        if text is None:
            return Bad.BROKEN
        try:
            return _tolerant(text)
        except ValueError:
            return Bad.BROKEN
        except RecursionError:
            return Bad.TOO_DEEP

    def _text(self, data: bytes) -> str | None:
        try:
            return data.decode()
        except UnicodeDecodeError:
            pass
        text = western(data)
        self.western = self.western or text is not None
        return text


def several(data: bytes) -> list[Any] | None:
    """The values of a sound list in UTF-8; None for anything that wants a closer look."""
    try:
        found = _FAST.decode(data)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return None
    return found if isinstance(found, list) else None


def western(data: bytes) -> str | None:
    """Text that is partly no UTF-8: those bytes are taken for Windows-1252; None where they are too many."""
    found, changed = as_western(data.decode(errors="surrogateescape"))
    return found if changed * _FOREIGN_SHARE < len(data) and "\x00" not in found else None


def as_western(text: str) -> tuple[str, int]:
    """Text in which bytes that are no UTF-8 stand escaped, as Python escapes them → the letters that they are in
    Windows-1252, and how many there were."""
    changed = len(text) - len(_ESCAPED.sub("", text))
    return (text.translate(_WESTERN), changed) if changed else (text, 0)


def decode_text(data: bytes) -> tuple[str, str]:
    """The text of `data` and its encoding; raises `WrongEncoding`, or `FileCutOff` for half a letter at the end."""
    for mark, encoding in MARKS:
        if data.startswith(mark):
            return _strictly(data[len(mark) :], encoding), encoding
    try:
        return data.decode("utf-8"), "utf-8"
    except UnicodeDecodeError as error:
        if _half_letter(error, data):
            raise FileCutOff(_line_of(data, error.start)) from None
        if _looks_western(data):
            return data.decode(WINDOWS_1252), WINDOWS_1252
        raise WrongEncoding(_line_of(data, error.start)) from None


def _tolerant(text: str) -> Any:
    return json.loads(text, strict=False, parse_int=_whole, parse_float=_number, parse_constant=_no_number)


def _strictly(data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        if _half_letter(error, data):
            raise FileCutOff(data[: error.start].decode(encoding).count("\n") + 1) from None
        raise WrongEncoding(data[: error.start].decode(encoding, "replace").count("\n") + 1) from None


def _half_letter(error: UnicodeDecodeError, data: bytes) -> bool:
    return error.end >= len(data) and error.reason in ("unexpected end of data", "truncated data")


def _looks_western(data: bytes) -> bool:
    try:
        data.decode(WINDOWS_1252)
    except UnicodeDecodeError:
        return False
    foreign = len(data) - len(data.translate(None, delete=bytes(range(0x80, 0x100))))
    return b"\x00" not in data and foreign * _FOREIGN_SHARE < len(data)


def _ran_out(error: json.JSONDecodeError, text: str) -> bool:
    """Whether the text simply stops, rather than holding something wrong."""
    if "Unterminated string" in error.msg:
        return True
    rest = text[error.pos :].strip()
    if "escape" in error.msg:
        return len(rest) <= len("u0000")
    return any(word.startswith(rest) for word in ("true", "false", "null")) or rest in ("-", ".", "e", "E", "e-", "E-")


def _last_line(text: str) -> int:
    return text.count("\n") + 1


def _line_of(data: bytes, position: int) -> int:
    return data.count(b"\n", 0, position) + 1


def _whole(digits: str) -> int | str:
    """A whole number; one of absurd length stays text (converting it would take quadratic time, then fail)."""
    return int(digits) if len(digits) <= _MOST_DIGITS else digits


def _number(digits: str) -> float | str:
    value = float(digits)
    return value if math.isfinite(value) else digits


def _no_number(_word: str) -> None:
    """NaN and Infinity are no JSON: read as nothing."""
