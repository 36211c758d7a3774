# SPDX-License-Identifier: GPL-3.0-or-later
"""The code of an invitation as it is read aloud: nine signs in groups, ABCD-EFGH-J, typed in whatever way."""

from __future__ import annotations

import re
from typing import Final

LENGTH: Final = 9
_GROUPS: Final = (4, 8)
_HEARD: Final = str.maketrans("OIL", "011")
"""Letters that codes do not have, for the figures they look like."""


def tidy(typed: str) -> str:
    """What was typed so far, in capitals and groups."""
    signs = re.sub(r"[^0-9A-Z]", "", typed.upper()).translate(_HEARD)[:LENGTH]
    parts = [signs[start:end] for start, end in zip((0, *_GROUPS), (*_GROUPS, LENGTH), strict=True)]
    return "-".join(part for part in parts if part)


def whole(typed: str) -> bool:
    """All nine signs are there."""
    return len(tidy(typed)) == LENGTH + len(_GROUPS)
