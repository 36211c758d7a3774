# SPDX-License-Identifier: GPL-3.0-or-later
"""One sentence for the message bar."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Saying:
    """`tone` is info, good, care or stop."""

    text: str
    tone: str = "info"
