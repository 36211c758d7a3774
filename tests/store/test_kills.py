# SPDX-License-Identifier: GPL-3.0-or-later
"""Power fails while counting: nothing acknowledged is lost, nothing is doubled, the vault is sound, the shift resumes.

Fifteen kills here, of a child that counts through the store; `tests/benchmarks/bench_kills.py` makes a hundred of one
that unlocks and counts as the whole program does.
"""

from __future__ import annotations

import random
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from counting import KEY, MARK, Killed, check_totals, entry, foretold, live_and_die
from vaults import PASSPHRASE

from outreach_app.bootstrap import Workplace
from outreach_app.domain.tally import Cell, merged
from outreach_app.store.vault_database import open_vault_database

KILLS = 15
SEED = 5


@pytest.mark.skipif(sys.platform == "win32", reason="SIGKILL is a thing of POSIX")
def test_killed_again_and_again_while_counting(
    office: Workplace, reopen: Callable[[], Workplace], locked_vault: Path
) -> None:
    shift_id = office.shifts.start("North", 2).head.shift_id
    key = office.vault.key_for("vault")
    office.vault.lock()
    chance = random.Random(SEED)  # noqa: S311 - the same in every run
    durable = 0
    for _ in range(KILLS):
        killed = live_and_die(locked_vault, KEY + key.hex(), SEED, chance.uniform(0, 0.02))
        assert killed.found == durable, "the child found what was durable"
        database = open_vault_database(locked_vault / "vault.db", key)
        row = database.shifts.open_row()
        assert row is not None
        durable = check_totals(row.totals, SEED, killed)
        assert database.problems() == []
        database.close()
    assert durable > KILLS
    place = reopen()
    place.vault.unlock(PASSPHRASE)
    current = place.shifts.current()
    assert current is not None
    assert (current.head.shift_id, current.resumed) == (shift_id, True)
    assert current.totals[MARK] == durable
    assert place.coalition.check() == ()


def test_the_check_finds_a_lost_and_a_doubled_entry() -> None:
    totals = foretold(SEED, 3)
    assert check_totals(totals, SEED, Killed(0, 3, 0)) == 3
    assert check_totals(totals, SEED, Killed(0, 2, 0)) == 3, "one may have been in flight"
    for wrong, killed in (
        (totals, Killed(0, 4, 0)),
        (totals, Killed(0, 1, 0)),
        (merged(totals, entry(SEED, 3)), Killed(0, 3, 0)),
        (merged(totals, {Cell("Z01", "M_CARD"): 1}), Killed(0, 3, 0)),
    ):
        with pytest.raises(AssertionError):
            check_totals(wrong, SEED, killed)
