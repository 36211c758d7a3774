# SPDX-License-Identifier: GPL-3.0-or-later
"""Import of 1,000 summaries against their raw age decryption and signature verification, one core, in the same run.

Both sides read the same objects: the raw side from memory, with pyrage and the signature library alone; the import
from a folder, with every check, the chain and the durable commit of each night's counts. Allowed: 2.5 times in a
core's own seconds, so that other work on the machine does not count; the seconds on the clock stand beside them.
"""

from __future__ import annotations

import base64
import json
import shutil
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pyrage
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

sys.path[:0] = [str(Path(__file__).parents[2]), str(Path(__file__).parents[1])]

from coalitions import Coalition, coalition, quick_keys  # noqa: E402 - found through the path above
from vaults import PASSPHRASE, workplace  # noqa: E402 - found through the path above

SUMMARIES = 1000
ALLOWED = 2.5
ROUNDS = 5


class Taken(NamedTuple):
    """Seconds of one core, and seconds on the clock."""

    core: float
    clock: float


def taken(operation: Callable[[], object]) -> Taken:
    """What an operation takes."""
    core, clock = time.process_time(), time.perf_counter()
    operation()
    return Taken(time.process_time() - core, time.perf_counter() - clock)


def raw(boxes: list[list[bytes]], identity: str, publics: list[bytes]) -> None:
    """Decrypt and verify every object and do nothing else with it."""
    opened_by = [pyrage.x25519.Identity.from_str(identity)]
    for objects, public in zip(boxes, publics, strict=True):
        key = Ed25519PublicKey.from_public_bytes(public)
        for data in objects:
            signed = json.loads(pyrage.decrypt(data, opened_by))
            payload, kind = base64.b64decode(signed["payload"]), signed["payloadType"].encode()
            message = b"DSSEv1 %d %s %d %s" % (len(kind), kind, len(payload), payload)
            key.verify(base64.b64decode(signed["signatures"][0]["sig"]), message)


def spread(world: Coalition) -> None:
    """A thousand nights of two laptops, in the folder but not imported."""
    for laptop in (0, 1):
        forger = world.forger(laptop)
        for _ in range(SUMMARIES // 2):
            forger.say()


def imported(world: Coalition, folder: Path) -> Taken:
    """One sync of an office that has seen none of them yet."""
    shutil.copytree(world.folder / "office", folder)
    office = workplace(folder, world.clock)
    with quick_keys():
        office.vault.unlock(PASSPHRASE)
    seconds = taken(lambda: office.sync.run(str(world.mail)))
    assert len(office.importing.shifts()) == SUMMARIES
    office.close()
    return seconds


def main() -> int:
    """Print the figures; 1 when over the allowed ratio."""
    with tempfile.TemporaryDirectory() as folder:
        world = coalition(Path(folder))
        spread(world)
        objects = [[path.read_bytes() for path in world.sent(laptop)[1:]] for laptop in (0, 1)]
        keys = [laptop.vault.opened.keys.signing.public for laptop in world.laptops]
        identity = world.office.vault.opened.keys.age.secret
        world.close()
        raws, imports = [], []
        for number in range(ROUNDS):
            raws.append(taken(lambda: raw(objects, identity, keys)))
            imports.append(imported(world, Path(folder) / f"office {number}"))
    best_raw, best_import = min(raws), min(imports)
    ratio = best_import.core / best_raw.core
    print(f"{SUMMARIES} summaries of a real-size night, best of {ROUNDS} rounds, one core:")
    for name, best in (("raw decryption and verification", best_raw), ("import", best_import)):
        print(f"  {name:<32} {best.core:.3f} s of a core, {best.clock:.3f} s on the clock")
    print(f"  ratio {ratio:.2f} (allowed {ALLOWED})")
    return int(ratio > ALLOWED)


if __name__ == "__main__":
    sys.exit(main())
