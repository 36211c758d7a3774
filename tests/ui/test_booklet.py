# SPDX-License-Identifier: GPL-3.0-or-later
"""The booklet read back from its PDF: names and numbers stand in it, no secret address, no word that we do not use."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta

import pypdfium2
import pytest
from PySide6.QtWidgets import QApplication

from outreach_app.domain.codes import NEEDS
from outreach_app.domain.directory import FOR_PROFESSIONALS, Address, Entry, Phone
from outreach_app.ui.printing.booklet import Booklet, booklet, printable
from ui.fake_directory import TODAY, practice_entries

UNSAID = re.compile(r"traffick|victim|rescue|prostitut", re.IGNORECASE)
SECRET = Entry(
    "00000000-0000-0000-0000-00000000000a", "Quiet house", needs=("shelter",), confidential=True,
    phones=(Phone("816 555 0177"),),
)  # fmt: skip
HALF_SECRET = Entry(
    "00000000-0000-0000-0000-00000000000b", "Half quiet house", needs=("shelter",),
    addresses=(Address(street="9 Hidden Lane"),), attributes={"confidential_location": "yes"},
)  # fmt: skip
FOR_STAFF = Entry(
    "00000000-0000-0000-0000-00000000000c", "Desk for officers", needs=("legal",), audience=FOR_PROFESSIONALS
)


def grouped(entries: tuple[Entry, ...]) -> tuple[tuple[str, tuple[Entry, ...]], ...]:
    groups = ((need, tuple(entry for entry in entries if need in entry.needs)) for need in NEEDS)
    return tuple((need, found) for need, found in groups if found)


def made(entries: tuple[Entry, ...], size: str = "letter") -> Booklet:
    return booklet(grouped(entries), "River Valley", TODAY, size=size)


def pages(of: Booklet) -> list[str]:
    """The text of each page, blanks as single ones."""
    document = pypdfium2.PdfDocument(of.data)
    try:
        return [" ".join(page.get_textpage().get_text_bounded().split()) for page in document]
    finally:
        document.close()


def test_every_place_that_may_stands_in_it_with_its_number(qapp: QApplication) -> None:
    entries = practice_entries()
    done = made((*entries, SECRET, HALF_SECRET, FOR_STAFF))
    told = " ".join(pages(done))
    shown = [entry for entry in entries if printable(entry) and entry.needs]
    assert done.places == len(shown) > 30
    for entry in shown:
        assert entry.name in told
        for phone in [phone for phone in entry.phones if phone.kind != "fax"][:1]:
            assert phone.number in told


def test_nothing_secret_and_nothing_for_professionals(qapp: QApplication) -> None:
    told = " ".join(pages(made((*practice_entries(), SECRET, HALF_SECRET, FOR_STAFF))))
    for entry in (SECRET, HALF_SECRET, FOR_STAFF):
        assert not printable(entry)
        assert entry.name not in told
    assert "Hidden Lane" not in told
    assert "816 555 0177" not in told


def test_our_own_words_name_nobodys_trouble(qapp: QApplication) -> None:
    plain = tuple(replace(entry, name=f"Place {number}", organization="", description="", eligibility="")
                  for number, entry in enumerate(practice_entries()))  # fmt: skip
    assert not UNSAID.search(" ".join(pages(made(plain))))


def test_pages_have_numbers_and_the_day_of_printing(qapp: QApplication) -> None:
    done = made(practice_entries(), "a5")
    told = pages(done)
    assert len(told) == done.pages > 2
    for number, page in enumerate(told, 1):
        assert f"page {number} of {done.pages}" in page
        assert "21 Nov 2026" in page


def test_each_place_says_when_it_was_checked_and_old_ones_say_so(qapp: QApplication) -> None:
    fresh = Entry("00000000-0000-0000-0000-000000000001", "Fresh", needs=("food",), verified_on=TODAY)
    stale = replace(fresh, id="00000000-0000-0000-0000-000000000002", name="Stale", verified_on=TODAY - timedelta(200))
    never = replace(fresh, id="00000000-0000-0000-0000-000000000003", name="Never", verified_on=None)
    told = pages(made((fresh, stale, never)))[0]
    assert "checked 21 Nov 2026" in told
    assert "long ago: call first" in told
    assert "Not checked by us: call first" in told


@pytest.mark.parametrize(("size", "points"), [("letter", (612, 792)), ("a4", (595, 842)), ("a5", (420, 595))])
def test_paper_has_its_size(qapp: QApplication, size: str, points: tuple[int, int]) -> None:
    document = pypdfium2.PdfDocument(made(practice_entries()[:5], size).data)
    width, height = document[0].get_size()
    document.close()
    assert (round(width), round(height)) == pytest.approx(points, abs=1)


def test_markup_of_a_source_stays_text(qapp: QApplication) -> None:
    odd = Entry("00000000-0000-0000-0000-000000000001", "Beds <b>& more</b>", needs=("shelter",), fees="<i>free</i>")
    told = pages(made((odd,)))[0]
    assert "Beds <b>& more</b>" in told
    assert "<i>free</i>" in told


def test_a_place_with_several_needs_stands_whole_once(qapp: QApplication) -> None:
    both = Entry("00000000-0000-0000-0000-000000000001", "Both", needs=("shelter", "food"),
                 phones=(Phone("816 555 0144"),))  # fmt: skip
    told = " ".join(pages(made((both,))))
    assert told.count("816 555 0144") == 1
    assert "Also: Both" in told


def test_very_long_words_never_make_an_entry_longer_than_a_page(qapp: QApplication) -> None:
    long = Entry("00000000-0000-0000-0000-000000000001", "Long", needs=("shelter",), fees="word " * 2000,
                 documents=("x" * 5000,), transport="walk " * 90)  # fmt: skip
    done = made((long, replace(long, id="00000000-0000-0000-0000-000000000002", name="Second")))
    assert done.pages == 1


def test_an_empty_directory_gives_one_page(qapp: QApplication) -> None:
    assert made(()).pages == 1
