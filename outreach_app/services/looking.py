# SPDX-License-Identifier: GPL-3.0-or-later
"""Looking at somebody's directory before it is read: what form it has, how its first rows would read.

Nothing is written. Runs on the desk's lane.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from itertools import islice
from pathlib import Path

from outreach_app.domain.directory import Entry
from outreach_app.domain.directory_import import ImportOrder, Notes, Reader
from outreach_app.domain.errors import UnknownForm


class LookingService:
    """`readers` by form; `recognise` tells a file's form."""

    def __init__(
        self,
        readers: Mapping[str, Reader],
        recognise: Callable[[Path], str],
    ) -> None:
        self._readers = readers
        self._recognise = recognise

    def recognise(self, path: Path) -> str:
        """The form of a file or folder: `hsds`, `hsds1`, `icarol` or `csv`; raises what reading it raises."""
        return self._recognise(path)

    def sample(self, order: ImportOrder, limit: int = 5) -> tuple[Entry, ...]:
        """The first entries as they would read; raises `UnknownForm` and what the reader raises."""
        reader = self._readers.get(order.form)
        if reader is None:
            raise UnknownForm(order.form)
        return tuple(read.entry for read in islice(reader(order, Notes()), limit))
