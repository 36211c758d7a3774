# SPDX-License-Identifier: GPL-3.0-or-later
"""A directory behind an address, against servers on this machine: honest ones, slow ones, and ones that do harm."""

from __future__ import annotations

import contextlib
import gzip
import json
import logging
import threading
import time
from collections.abc import Callable, Iterator
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Final
from urllib.parse import parse_qs, urlsplit

import pytest

from outreach_app.domain.directory_import import ImportOrder, Notes, Read, RowProblem
from outreach_app.domain.errors import FileCutOff, NotADirectory
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
from outreach_app.formats.hsds_api import read_api
from outreach_app.mailbox.directory_api import Bounds, pages

QUICK: Final = Bounds(connect=2, answer=1, tries=3, longest_wait=5, page_bytes=200_000, all_bytes=1_000_000)
Answer = Callable[["Handler", dict[str, str]], None]


class Handler(BaseHTTPRequestHandler):
    """Answers as the test's server says; keeps what it was asked."""

    protocol_version = "HTTP/1.1"
    server: Server

    def do_GET(self) -> None:
        """One question."""
        asked = urlsplit(self.path)
        query = {key: values[0] for key, values in parse_qs(asked.query).items()}
        self.server.asked.append(self.path)
        with contextlib.suppress(OSError):  # who asked has gone
            self.server.answer(self, {"path": asked.path, **query})

    def give(self, value: Any, *, status: int = 200, kind: str = "application/json", **headers: str) -> None:
        """An answer; text and bytes go out as they are."""
        data = (
            value
            if isinstance(value, bytes)
            else value.encode()
            if isinstance(value, str)
            else json.dumps(value).encode()
        )
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(data)))
        for name, text in headers.items():
            self.send_header(name.replace("_", "-"), text)
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the library's name
        """Say nothing."""


