# SPDX-License-Identifier: GPL-3.0-or-later
"""What is asked after a call, as numbered lists: which need, why not, went along or not, what else is wrong."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication

from outreach_app.ui import words
from outreach_app.ui.words import Table

NEED, REASON, SHIFT, WRONG, WARM, SAME_DAY = "need", "reason", "shift", "wrong", "warm", "same_day"
START, LEAVE_OUT = "start", "leave_out"
YES, NO = "yes", "no"
CLOSED, MOVED, ROOM = "closed", "moved", "room"

HEADINGS: Final[Table] = {
    NEED: QT_TRANSLATE_NOOP("find", "What was it for?"),
    REASON: QT_TRANSLATE_NOOP("find", "Turned away: why?"),
    SHIFT: QT_TRANSLATE_NOOP("find", "No shift open"),
    WRONG: QT_TRANSLATE_NOOP("find", "What is wrong here?"),
    WARM: QT_TRANSLATE_NOOP("find", "Counted. Did you call together, or go along?"),
    SAME_DAY: QT_TRANSLATE_NOOP("find", "Placed tonight?"),
}
ANSWERS: Final[Table] = {
    START: QT_TRANSLATE_NOOP("find", "Start a shift"),
    LEAVE_OUT: QT_TRANSLATE_NOOP("find", "Don't count"),
    YES: QT_TRANSLATE_NOOP("find", "Yes"),
    NO: QT_TRANSLATE_NOOP("find", "No"),
    CLOSED: QT_TRANSLATE_NOOP("find", "Closed for good"),
    MOVED: QT_TRANSLATE_NOOP("find", "Moved somewhere else"),
    ROOM: QT_TRANSLATE_NOOP("find", "It has room again"),
}


@dataclass(frozen=True)
class Asking:
    """A numbered list on screen: its kind, and the codes of its lines."""

    kind: str
    codes: tuple[str, ...]

    @property
    def heading(self) -> str:
        """What is asked."""
        return QCoreApplication.translate("find", str(HEADINGS[self.kind]))

    @property
    def lines(self) -> list[tuple[str, str, str]]:
        """Codes with their words; the third is a key of its own, which none of them has."""
        named = {NEED: words.need, REASON: words.reason}.get(self.kind, answer_words)
        return [(code, named(code), "") for code in self.codes]


def answer_words(code: str) -> str:
    """Words for an answer that is neither a need nor a reason."""
    return QCoreApplication.translate("find", str(ANSWERS[code]))
