# SPDX-License-Identifier: GPL-3.0-or-later
"""Languages on screen, and two invented ones that show what was forgotten.

`pseudo` writes every translated sentence longer and between brackets: words without brackets were never given to the
translator, and words that are cut had too little room. `mirror` does the same from right to left.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QCoreApplication, QLocale, Qt, QTranslator

if TYPE_CHECKING:
    from pathlib import Path

    from PySide6.QtWidgets import QApplication

PSEUDO: Final = "pseudo"
MIRROR: Final = "mirror"
_KEPT = re.compile(r"(\{[^}]*\}|%\w+)")
_ACCENTS = str.maketrans("aceinouyACEINOUY", "åçéîñøüýÅÇÉÎÑØÜÝ")
_HEBREW = str.maketrans("abcdefghijklmnopqrstuvwxyz", "אבגדהוזחטיכלמנסעפצקרשתךםןף")


class PseudoTranslator(QTranslator):
    """Brackets, accents and about a third more length; placeholders stay as they are."""

    def __init__(self, *, mirrored: bool = False) -> None:
        super().__init__()
        self._mirrored = mirrored

    def isEmpty(self) -> bool:
        """There is a translation of everything."""
        return False

    def translate(self, _context: str, text: str, _note: str | None = None, _count: int = -1) -> str:
        """The text, made strange but readable."""
        if not text:
            return text
        parts = [part if _KEPT.fullmatch(part) else self._strange(part) for part in _KEPT.split(text)]
        return f"[{''.join(parts)}{'~' * (len(text) // 3)}]"

    def _strange(self, text: str) -> str:
        return text.lower().translate(_HEBREW) if self._mirrored else text.translate(_ACCENTS)


def offered(developer: bool) -> list[tuple[str, str]]:
    """Codes and names to choose from; the invented ones only for who works on the program."""
    languages = [("en", "English")]
    return [*languages, (PSEUDO, "Pseudo"), (MIRROR, "Mirror")] if developer else languages


def install(application: QApplication, language: str, folder: Path | None = None) -> QTranslator | None:
    """Speak `language` from now on: its `.qm` file in `folder`, or an invented one. None: the sources' English."""
    translator: QTranslator | None = None
    if language in {PSEUDO, MIRROR}:
        translator = PseudoTranslator(mirrored=language == MIRROR)
    elif folder is not None:
        loaded = QTranslator()
        if loaded.load(QLocale(language or "en"), "outreach_app", "_", str(folder)):
            translator = loaded
    mirrored = language == MIRROR or QLocale(language or "en").textDirection() == Qt.LayoutDirection.RightToLeft
    application.setLayoutDirection(Qt.LayoutDirection.RightToLeft if mirrored else Qt.LayoutDirection.LeftToRight)
    if translator is not None:
        translator.setParent(application)
        QCoreApplication.installTranslator(translator)
    return translator
