# SPDX-License-Identifier: GPL-3.0-or-later
"""The network side of an HSDS directory behind an address: bytes of one answer after the other, each bounded.

Only https, except on this machine. No proxy, cookie or password of the system is used, no redirect is followed, and the
address never reaches a log or an error: those name the host alone. An answer has a deadline as a whole, from the name
look-up to its last byte, and a size, also once it is unpacked.
"""

from __future__ import annotations

import contextlib
import ipaddress
import logging
import random
import re
import time
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import TracebackType
from typing import Any, Final, Self
from urllib.parse import quote

import httpcore
import httpx

from outreach_app.domain.source_errors import (
    AddressRefused,
    DirectoryApiAuth,
    DirectoryApiBusy,
    DirectoryApiError,
    DirectoryApiHostile,
    DirectoryApiMissing,
    DirectoryApiOffline,
    DirectoryApiRefused,
)

_AGAIN: Final = (429, 502, 503, 504)
_KEY_NEEDED: Final = (401, 403, 407)
_GONE: Final = (404, 410)
_GZIP: Final = 16 + zlib.MAX_WBITS
_HEADERS: Final = {"Accept": "application/json", "Accept-Encoding": "gzip", "User-Agent": "Companion"}
_BEGINS: Final = (b"{", b"[")
_HOST: Final = re.compile(r"[a-z0-9_][a-z0-9._-]*|[0-9a-f:.]+", re.IGNORECASE)
_MARK: Final = b"\xef\xbb\xbf"

for _name in ("httpx", "httpcore"):
    logging.getLogger(_name).setLevel(logging.CRITICAL + 1)  # they would write every address they ask into the log


@dataclass(frozen=True)
class Bounds:
    """How patient to be: seconds, tries and bytes."""

    connect: float = 10.0
    answer: float = 90.0
    """From asking to the last byte."""
    tries: int = 4
    longest_wait: float = 60.0
    """Before another try, whatever the server asks for."""
    page_bytes: int = 64 * 1024 * 1024
    all_bytes: int = 4 * 1024 * 1024 * 1024


