# SPDX-License-Identifier: GPL-3.0-or-later
"""A whole night in a process of its own, for `test_privacy_files.py`: what a person types comes on standard input.

    python scripted_night.py FOLDER < typed.json

Writes the office's and a laptop's vault and the mailbox under FOLDER; prints, as JSON, what a test with the key in
hand needs. Everything typed is somewhere in memory; nothing of it may be in any file afterwards.
"""

from __future__ import annotations

import contextlib
import json
import sys
from datetime import datetime, timedelta
from pathlib import Path

from outreach_app import logs, settings
from outreach_app.bootstrap import Workplace, now_utc, open_workplace
from outreach_app.cli.run import run
from outreach_app.crypto.derivation import Cost
from outreach_app.domain.codes import AGE, HELLO, NOT_MET, REFERRED, TALKED, VISITS
from outreach_app.domain.errors import CompanionError
from outreach_app.domain.report import ReportQuery
from outreach_app.domain.tally import Cell, age_cell
from outreach_app.paths import resource, settings_file

CHEAP = Cost(memory_kib=64 * 1024)


def count(laptop: Workplace) -> list[str]:
    """Start, count, look for help, call a place, be refused, lock and go on, close, submit.

    Returns the clock times that must be gone.
    """
    shifts = laptop.shifts
    opened = shifts.start("North", 2, now_utc() + timedelta(hours=4))
    zones = [zone.code for zone in opened.profile.active_zones]
    for zone in zones[:3]:
        shifts.record({Cell(zone, VISITS, opened.head.band): 1})
        for kind, age in ((HELLO, "under18"), (TALKED, "18to24"), (TALKED, "unknown")):
            shifts.record({Cell(zone, kind): 1, age_cell(age): 1})
    shifts.record({Cell("", REFERRED, "shelter"): 2, Cell("", NOT_MET, "shelter", "full"): 1})
    with contextlib.suppress(CompanionError):
        shifts.record({age_cell("25plus"): -1})
    place = laptop.directory.search("bed", now=opened.profile.local(now_utc())).results[0].entry.id
    laptop.listings.mark_full(place)
    laptop.listings.report(place, "full")
    (called,) = laptop.listings.full_tonight().values()
    shifts.close(195, 2)
    (line,) = shifts.list()
    shifts.submit(line.shift_id, with_breakdowns=True)
    assert {cell.measure for cell in opened.totals} >= {AGE}
    assert called is not None
    return [moment for at in (opened.started, called) for moment in (at.isoformat(), at.isoformat(timespec="minutes"))]


def search(place: Workplace, typed: list[str], now: datetime) -> None:
    """As the window does while somebody types: every beginning of the words is a search."""
    for words in typed:
        for end in range(1, len(words) + 1):
            place.directory.search(words[:end], now=now)


def main(folder: Path) -> None:
    """Found, invite, join, sync, count, search, import, report, with mistakes."""
    typed = json.load(sys.stdin)
    logs.install()
    settings.save(settings_file(), settings.Settings("night", 1.5, "en"))
    mailbox = folder / "mailbox"
    mailbox.mkdir()
    office = open_workplace(folder / "office", cost=CHEAP)
    sheet = office.founding.found("Marlow Bend", typed["office_passphrase"], mailbox=str(mailbox))
    office.desk.import_file(resource("directory", "training.json"), accept=True, source="training")
    office.sync.run()
    made = office.enrolment.invite("worker", "North")

    laptop = open_workplace(folder / "laptop", cost=CHEAP)
    with contextlib.suppress(CompanionError):
        laptop.enrolment.join(made.text, typed["wrong_code"], typed["laptop_passphrase"])
    laptop.enrolment.join(made.text, made.code, typed["laptop_passphrase"])
    laptop.sync.run()
    now = laptop.shifts.profile().local(now_utc())
    search(laptop, typed["searches"], now)
    started = count(laptop)
    for wrong in typed["wrong_passphrases"]:
        laptop.vault.lock()
        with contextlib.suppress(CompanionError):
            laptop.vault.unlock(wrong)
    (folder / "laptop" / "tries.json").unlink()
    laptop.vault.unlock(typed["laptop_passphrase"])
    with contextlib.suppress(CompanionError):
        laptop.slips.log(json.dumps({"team": "North", "note": typed["note"]}).encode(), "slip.json")
    laptop.sync.run()
    office.sync.run()
    office.reports.table(ReportQuery(now.date() - timedelta(days=2), now.date() + timedelta(days=2)))
    keys = {
        name: {"vault": place.vault.key_for("vault").hex(), "directory": place.vault.key_for("directory").hex(),
               "desk": place.vault.key_for("desk").hex()}
        for name, place in (("office", office), ("laptop", laptop))
    }  # fmt: skip
    imported = len(office.importing.shifts())
    for place in (office, laptop):
        place.close()

    # the same again as commands, which are given the passphrase in a file outside
    common = ["--vault", str(folder / "laptop"), "--passphrase-file", typed["passphrase_file"], "--quiet"]
    codes = [
        run(["directory", "search", *common, typed["searches"][0]]),
        run(["shift", "log", *common, typed["slip_file"]]),
        run(["check", *common]),
    ]
    said = {"keys": keys, "imported": imported, "codes": codes, "started": started, "code": made.code,
            "sheet": list(sheet.words)}  # fmt: skip
    sys.stdout.write("\n" + json.dumps(said) + "\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
