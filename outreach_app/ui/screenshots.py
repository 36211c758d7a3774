# SPDX-License-Identifier: GPL-3.0-or-later
"""Pictures of every page: for the README, for the demo without a display, and for whoever judges the look.

Nothing is counted and nothing is sent for a picture: pages are opened, lists are asked, and left again.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from PySide6.QtCore import QCoreApplication, QEvent, QEventLoop, Qt
from PySide6.QtWidgets import QApplication, QWidget

from outreach_app.ui.application import Window, application, build
from outreach_app.ui.choices import Choices
from outreach_app.ui.page import Page
from outreach_app.ui.pages.coalition import CoalitionPage
from outreach_app.ui.pages.coalition_directory import DirectoryPart
from outreach_app.ui.pages.find import FindPage
from outreach_app.ui.pages.pad import PadPage
from outreach_app.ui.pages.tonight import TonightPage
from outreach_app.ui.pages.unlock import UnlockPage
from outreach_app.ui.palette import PALETTES, Palette
from outreach_app.ui.workplace import Workplace

SIZE: Final = (1280, 760)
QUESTION: Final = "bed tonight girl 16 spanish"
LONGEST_WAIT: Final = 20.0
"""Seconds for a page to fill; key derivation takes the most."""


@dataclass(frozen=True)
class Look:
    """What a set of pictures is taken in."""

    palette: Palette
    scale: float = 1.0
    language: str = ""

    @property
    def name(self) -> str:
        """As it stands in file names."""
        parts = [self.palette.code, "" if self.scale == 1.0 else f"{round(self.scale * 100)}", self.language]
        return "-".join(part for part in parts if part)


def take(
    workplace: Workplace,
    passphrase: str,
    resources: Path,
    folder: Path,
    *,
    palettes: Sequence[Palette] = PALETTES,
    scales: Sequence[float] = (1.0,),
    languages: Sequence[str] = ("",),
    size: tuple[int, int] = SIZE,
) -> int:
    """One PNG of every page of this vault's seat, in every look, named `page-look.png`; returns how many."""
    folder.mkdir(parents=True, exist_ok=True)
    taken = 0
    for look in (Look(p, s, language) for language in languages for s in scales for p in palettes):
        for page, picture in _pictures(workplace, passphrase, resources, look, size):
            picture.grab().save(str(folder / f"{page}-{look.name}.png"))
            taken += 1
    return taken


def _pictures(
    workplace: Workplace, passphrase: str, resources: Path, look: Look, size: tuple[int, int]
) -> Iterator[tuple[str, QWidget]]:
    qt = application()
    opened = build(workplace, Choices(look.palette.code, look.scale, look.language), resources)
    try:
        opened.window.resize(*size)
        opened.window.show()
        yield from _walk(opened, passphrase)
    finally:
        _take_down(qt, opened)


def _walk(opened: Window, passphrase: str) -> Iterator[tuple[str, QWidget]]:
    window, desk = opened.window, opened.desk
    _settle(opened, lambda: window.front is not None or window.workroom is not None)
    if isinstance(window.front, UnlockPage):
        yield "unlock", window
        desk.vault(lambda: desk.workplace.vault.unlock(passphrase), desk.take_seat)
        _settle(opened, lambda: window.workroom is not None)
    room = window.workroom
    if room is None:
        yield "welcome", window
        return
    for key in room.entries:
        room.go(key)
        _settle(opened)
        for scene in _scenes(opened, key, room.pages[key]):
            _settle(opened)
            yield scene, window
    window.show_keys()
    _settle(opened)
    for dialog in [*desk.dialogs]:
        yield "keys", dialog
        dialog.close()
    window.lock()
    _settle(opened)


def _scenes(opened: Window, key: str, page: Page) -> Iterator[str]:
    """Bring the page into each state that is worth a picture, and name it."""
    if isinstance(page, TonightPage) and isinstance(page.step, PadPage):
        yield from _counting(opened, page, page.step)
    elif isinstance(page, FindPage):
        yield key
        page.field.setText(QUESTION)
        _settle(opened)
        page.settle()  # the card waits for hands to rest
        yield f"{key}-answer"
        page.next_person()
    elif isinstance(page, CoalitionPage):
        for part in page.segments.buttons:
            page.go(part)
            yield f"{key}-{part}"
            shown = page.parts[part]
            if isinstance(shown, DirectoryPart):
                yield from _desk(key, shown)
    else:
        yield key


def _desk(key: str, directory: DirectoryPart) -> Iterator[str]:
    """The parts of the directory desk, the first of which was shown with the desk itself."""
    for part in [*directory.segments.buttons][1:]:
        directory.go(part)
        yield f"{key}-directory-{part}"
    directory.go(next(iter(directory.segments.buttons)))


def _counting(opened: Window, tonight: TonightPage, pad: PadPage) -> Iterator[str]:
    opened.desk.hush()
    pad.keys.next_stop()
    pad.keys.press("4")
    yield "pad"
    pad.keys.drop_quantity()
    pad.keys.refer()
    yield "pad-needs"
    pad.keys.leave()
    tonight.close_shift()
    yield "close"
    tonight.back_to_counting()


def _settle(opened: Window, ready: Callable[[], bool] = lambda: True) -> None:
    """Let the lanes answer and the page lay itself out; raises TimeoutError when it never does."""
    patience = time.monotonic() + LONGEST_WAIT
    quiet = 0
    while quiet < 3:
        if time.monotonic() > patience:
            raise TimeoutError
        QCoreApplication.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 50)
        quiet = quiet + 1 if ready() and not opened.desk.tasks.waiting else 0


def _take_down(qt: QApplication, opened: Window) -> None:
    """The next look begins with nothing of this one."""
    qt.removeEventFilter(opened.watch)
    opened.desk.tasks.forget()
    opened.window.hide()
    opened.window.deleteLater()
    opened.watch.deleteLater()
    if opened.translator is not None:
        QCoreApplication.removeTranslator(opened.translator)
    qt.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