class DirectoryApi:
    """One directory's address. Waiting, chance and the clock (seconds, only differences count) are parameters."""

    def __init__(
        self,
        address: str,
        bounds: Bounds,
        *,
        sleep: Callable[[float], None],
        chance: Callable[[], float],
        clock: Callable[[], float],
    ) -> None:
        self._url = _checked(address)
        self._bounds = bounds
        self._sleep = sleep
        self._chance = chance
        self._deadline = _Deadline(clock)
        self._left = bounds.all_bytes
        self._client = httpx.Client(
            transport=_Transport(self._deadline),
            trust_env=False,
            follow_redirects=False,
            headers=_HEADERS,
            timeout=httpx.Timeout(bounds.answer, connect=bounds.connect),
        )

    @property
    def where(self) -> str:
        """The host."""
        return self._url.host

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close the connections."""
        self._client.close()

    def get(self, path: Sequence[str], query: Mapping[str, str]) -> bytes:
        """The JSON bytes at the address and `path`; raises a `DirectoryApiError`."""
        parts = [self._url.path.rstrip("/"), *(quote(part, safe="") for part in path)]
        url = self._url.copy_with(path="/".join(parts)).copy_merge_params(query)
        for tried in range(1, self._bounds.tries + 1):
            self._deadline.set(self._bounds.answer)
            wait = self._once(url)
            if isinstance(wait, bytes):
                return wait
            if tried < self._bounds.tries:
                self._sleep(min(self._bounds.longest_wait, wait if wait >= 0 else 2**tried * (0.5 + self._chance())))
        raise DirectoryApiBusy(self.where)

    def _once(self, url: httpx.URL) -> bytes | float:
        """The bytes, or seconds to wait before another try, -1 where the server names none."""
        with self._mapped(), self._client.stream("GET", url) as answer:
            if answer.status_code in _AGAIN:
                return _retry_after(answer.headers)
            if answer.status_code != httpx.codes.OK:
                raise self._error(answer.status_code)
            if "html" in answer.headers.get("content-type", "").lower():
                raise DirectoryApiHostile(self.where)  # a login page of a guest network answers everything
            data = b"".join(self._pieces(answer))
        if not data.removeprefix(_MARK).lstrip().startswith(_BEGINS):
            raise DirectoryApiHostile(self.where)
        return data

    def _pieces(self, answer: httpx.Response) -> Iterator[bytes]:
        """The body unpacked piece by piece, never more than may come."""
        packed = answer.headers.get("content-encoding", "identity").lower()
        if packed not in ("identity", "gzip", ""):
            raise DirectoryApiHostile(self.where)
        unpack = zlib.decompressobj(_GZIP) if packed == "gzip" else None
        left = min(self._bounds.page_bytes, self._left)
        for raw in answer.iter_raw():
            piece = unpack.decompress(raw, left + 1) if unpack else raw
            left -= len(piece)
            self._left -= len(piece)
            if left < 0:
                raise DirectoryApiHostile(self.where)
            yield piece
        if unpack and not unpack.eof:
            raise DirectoryApiOffline(self.where)

    def _error(self, status: int) -> DirectoryApiError:
        if status in _KEY_NEEDED:
            return DirectoryApiAuth(self.where)
        if status in _GONE:
            return DirectoryApiMissing(self.where)
        if status >= httpx.codes.INTERNAL_SERVER_ERROR:
            return DirectoryApiBusy(self.where)
        if status >= httpx.codes.BAD_REQUEST:
            return DirectoryApiRefused(self.where)
        return DirectoryApiHostile(self.where)  # it sends elsewhere

    @contextlib.contextmanager
    def _mapped(self) -> Iterator[None]:
        try:
            yield
        except (httpx.DecodingError, httpx.RemoteProtocolError, httpx.UnsupportedProtocol, zlib.error):
            raise DirectoryApiHostile(self.where) from None
        except (httpx.HTTPError, httpx.InvalidURL, OSError):
            raise DirectoryApiOffline(self.where) from None


def pages(
    address: str,
    bounds: Bounds | None = None,
    *,
    sleep: Callable[[float], None] = time.sleep,
    chance: Callable[[], float] = random.random,
    clock: Callable[[], float] = time.monotonic,
) -> DirectoryApi:
    """The directory at an address; raises `AddressRefused`."""
    return DirectoryApi(address, bounds or Bounds(), sleep=sleep, chance=chance, clock=clock)


def _checked(address: str) -> httpx.URL:
    try:
        url = httpx.URL(address.strip())
        loopback = url.host == "localhost" or ipaddress.ip_address(url.host).is_loopback
    except httpx.InvalidURL:
        raise AddressRefused("not_an_address") from None
    except ValueError:
        loopback = False
    if not _HOST.fullmatch(url.raw_host.decode("ascii", "replace")) or url.scheme not in ("http", "https"):
        raise AddressRefused("not_an_address")
    if url.userinfo:
        raise AddressRefused("has_password")
    if url.scheme == "http" and not loopback:
        raise AddressRefused("not_https")
    return url.copy_with(fragment=None)


def _retry_after(headers: httpx.Headers) -> float:
    """Seconds that the server asks to wait, -1 for none; a date is passed over."""
    said = headers.get("retry-after", "")
    return float(said) if said.isascii() and said.isdecimal() and len(said) < 9 else -1.0


class _Deadline:
    """A moment shared by everything that one answer needs."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._until = 0.0

    def set(self, seconds: float) -> None:
        """From now on so many seconds are left."""
        self._until = self._clock() + seconds

    def left(self, wanted: float | None) -> float:
        """At most `wanted` seconds; raises where none are left."""
        seconds = self._until - self._clock()
        if seconds <= 0:
            raise httpcore.ReadTimeout
        return seconds if wanted is None else min(wanted, seconds)


class _Transport(httpx.HTTPTransport):
    """httpx bounds each single read; a server that drips would be waited for without end. Here all reads share one."""

    def __init__(self, deadline: _Deadline) -> None:
        super().__init__(trust_env=False)
        self._pool = httpcore.ConnectionPool(
            ssl_context=httpx.create_ssl_context(trust_env=False),
            max_connections=1,
            network_backend=_Backend(deadline),
        )


class _Backend(httpcore.SyncBackend):
    def __init__(self, deadline: _Deadline) -> None:
        self._deadline = deadline

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:
        """A connection whose reads end at the deadline."""
        stream = super().connect_tcp(host, port, self._deadline.left(timeout), local_address, socket_options)
        return _Stream(stream, self._deadline)


class _Stream(httpcore.NetworkStream):
    def __init__(self, stream: httpcore.NetworkStream, deadline: _Deadline) -> None:
        self._stream = stream
        self._deadline = deadline

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        """Bytes as they come."""
        return self._stream.read(max_bytes, self._deadline.left(timeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        """Send."""
        self._stream.write(buffer, self._deadline.left(timeout))

    def close(self) -> None:
        """Close."""
        self._stream.close()

    def start_tls(
        self, ssl_context: Any, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        """The same, encrypted."""
        return _Stream(
            self._stream.start_tls(ssl_context, server_hostname, self._deadline.left(timeout)), self._deadline
        )

    def get_extra_info(self, info: str) -> Any:
        """What the connection knows of itself."""
        return self._stream.get_extra_info(info)
