# SPDX-License-Identifier: GPL-3.0-or-later
"""Which columns of a table stay outside: staff's names and addresses, internal notes, who updated or verified a row.

A column is judged by its name alone, in English and Spanish. A public e-mail address or telephone of a service stays.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Final

_WORDS: Final = re.compile(r"[A-Z]+(?![a-zà-ÿ])|[A-ZÀ-Ý]?[a-zà-ÿ]+|\d+")
_INTERNAL: Final = frozenset(
    ("internal", "interno", "interna", "internos", "internas", "private", "privado", "privada")
)
_NOTES: Final = frozenset((
    "note", "notes", "comment", "comments", "memo", "memos", "remarks", "history", "log", "nota", "notas",
    "comentario", "comentarios",
))  # fmt: skip
_PERSONS: Final = frozenset((
    "staff", "contact", "worker", "director", "manager", "supervisor", "coordinator", "ceo", "employee",
    "administrator", "contacto", "personal", "empleado", "responsable",
))  # fmt: skip
_OF_PERSON: Final = frozenset((
    "name", "names", "firstname", "lastname", "first", "last", "email", "mail", "address", "person", "phone", "cell",
    "mobile", "telephone", "title", "number", "fax", "nombre", "apellido", "correo", "persona",
))  # fmt: skip
_BY: Final = frozenset(("by", "por"))
_DONE: Final = frozenset((
    "updated", "verified", "created", "entered", "modified", "approved", "edited", "checked", "changed",
    "actualizado", "verificado", "creado", "revisado",
))  # fmt: skip
_ATTENTION: Final = frozenset(("attention", "attn", "assurer"))
_RANKS: Final = _PERSONS - {"contact", "contacto", "personal"}
"""A column named after one of these alone holds who that is."""


def stays_outside(column: str) -> bool:
    """Whether a column holds what does not come in."""
    have = {word.lower() for word in _WORDS.findall(column)}
    return bool(
        have & _ATTENTION
        or (have & _NOTES and have & (_INTERNAL | _PERSONS))
        or (have & _DONE and have & _BY)
        or (have & _PERSONS and have & _OF_PERSON)
        or (have & _RANKS and have <= _RANKS | {"main", "senior", "the", "executive", "1", "2", "3"})
    )


def through(row: Mapping[str, str], barred: Iterable[str]) -> tuple[dict[str, str], int]:
    """(the row without what stays outside and without what is empty, how many texts stayed outside)."""
    outside = set(barred)
    kept = {column: text for column, text in row.items() if text and column not in outside}
    return kept, sum(1 for column in outside if row.get(column))
