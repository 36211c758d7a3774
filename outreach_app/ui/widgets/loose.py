# SPDX-License-Identifier: GPL-3.0-or-later
"""Words that wrap, in an area that scrolls: as low as their width allows, with no room kept for narrower lines."""

from __future__ import annotations

from PySide6.QtWidgets import QSizePolicy, QWidget

from outreach_app.ui.widgets.text import Text


def loosen(widget: QWidget) -> None:
    """Do so for every wrapping text in `widget`. Layouts ask for the height at the width they have all the same."""
    for label in (widget, *widget.findChildren(Text)):
        if isinstance(label, Text) and label.wordWrap():
            policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
            policy.setHeightForWidth(True)
            label.setSizePolicy(policy)
