# SPDX-License-Identifier: GPL-3.0-or-later
"""A state that the style sheet shows: set as a property, then the look is worked out again."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget


def mark(widget: QWidget, name: str, value: object) -> None:
    """Set a property that `app.qss` selects on, for the widget and what lies in it."""
    if widget.property(name) == value:
        return
    widget.setProperty(name, value)
    for inner in (widget, *widget.findChildren(QWidget)):
        style = inner.style()
        style.unpolish(inner)
        style.polish(inner)
        inner.update()
