# SPDX-License-Identifier: GPL-3.0-or-later
"""What every page and dialog works at: the services, the look, the clock, and the few words it says to the window.

A page is given one Desk and nothing else. It never reaches for the window, another page or a lane by itself.
"""

from __future__ import annotations

from datetime import datetime, time
from functools import cached_property
from typing import TYPE_CHECKING, Final, TypeVar

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QDialog, QWidget

from outreach_app.ui.choices import EVENING, MORNING, Choices
from outreach_app.ui.saying import Saying
from outreach_app.ui.sentences import sentence
from outreach_app.ui.tasks import Failure, Tasks

if TYPE_CHECKING:
    from collections.abc import Callable

    from outreach_app.domain.errors import CompanionError
    from outreach_app.domain.profile import Profile
    from outreach_app.domain.seat import Seat
    from outreach_app.domain.shift import OpenShift
    from outreach_app.domain.tally import Changes, Totals
    from outreach_app.ui.clipboard import Clipboard
    from outreach_app.ui.counting import Counting
    from outreach_app.ui.syncing import Syncing
    from outreach_app.ui.theme import Theme
    from outreach_app.ui.workplace import Workplace

T = TypeVar("T")
IDLE_MINUTES: Final = 5


class Desk(QObject):
    """Services, look and clock for pages; its signals are what a page may ask of the window."""

    go_wanted = Signal(str)
    """Key of the page to show."""
    said = Signal(object)
    """A `Saying`."""
    hushed = Signal()
    """The person went on: what was only said may leave."""
    lock_wanted = Signal()
    hide_wanted = Signal()
    keys_wanted = Signal()
    palette_wanted = Signal()
    sent = Signal(object)
    """The `SyncReport` of a sync that ended well."""
    seated = Signal()
    """The vault is open and `seat` is set."""
    profile_known = Signal()
    shift_changed = Signal()
    """`open_shift` or `unsent` is another than before."""
    shift_begun = Signal()
    """A shift was started here just now, and can be counted in."""
    leaving_wanted = Signal()
    """Somebody wants to leave tonight: Find help, which is on top, shows who takes people now."""

    def __init__(
        self,
        workplace: Workplace,
        theme: Theme,
        choices: Choices,
        *,
        now: Callable[[], datetime],
        ticks: Callable[[], float],
    ) -> None:
        """`now` gives aware moments, `ticks` seconds of a monotonic clock."""
        super().__init__()
        self.workplace = workplace
        self.theme = theme
        self.choices = choices
        self.now = now
        self.ticks = ticks
        self.tasks = Tasks(self)
        self.tasks.failed.connect(self.fail)
        self.seat: Seat | None = None
        self.profile: Profile | None = None
        self.open_shift: OpenShift | None = None
        self.unsent = 0
        self.dialogs: list[QDialog] = []
        self.idle_minutes = IDLE_MINUTES
        """Until locking by itself; the profile's policy once it is read."""

    @cached_property
    def counting(self) -> Counting:
        """What the person at the pad does; made with the first page that counts."""
        from outreach_app.ui.counting import Counting

        return Counting(self._record, self._band, self.ticks)

    @cached_property
    def clipboard(self) -> Clipboard:
        """What a person copies of a place; made with the first copy."""
        from outreach_app.ui.clipboard import Clipboard

        return Clipboard(self)

    @cached_property
    def syncing(self) -> Syncing:
        """Syncing by hand and by itself; made when the vault opens first."""
        from outreach_app.ui.syncing import Syncing

        return Syncing(self)

    def vault(
        self, operation: Callable[[], T], success: Callable[[T], None] | None = None, failure: Failure | None = None
    ) -> None:
        """Work with the vault, off this thread."""
        self.tasks.run(self.workplace.lanes.vault, operation, success, failure)

    def directory(
        self, operation: Callable[[], T], success: Callable[[T], None] | None = None, failure: Failure | None = None
    ) -> None:
        """Work with the directory and the materials, off this thread."""
        self.tasks.run(self.workplace.lanes.directory, operation, success, failure)

    def office(
        self, operation: Callable[[], T], success: Callable[[T], None] | None = None, failure: Failure | None = None
    ) -> None:
        """Work with the coordinators' working copy, off this thread; a search waits for none of it."""
        self.tasks.run(self.workplace.lanes.desk, operation, success, failure)

    def network(
        self, operation: Callable[[], T], success: Callable[[T], None] | None = None, failure: Failure | None = None
    ) -> None:
        """Work with the mailbox, off this thread."""
        self.tasks.run(self.workplace.lanes.network, operation, success, failure)

    def go(self, page: str) -> None:
        """Show another page."""
        self.go_wanted.emit(page)

    def leave_now(self) -> None:
        """Show who takes people now, from any page."""
        self.go("find")
        self.leaving_wanted.emit()

    def say(self, text: str, tone: str = "info") -> None:
        """One sentence in the message bar; nothing on the page moves for it."""
        self.said.emit(Saying(text, tone))

    def hush(self) -> None:
        """Let the message bar leave, unless it says that something did not work."""
        self.hushed.emit()

    def fail(self, error: CompanionError) -> None:
        """Say an error's sentence."""
        self.say(sentence(error), "stop")

    def send(self, *, by_hand: bool) -> None:
        """Send and fetch now. By itself it stays silent when there is no way yet: "not sent" stands on the strip."""
        self.syncing.now(self.fail if by_hand else None)

    def read_unsent(self) -> None:
        """How many shifts are not sent is another, perhaps."""
        if self.seat is not None:
            self.vault(self.workplace.shifts.unsent, lambda count: self.count_in(self.open_shift, count))

    def open_dialog(self, dialog: QDialog, parent: QWidget) -> None:
        """Open without blocking, above the window; locking closes and forgets it."""
        dialog.setParent(parent.window(), dialog.windowFlags())
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setWindowModality(Qt.WindowModality.WindowModal)
        self.dialogs.append(dialog)
        dialog.finished.connect(lambda _result: self._closed(dialog))
        QDialog.open(dialog)  # a printer dialog has an `open` of its own, with other arguments

    def local(self, moment: datetime) -> datetime:
        """`moment` in the coalition's zone; in the laptop's until the profile is read."""
        return self.profile.local(moment) if self.profile else moment.astimezone()

    def look_again(self) -> None:
        """Show the palette that is chosen, or that the hour asks for where the profile is known."""
        profile = self.open_shift.profile if self.open_shift else self.profile
        if profile is None:
            self.theme.choose(palette=self.choices.palette_at(self.now().astimezone().time()))
            return
        bands = {code: time.fromisoformat(begin) for code, begin in profile.bands}
        evening, morning = bands.get("evening", EVENING), bands.get("day", MORNING)
        self.theme.choose(palette=self.choices.palette_at(profile.local(self.now()).time(), evening, morning))

    def know(self, profile: Profile) -> None:
        """The profile was read: its evening and its idle policy hold from now on."""
        self.profile = profile
        self.idle_minutes = profile.policies.idle_lock_minutes
        self.profile_known.emit()
        self.look_again()

    def take_seat(self, seat: Seat) -> None:
        """The vault is open: the window shows its pages."""
        self.seat = seat
        self.syncing.begin()
        self.seated.emit()

    def leave(self) -> None:
        """Forget the seat and everything shown or under way; the window deletes the pages."""
        for made in ("clipboard", "counting", "syncing"):
            if made in self.__dict__:
                getattr(self, made).end()
        self.tasks.forget()
        self.seat = None
        self.profile = None
        self.open_shift = None
        self.unsent = 0
        for dialog in [*self.dialogs]:
            dialog.done(QDialog.DialogCode.Rejected)  # also one that would not be closed by hand
        self.dialogs.clear()

    def count_in(self, shift: OpenShift | None, unsent: int | None = None) -> None:
        """The open shift, and how many shifts are not sent, as last read."""
        self.open_shift = shift
        self.unsent = self.unsent if unsent is None else unsent
        self.shift_changed.emit()

    def _record(self, changes: Changes, success: Callable[[Totals], None], failure: Failure) -> None:
        self.vault(lambda: self.workplace.shifts.record(changes), success, failure)

    def _band(self) -> str:
        return self.counting.shift.profile.band(self.now()) if self.counting.shift else ""

    def _closed(self, dialog: QDialog) -> None:
        if dialog in self.dialogs:
            self.dialogs.remove(dialog)
