# SPDX-License-Identifier: GPL-3.0-or-later
"""The services of an HSDS 3 API, page by page, each as a whole service → entries.

Source: the `openapi.json` of HSDS 3.0 and 3.1: `GET /services?page=&per_page=&modified_after=`, `GET /services/{id}`.
What the server says of its pages is a hint, never trusted: pages that repeat, that bring nothing new or that never end
stop the reading with a problem. After each page `notes.cursor` says where to go on.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Generator, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from typing import Any, Final, NamedTuple, Protocol

from outreach_app.domain.directory_import import ImportOrder, Notes, Read
from outreach_app.domain.errors import CompanionError, NotADirectory
from outreach_app.domain.source_errors import (
    DirectoryApiMissing,
    DirectoryApiRefused,
)
from outreach_app.formats.hsds_json import decode_json
from outreach_app.formats.hsds_rows import ServiceRows

FORM: Final = "api"
PER_PAGE: Final = 100
MOST_PAGES: Final = 50_000
MOST_SERVICES: Final = 2_000_000
_SERVICES: Final = "services"
_LISTS: Final = ("contents", "services", "data", "results", "items")
_WHOLE: Final = frozenset(("service_at_locations", "phones", "schedules", "contacts", "attributes", "service_areas"))
"""Keys of a service given as a whole; a brief one has none of them."""
_MOST_ROWS: Final = 20_000
"""Services of one page."""


class Source(Protocol):
    """What gives the bytes: `get(("services",), {"page": "1"})`; raises a `DirectoryApiError`."""

    def get(self, path: Sequence[str], query: Mapping[str, str]) -> bytes: ...


Pages = Callable[[str], AbstractContextManager[Source]]


class _Cursor(NamedTuple):
    """The last page that was read as a whole, the services up to it, and what was on it."""

    page: int
    rows: int
    after: str
    digest: str

    def __str__(self) -> str:
        return json.dumps([self.page, self.rows, self.after, self.digest])


def read_api(order: ImportOrder, notes: Notes, pages: Pages) -> Generator[Read, None, None]:
    """The sound services of the API at `order.where`, those changed since `order.modified_after` where it is given.

    Goes on behind `order.cursor`. Raises for an address of which nothing can be had at the first page that is asked:
    `AddressRefused`, a `DirectoryApiError`, `NotADirectory`. What fails later is noted as `cut_off` and partial.
    """
    address = order.where.strip()
    base, mark, query = address.partition("?")
    base = base.rstrip("/").removesuffix(f"/{_SERVICES}")
    with pages(base + mark + query) as source:
        yield from _Api(order, notes, source).reads()


class _Api:
    """One reading of an API."""

    def __init__(self, order: ImportOrder, notes: Notes, source: Source) -> None:
        self._notes = notes
        self._source = source
        self._after = order.modified_after
        self._rows = ServiceRows(order.source, notes)
        self._begin = _read_cursor(order.cursor, self._after)
        self._seen: set[bytes] = set()
        self._extras: Mapping[str, str] = {}
        self._brief: bool | None = None
        self._number = self._begin.rows
        notes.partial = notes.partial or bool(self._after)
        notes.cursor = order.cursor
        notes.done = self._number

    def reads(self) -> Iterator[Read]:
        """The services of one page after the other."""
        digest = self._begin.digest
        for page in range(self._begin.page + 1, MOST_PAGES + 1):
            first = page == self._begin.page + 1
            answer = self._page(page, first=first)
            if answer is None or not answer.rows:
                self._judge_end(answer, page)
                return
            new = self._new(answer.rows)
            if answer.digest == digest or not new:
                self._stop("repeats")
                return
            digest = answer.digest
            whole = yield from self._services(new)
            if not whole:
                return
            self._notes.cursor = str(_Cursor(page, self._number, self._after, digest))
            if answer.is_last and self._number >= answer.total:
                return
            if self._number >= MOST_SERVICES:
                break
        self._stop("too_many")

    def _page(self, number: int, *, first: bool) -> _Page | None:
        """One page; None (with `cut_off` noted) where it cannot be had. Raises for the first one that is asked."""
        try:
            data = self._asked(number) if first else self._get(number, self._extras)
            page = _read_page(data, number)
        except CompanionError:
            if first:
                raise
            self._stop("cut_off")
            return None
        self._notes.total = max(page.total, self._number + len(page.rows)) if page.total else 0
        return page

    def _asked(self, number: int) -> bytes:
        """The first page; a server that does not know a question is asked a plainer one."""
        for extras in ({"per_page": str(PER_PAGE), "full": "true"}, {"per_page": str(PER_PAGE)}):
            try:
                data = self._get(number, extras)
            except DirectoryApiRefused:
                continue
            self._extras = extras
            return data
        return self._get(number, {})

    def _get(self, number: int, extras: Mapping[str, str]) -> bytes:
        query = {"page": str(number), **extras}
        if self._after:
            query["modified_after"] = self._after
        return self._source.get((_SERVICES,), query)

    def _new(self, rows: list[Any]) -> list[Any]:
        """What did not come before: a list that shifts while it is read gives services again."""
        found = []
        for row in rows[:_MOST_ROWS]:
            key = hashlib.sha256(_key(row)).digest()[:8]
            if key not in self._seen:
                self._seen.add(key)
                found.append(row)
        if len(rows) > _MOST_ROWS:
            self._stop("too_many")
        return found

    def _services(self, rows: list[Any]) -> Generator[Read, None, bool]:
        """The services of a page; the value tells whether all of it came."""
        if self._brief is None:
            self._brief = not any(isinstance(row, dict) and row.keys() & _WHOLE for row in rows)
        for row in rows:
            try:
                value = self._whole(row) if self._brief else row
            except CompanionError:
                self._stop("cut_off")
                return False
            self._number += 1
            self._notes.done = self._number
            found = self._rows.read(self._number, value)
            if found is not None:
                yield found
        return True

    def _whole(self, row: Any) -> Any:
        """A service as a whole, where the list is brief; the brief one where there is no other."""
        key = row.get("id") if isinstance(row, dict) else None
        if not isinstance(key, str) or not key:
            return row
        try:
            value = decode_json(self._source.get((_SERVICES, key), {})).value
        except DirectoryApiMissing:
            self._notes.add(self._number + 1, "id", "link_to_nothing")
            return row
        return {**row, **value} if isinstance(value, dict) and value.get("id") == key else row

    def _judge_end(self, answer: _Page | None, page: int) -> None:
        """After an empty page: whether all came that was promised."""
        if answer is None:
            return
        if page == 1 and not self._after:
            self._stop("no_service")
        elif answer.total > self._number:
            self._notes.add(0, "total_items", "out_of_range")
            self._notes.partial = True

    def _stop(self, reason: str) -> None:
        self._notes.add(0, "", reason)
        self._notes.partial = True


class _Page(NamedTuple):
    """One page: its services, a hash of them, and what the server says of its end."""

    rows: list[Any]
    digest: str
    is_last: bool
    total: int
    """Services in all, 0 where it is not said."""


def _read_page(data: bytes, number: int) -> _Page:
    """Raises `NotADirectory`, and what `decode_json` raises."""
    value = decode_json(data).value
    rows = value if isinstance(value, list) else _list_in(value)
    if rows is None:
        raise NotADirectory(FORM)
    about = value if isinstance(value, dict) else {}
    digest = hashlib.sha256(json.dumps(rows, sort_keys=True, default=str).encode("utf-8", "replace")).hexdigest()
    last = about.get("last_page") is True or 0 < _count(about.get("total_pages")) <= number
    return _Page(rows, digest[:32], last, min(_count(about.get("total_items")), MOST_SERVICES))


def _list_in(value: Any) -> list[Any] | None:
    if isinstance(value, dict):
        for name in _LISTS:
            if isinstance(value.get(name), list):
                rows: list[Any] = value[name]
                return rows
    return None


def _count(value: Any) -> int:
    return value if isinstance(value, int) and not isinstance(value, bool) and value > 0 else 0


def _key(row: Any) -> bytes:
    key = row.get("id") if isinstance(row, dict) else None
    if isinstance(key, (str, int)):
        return str(key).encode("utf-8", "replace")
    return json.dumps(row, sort_keys=True, default=str).encode("utf-8", "replace")


def _read_cursor(text: str, after: str) -> _Cursor:
    """Where to go on; from the beginning for a cursor of another question, or of none."""
    try:
        page, rows, asked, digest = json.loads(text) if text else (0, 0, after, "")
    except (ValueError, TypeError, RecursionError):
        return _Cursor(0, 0, after, "")
    sound = isinstance(digest, str) and asked == after and all(_count(one) == one for one in (page, rows))
    return _Cursor(page, rows, after, digest) if sound and page < MOST_PAGES else _Cursor(0, 0, after, "")