class Server(ThreadingHTTPServer):
    """A server on this machine, on a port of its own."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.asked: list[str] = []
        self.answer: Answer = lambda handler, _query: handler.give({})

    def handle_error(self, request: object, client_address: object) -> None:
        """Who asked has gone: that is what some of these tests are about."""

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}/api"


@pytest.fixture(name="server")
def _server() -> Iterator[Server]:
    server = Server()
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    yield server
    server.shutdown()
    thread.join(5)
    server.server_close()


def service(number: int) -> dict[str, Any]:
    """A service as a whole."""
    return {"id": f"s{number}", "name": f"Service {number}", "status": "active", "phones": [{"number": "816 555 0100"}]}


def page_of(services: list[dict[str, Any]], number: int, *, size: int = 2, **more: Any) -> dict[str, Any]:
    """A page as the standard has it."""
    rows = services[(number - 1) * size : number * size]
    count = -(-len(services) // size)
    return {"total_items": len(services), "total_pages": count, "page_number": number, "size": len(rows),
            "first_page": number == 1, "last_page": number >= count, "empty": not rows,
            "contents": rows} | more  # fmt: skip


def honest(services: list[dict[str, Any]]) -> Answer:
    """A server that gives its pages and its services."""

    def answer(handler: Handler, query: dict[str, str]) -> None:
        if query["path"] == "/api/services":
            handler.give(page_of(services, int(query["page"])))
        else:
            found = [one for one in services if query["path"] == f"/api/services/{one['id']}"]
            handler.give(found[0] if found else {}, status=200 if found else 404)

    return answer


def read(server: Server, *, cursor: str = "", after: str = "", bounds: Bounds = QUICK) -> tuple[list[Read], Notes]:
    """What comes in from a server, and what was noted."""
    notes = Notes()
    order = ImportOrder(server.url, "api", "county", modified_after=after, cursor=cursor)
    waits: list[float] = []
    source = partial(pages, bounds=bounds, sleep=waits.append, chance=lambda: 0.5)
    return list(read_api(order, notes, source)), notes


def names(found: list[Read]) -> list[str]:
    return [one.entry.name for one in found]


def test_all_pages_come_in(server: Server) -> None:
    server.answer = honest([service(number) for number in range(5)])
    found, notes = read(server)
    assert names(found) == [f"Service {number}" for number in range(5)]
    assert (notes.partial, notes.all(), notes.done, notes.total) == (False, (), 5, 5)
    assert len(server.asked) == 3
    assert found[0].entry.phones[0].number == "816 555 0100"
    assert json.loads(found[0].original)["id"] == "s0"


def test_only_what_changed(server: Server) -> None:
    server.answer = honest([service(1)])
    found, notes = read(server, after="2026-11-01T00:00:00Z")
    assert notes.partial
    assert len(found) == 1
    assert "modified_after=2026-11-01T00%3A00%3A00Z" in server.asked[0]


def test_brief_lists_are_filled_from_each_service(server: Server) -> None:
    whole = [service(number) for number in range(3)]

    def answer(handler: Handler, query: dict[str, str]) -> None:
        if query["path"] == "/api/services":
            handler.give(page_of([{"id": one["id"], "name": one["name"]} for one in whole], int(query["page"])))
        elif query["path"] == "/api/services/s1":
            handler.give({}, status=404)
        else:
            honest(whole)(handler, query)

    server.answer = answer
    found, notes = read(server)
    assert [len(one.entry.phones) for one in found] == [1, 0, 1]
    assert notes.all() == (RowProblem(2, "id", "link_to_nothing"),)


def test_an_import_that_failed_in_the_middle_goes_on(server: Server) -> None:
    services = [service(number) for number in range(6)]
    broken = True

    def answer(handler: Handler, query: dict[str, str]) -> None:
        if broken and query["page"] == "3":
            handler.give("sorry", status=500)
        else:
            honest(services)(handler, query)

    server.answer = answer
    found, notes = read(server)
    assert names(found) == ["Service 0", "Service 1", "Service 2", "Service 3"]
    assert (notes.partial, notes.all()) == (True, (RowProblem(0, "", "cut_off"),))
    broken = False
    again, more = read(server, cursor=notes.cursor)
    assert names(again) == ["Service 4", "Service 5"]
    assert (more.partial, more.all(), more.done) == (False, (), 6)


def test_a_stopped_import_keeps_the_page_before(server: Server) -> None:
    server.answer = honest([service(number) for number in range(6)])
    notes = Notes()
    with contextlib.closing(read_api(ImportOrder(server.url, "api", "county"), notes, pages)) as reading:
        for _ in range(4):
            next(reading)
    found, _ = read(server, cursor=notes.cursor)
    assert names(found)[0] == "Service 2"


@pytest.mark.parametrize(
    "cursor", ["[]", "nonsense", "[1]", '["1", 0, "", ""]', '[-1, 0, "", ""]', "[9e99]", "[" * 9999]
)
def test_a_cursor_that_means_nothing_begins_anew(server: Server, cursor: str) -> None:
    server.answer = honest([service(1)])
    assert len(read(server, cursor=cursor)[0]) == 1


@pytest.mark.parametrize(
    ("more", "reason"),
    [({"total_pages": 99, "last_page": False, "total_items": 99}, "repeats"), ({"last_page": False}, "repeats")],
)
def test_pages_that_repeat(server: Server, more: dict[str, Any], reason: str) -> None:
    rows = [service(1), service(2)]
    server.answer = lambda handler, _query: handler.give({**page_of(rows, 1), "total_pages": 0, **more})
    found, notes = read(server)
    assert len(found) == 2
    assert (notes.partial, notes.all()) == (True, (RowProblem(0, "", reason),))
    assert len(server.asked) == 2


def test_pages_that_turn_in_a_circle(server: Server) -> None:
    turned = [[service(1), service(2)], [service(2), service(3)], [service(3), service(1)]]
    server.answer = lambda handler, query: handler.give({"contents": turned[int(query["page"]) % 3]})
    found, notes = read(server)
    assert sorted(names(found)) == ["Service 1", "Service 2", "Service 3"]
    assert notes.all() == (RowProblem(0, "", "repeats"),)


def test_pages_that_never_end(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("outreach_app.formats.hsds_api.MOST_SERVICES", 7)
    server.answer = lambda handler, query: handler.give({"contents": [service(int(query["page"]))]})
    found, notes = read(server)
    assert len(found) == 7
    assert (notes.partial, notes.all()) == (True, (RowProblem(0, "", "too_many"),))


def test_figures_that_lie(server: Server) -> None:
    services = [service(number) for number in range(5)]
    server.answer = lambda handler, query: handler.give(
        page_of(services, int(query["page"]), total_pages=1, last_page=True)
    )
    found, notes = read(server)
    assert (len(found), notes.partial) == (5, False)
    server.answer = lambda handler, query: handler.give(
        page_of(services, int(query["page"]), total_items=9, total_pages=9)
    )
    found, notes = read(server)
    assert (len(found), notes.partial) == (5, True)
    assert notes.all() == (RowProblem(0, "total_items", "out_of_range"),)


def test_unsound_services_are_named(server: Server) -> None:
    server.answer = lambda handler, _query: handler.give(
        {"contents": [service(1), {"id": "x", "phones": []}, 7], "last_page": True}
    )
    found, notes = read(server)
    assert len(found) == 1
    assert notes.skipped == 2
    assert set(notes.all()) == {RowProblem(2, "name", "missing"), RowProblem(3, "", "not_an_object")}


def test_an_empty_directory(server: Server) -> None:
    server.answer = honest([])
    found, notes = read(server)
    assert (found, notes.partial, notes.all()) == ([], True, (RowProblem(0, "", "no_service"),))


def test_a_server_that_knows_no_extra_questions(server: Server) -> None:
    def answer(handler: Handler, query: dict[str, str]) -> None:
        if "full" in query or "per_page" in query:
            handler.give({}, status=400)
        else:
            honest([service(number) for number in range(3)])(handler, query)

    server.answer = answer
    assert len(read(server)[0]) == 3
    assert len(server.asked) == 4


@pytest.mark.parametrize(
    ("status", "error"),
    [(401, DirectoryApiAuth), (403, DirectoryApiAuth), (404, DirectoryApiMissing), (410, DirectoryApiMissing),
     (400, DirectoryApiRefused), (500, DirectoryApiBusy), (503, DirectoryApiBusy), (204, DirectoryApiHostile),
     (301, DirectoryApiHostile), (302, DirectoryApiHostile)],
)  # fmt: skip
def test_what_the_status_says(server: Server, status: int, error: type[DirectoryApiError]) -> None:
    server.answer = lambda handler, _query: handler.give("", status=status, Location="http://192.0.2.1/elsewhere")
    with pytest.raises(error) as caught:
        read(server)
    assert caught.value.where == "127.0.0.1"


@pytest.mark.parametrize(
    ("body", "kind", "error"),
    [("<html>Log in to this network</html>", "text/html", DirectoryApiHostile),
     ("<html>as JSON</html>", "application/json", DirectoryApiHostile),
     ("{}", "application/json", NotADirectory), ("[]x", "application/json", Exception),
     ('{"contents": [', "application/json", FileCutOff), ("", "application/json", DirectoryApiHostile)],
)  # fmt: skip
def test_answers_that_are_no_directory(server: Server, body: str, kind: str, error: type[Exception]) -> None:
    server.answer = lambda handler, _query: handler.give(body, kind=kind)
    with pytest.raises(error):
        read(server)


def test_a_busy_server_is_asked_again_when_it_says(server: Server) -> None:
    waits: list[float] = []
    answers = iter([("7", 429), ("9999999", 503), ("", 502), ("", 200)])

    def answer(handler: Handler, _query: dict[str, str]) -> None:
        after, status = next(answers)
        handler.give({"contents": []}, status=status, **({"Retry_After": after} if after else {}))

    server.answer = answer
    with pages(server.url, Bounds(tries=4, longest_wait=60), sleep=waits.append, chance=lambda: 0.5) as api:
        assert json.loads(api.get(("services",), {})) == {"contents": []}
    assert waits == [7, 60, 8]


def test_a_server_that_hangs_or_drips_is_given_up(server: Server) -> None:
    def hang(_handler: Handler, _query: dict[str, str]) -> None:
        time.sleep(1.6)

    def drip_headers(handler: Handler, _query: dict[str, str]) -> None:
        for letter in b"HTTP/1.1 200 OK\r\nX: " + b"y" * 100:
            handler.wfile.write(bytes([letter]))
            handler.wfile.flush()
            time.sleep(0.05)

    def drip_body(handler: Handler, _query: dict[str, str]) -> None:
        handler.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 9999\r\n\r\n")
        for _ in range(40):
            handler.wfile.write(b"[")
            handler.wfile.flush()
            time.sleep(0.05)

    for answer in (hang, drip_headers, drip_body):
        server.answer = answer
        begin = time.monotonic()
        with pytest.raises(DirectoryApiOffline):
            read(server)
        assert time.monotonic() - begin < 3


def test_a_server_that_is_not_there() -> None:
    with pages("http://127.0.0.1:9/api", QUICK, sleep=lambda _seconds: None) as api, pytest.raises(DirectoryApiOffline):
        api.get(("services",), {})


def test_a_body_without_end_and_a_gzip_bomb(server: Server) -> None:
    def endless(handler: Handler, _query: dict[str, str]) -> None:
        handler.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nConnection: close\r\n\r\n[")
        for _ in range(1000):
            handler.wfile.write(b" " * 4096)
        handler.close_connection = True

    bomb = gzip.compress(b"[" + b" " * 50_000_000)
    for answer in (endless, lambda handler, _query: handler.give(bomb, Content_Encoding="gzip")):
        server.answer = answer
        with pytest.raises(DirectoryApiHostile):
            read(server)


def test_packed_answers_and_what_is_wrong_with_them(server: Server) -> None:
    packed = gzip.compress(json.dumps({"contents": [service(1)], "last_page": True}).encode())
    server.answer = lambda handler, _query: handler.give(packed, Content_Encoding="gzip")
    assert len(read(server)[0]) == 1
    for data, name in ((packed[:-12], "gzip"), (b"not packed", "gzip"), (packed, "br")):
        server.answer = partial(give_packed, data, name)
        with pytest.raises(DirectoryApiError):
            read(server)


def give_packed(data: bytes, name: str, handler: Handler, _query: dict[str, str]) -> None:
    """An answer that says how it is packed."""
    handler.give(data, Content_Encoding=name)


def test_all_pages_together_have_a_size(server: Server) -> None:
    big = [service(number) | {"description": "x" * 60_000} for number in range(40)]
    server.answer = honest(big)
    found, notes = read(server)
    assert 0 < len(found) < 20
    assert RowProblem(0, "", "cut_off") in notes.all()


@pytest.mark.parametrize(
    ("address", "reason"),
    [("https://desk:secret@quay.example.org/api", "has_password"), ("https://key@quay.example.org", "has_password"),
     ("http://quay.example.org/api", "not_https"), ("http://10.0.0.1/api", "not_https"), ("ftp://x", "not_an_address"),
     ("quay.example.org", "not_an_address"), ("", "not_an_address"), ("https://", "not_an_address"),
     ("https://a b/", "not_an_address"), ("file:///etc/passwd", "not_an_address"), ("https://[::1", "not_an_address")],
)  # fmt: skip
def test_addresses_that_are_not_asked(address: str, reason: str) -> None:
    with pytest.raises(AddressRefused) as caught:
        pages(address)
    assert caught.value.reason == reason


def test_the_address_is_in_no_log(server: Server, caplog: pytest.LogCaptureFixture) -> None:
    server.answer = honest([service(1)])
    with caplog.at_level(logging.DEBUG):
        read(server)
    assert "services" not in caplog.text
    assert str(server.server_address[1]) not in caplog.text


def test_a_service_id_cannot_lead_elsewhere(server: Server) -> None:
    def answer(handler: Handler, query: dict[str, str]) -> None:
        if query["path"] == "/api/services":
            handler.give({"contents": [{"id": "../../admin?x=1", "name": "A"}], "last_page": True})
        else:
            handler.give({}, status=404)

    server.answer = answer
    assert names(read(server)[0]) == ["A"]
    assert server.asked[1] == "/api/services/..%2F..%2Fadmin%3Fx%3D1"
