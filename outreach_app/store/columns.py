# SPDX-License-Identifier: GPL-3.0-or-later
"""What each column may hold. An undeclared column, or one declared as what its table may not hold, fails a test.

Shift and tally tables hold counts, closed codes, shift dates, ids and hashes only; clock times live in one table that
is emptied at close.
"""

from __future__ import annotations

from enum import Enum
from typing import Final


class Kind(Enum):
    """The kinds of column there are."""

    COUNT = "count"
    CODE = "closed code"
    DATE = "shift date"
    ID = "id, hash or key"
    SEALED = "sealed or signed bytes"
    PUBLISHED = "text the coalition published"
    SEAT = "seat label"
    CLOCK = "clock of the open shift"


_CELL: Final = {"zone": Kind.CODE, "measure": Kind.CODE, "option": Kind.CODE, "reason": Kind.CODE}
_HEAD: Final = {
    "shift_id": Kind.ID,
    "revision": Kind.COUNT,
    "operating_date": Kind.DATE,
    "band": Kind.CODE,
    "team": Kind.CODE,
    "activity": Kind.CODE,
    "profile_version": Kind.COUNT,
    "measure_set_version": Kind.COUNT,
    "workers": Kind.COUNT,
    "minutes": Kind.COUNT,
}

_LISTING: Final = {"entry_id": Kind.ID, "code": Kind.CODE, "operating_date": Kind.DATE}

VAULT: Final[dict[str, dict[str, Kind]]] = {
    "vault": {"one": Kind.COUNT, "vault_id": Kind.ID, "generation": Kind.COUNT, "next_generation": Kind.COUNT},
    "device": {
        "one": Kind.COUNT,
        "coalition_id": Kind.ID,
        "mailbox_id": Kind.ID,
        "root_sha256": Kind.ID,
        "role": Kind.CODE,
        "team": Kind.CODE,
        "signing_seed": Kind.ID,
        "age_secret": Kind.ID,
        "box": Kind.ID,
        "incarnation": Kind.COUNT,
        "recovery_recipient": Kind.ID,
        "mailbox": Kind.PUBLISHED,
    },
    "first_reader": {"recipient": Kind.ID},
    "root_metadata": {"version": Kind.COUNT, "metadata": Kind.SEALED},
    "profile": {"version": Kind.COUNT, "profile": Kind.PUBLISHED},
    "roster_head": {"one": Kind.COUNT, "version": Kind.COUNT},
    "roster_member": {
        "device_id": Kind.ID,
        "signing_key": Kind.ID,
        "recipient": Kind.ID,
        "role": Kind.CODE,
        "team": Kind.CODE,
        "state": Kind.CODE,
        "box": Kind.ID,
    },
    "invitation": {
        "invite_key_id": Kind.ID,
        "invite_key": Kind.ID,
        "box": Kind.ID,
        "role": Kind.CODE,
        "team": Kind.CODE,
        "expires_on": Kind.DATE,
        "state": Kind.CODE,
    },
    "epoch_key": {"epoch": Kind.COUNT, "secret": Kind.ID},
    "live_release": {"one": Kind.COUNT, "number": Kind.COUNT, "directory_file": Kind.ID, "published_on": Kind.DATE},
    "published_release": {
        "number": Kind.COUNT,
        "content_sha256": Kind.ID,
        "name": Kind.ID,
        "sealed": Kind.SEALED,
    },
    "shift": {**_HEAD, "content": Kind.CODE},
    "shift_count": {"shift_id": Kind.ID, "revision": Kind.COUNT, **_CELL, "count": Kind.COUNT},
    "shift_breakdown": {"shift_id": Kind.ID, "revision": Kind.COUNT, "measure": Kind.CODE},
    "open_count": {"slot": Kind.COUNT, **_CELL, "raised": Kind.COUNT},
    "open_clock": {"one": Kind.COUNT, "started": Kind.CLOCK, "planned_return": Kind.CLOCK},
    "chain": {"one": Kind.COUNT, "last_sequence": Kind.COUNT, "head": Kind.ID},
    "outbox": {
        "name": Kind.ID,
        "kind": Kind.CODE,
        "incarnation": Kind.COUNT,
        "sequence": Kind.COUNT,
        "statement_sha256": Kind.ID,
        "shift_id": Kind.ID,
        "revision": Kind.COUNT,
        "delivery": Kind.CODE,
        "sealed": Kind.SEALED,
    },
    "inbox_cursor": {
        "box": Kind.ID,
        "device_id": Kind.ID,
        "incarnation": Kind.COUNT,
        "last_sequence": Kind.COUNT,
        "head": Kind.ID,
    },
    "accepted": {
        "box": Kind.ID,
        "sequence": Kind.COUNT,
        "object_sha256": Kind.ID,
        "statement_sha256": Kind.ID,
        "kind": Kind.CODE,
        "signed": Kind.SEALED,
    },
    "quarantine": {"object_sha256": Kind.ID, "name": Kind.ID, "reason": Kind.CODE, "sealed": Kind.SEALED},
    "imported_shift": {
        "number": Kind.COUNT,
        **_HEAD,
        "device_id": Kind.ID,
        "statement_sha256": Kind.ID,
        "withdrawn": Kind.COUNT,
    },
    "imported_count": {"number": Kind.COUNT, **_CELL, "count": Kind.COUNT},
    "imported_breakdown": {"number": Kind.COUNT, "measure": Kind.CODE},
    "full_tonight": {"entry_id": Kind.ID, "operating_date": Kind.DATE},
    "listing_waiting": {**_LISTING, "count": Kind.COUNT},
    "listing_received": {**_LISTING, "count": Kind.COUNT},
}

SHIFT_TABLES: Final = ("shift", "shift_count", "shift_breakdown", "open_count", "imported_shift", "imported_count",
                       "imported_breakdown")  # fmt: skip
LISTING_TABLES: Final = ("full_tonight", "listing_waiting", "listing_received")
SHIFT_KINDS: Final = frozenset({Kind.COUNT, Kind.CODE, Kind.DATE, Kind.ID})
