# SPDX-License-Identifier: GPL-3.0-or-later
"""Key derivation: its bounds, its ladder, and that every input matters."""

from __future__ import annotations

import pytest
from vaults import CHEAP

from outreach_app.crypto import derivation
from outreach_app.crypto.derivation import MIB, Cost
from outreach_app.domain.errors import Refused


def test_argon2id_gives_what_the_reference_implementation_gives() -> None:
    # reference C implementation, version 1.3: t=3, m=65536 KiB, p=4, 32 bytes
    wanted = "60643d2aedf2f28cc92dda04b6e3de9eedc5018eb071669329e28d6d026f0e70"
    assert derivation.stretch(b"companion", b"somesaltsomesalt", Cost(64 * MIB, 3, 4)).hex() == wanted


def test_every_input_of_the_derivation_matters() -> None:
    keys = {
        derivation.stretch(secret, salt, cost)
        for secret, salt, cost in (
            (b"a", b"0" * 16, CHEAP),
            (b"b", b"0" * 16, CHEAP),
            (b"a", b"1" * 16, CHEAP),
            (b"a", b"0" * 16, Cost(64 * MIB, 4)),
            (b"a", b"0" * 16, Cost(64 * MIB, 3, 2)),
        )
    }
    assert len(keys) == 5


@pytest.mark.parametrize(
    "cost",
    [Cost(64 * MIB - 1), Cost(1024 * MIB + 1), Cost(64 * MIB, 2), Cost(64 * MIB, 11), Cost(64 * MIB, 3, 0),
     Cost(64 * MIB, 3, 17), Cost(-1)],
)  # fmt: skip
def test_costs_out_of_bounds_are_refused_before_anything_runs(cost: Cost, monkeypatch: pytest.MonkeyPatch) -> None:
    def never(**_parameters: object) -> object:
        raise AssertionError("Argon2id was set up")

    monkeypatch.setattr(derivation, "Argon2id", never)
    with pytest.raises(Refused, match="kdf_bounds"):
        derivation.stretch(b"a", b"0" * 16, cost)


@pytest.mark.parametrize(
    ("seconds", "mib"), [(0.01, 512), (0.1, 512), (0.13, 256), (0.25, 256), (0.3, 128), (0.6, 64), (1.0, 64), (30, 64)]
)
def test_the_ladder_takes_the_highest_rung_that_stays_under_a_second(seconds: float, mib: int) -> None:
    cost = derivation.rung(seconds)
    assert cost == Cost(mib * MIB)
    cost.check()


def test_keys_for_different_purposes_are_different() -> None:
    key = b"\x07" * 32
    made = [derivation.expand(key, label) for label in ("vault", "directory", "desk", "slots mac")]
    made += [derivation.expand(key, "slot", salt=salt) for salt in (b"\x01", b"\x02", b"")]
    assert len(set(made)) == len(made)
    assert {len(one) for one in made} == {32}
