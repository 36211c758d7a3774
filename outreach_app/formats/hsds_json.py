# SPDX-License-Identifier: GPL-3.0-or-later
"""Bytes of a file that somebody else wrote → JSON value, whatever the bytes are, with typed errors only.

Reads UTF-8 with or without a byte-order mark, UTF-16 and UTF-32 with one, and Windows-1252 where the file is plainly
western text. Never trusts the size of a number, the depth of a nesting or a lone surrogate. Of a repeated key the
last value counts, as in every common reader.
"""

from __future__ import annotations

import codecs
import json
import math
from typing import Any, Final, NamedTuple

from outreach_app.domain.errors import FileCutOff, FileDamaged, FileMalformed, FileTooLarge, WrongEncoding

SIZE_LIMIT: Final = 64 * 1024 * 1024
"""Bytes read at once: about 20,000 full services."""
WINDOWS_1252: Final = "windows-1252"
_MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_MOST_DIGITS: Final = 18
_FOREIGN_SHARE: Final = 8
"""In western text in Windows-1252 fewer than one byte in eight is no ASCII."""


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
        value = json.loads(text, strict=False, parse_int=_whole, parse_float=_number, parse_constant=_no_number)
    except json.JSONDecodeError as error:
        if _ran_out(error, text):
            raise FileCutOff(_last_line(text)) from None
        raise FileMalformed(error.lineno, error.colno) from None
    except RecursionError:
        raise FileDamaged from None
    return Decoded(value, encoding)


def decode_text(data: bytes) -> tuple[str, str]:
    """The text of `data` and its encoding; raises `WrongEncoding`, or `FileCutOff` for half a letter at the end."""
    for mark, encoding in _MARKS:
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
