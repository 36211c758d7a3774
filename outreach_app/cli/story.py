# SPDX-License-Identifier: GPL-3.0-or-later
"""The whole story in a training coalition, through the same services as everything else.

Found, bring in a directory, invite two laptops, find a place, count a shift on the pad, enter another from paper slips,
send both sealed through a folder, import them, report. Everything lands in one folder that says it is a training.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final

from outreach_app.bootstrap import Workplace, lowest_cost, open_workplace, today_utc
from outreach_app.domain.codes import HELLO, NO_THANKS, NOT_NOW, TALKED
from outreach_app.domain.errors import FileExists
from outreach_app.domain.pad import Pad
from outreach_app.domain.report import ReportQuery
from outreach_app.domain.tally import Changes
from outreach_app.files import create_private, private_folder
from outreach_app.messages import sheet_text
from outreach_app.paths import resource

COALITION: Final = "Training · Marlow Bend"
PASSPHRASE: Final = "training lantern copper river"  # noqa: S105 - printed for everybody: a training hides nothing
QUESTION: Final = "bed tonight girl 16 spanish"
MARKER: Final = ".companion-training"
_SHIFT_LENGTH: Final = timedelta(hours=3, minutes=20)

Say = Callable[[str], None]


class StoryClock:
    """The machine's clock, which the story can set back to when its shift began."""

    def __init__(self, now: Callable[[], datetime]) -> None:
        self._now = now
        self.behind = timedelta()

    def __call__(self) -> datetime:
        return self._now() - self.behind


@dataclass(frozen=True)
class Story:
    """What the story left behind: three vaults in one folder, and what came out."""

    out: Path
    office: Path
    laptop: Path
    slips_laptop: Path
    mailbox: Path
    report: Path
    shifts: int
    contacts: int
    imported: int
    totals: dict[str, int]

    def facts(self) -> dict[str, object]:
        """For `--json`."""
        return {
            "shifts": self.shifts,
            "contacts": self.contacts,
            "imported": self.imported,
            "totals": self.totals,
            "report": str(self.report),
            "out": str(self.out),
        }


def prepare(out: Path) -> Path:
    """An empty folder for a story; only what an earlier story left is ever removed. Raises `FileExists`."""
    if out.exists():
        if not out.is_dir() or (any(out.iterdir()) and not (out / MARKER).exists()):
            raise FileExists(str(out))
        shutil.rmtree(out)
    private_folder(out)
    create_private(out / MARKER)
    return out


def tell(out: Path, say: Say) -> Story:
    """Run the whole story into `out`, saying each step."""
    prepare(out)
    mailbox = private_folder(out / "mailbox")
    clock = StoryClock(lambda: datetime.now(UTC))
    office = _workplace(out / "office", clock)
    laptops = [_workplace(out / "laptop", clock), _workplace(out / "second laptop", clock)]
    try:
        _found(office, out, mailbox, say)
        for number, laptop in enumerate(laptops, start=1):
            _join(office, laptop, number, say)
        _find(laptops[0], say)
        _count_on_the_pad(laptops[0], clock, say)
        _enter_slips(laptops[1], say)
        for laptop in laptops:
            sent = laptop.sync.run()
            say(f"A laptop syncs: {sent.sent} sealed object(s) put into the folder.")
        story = _import_and_report(office, out, mailbox, say)
        for laptop in laptops:
            laptop.sync.run()
        _leave_a_shift_open(laptops[0], clock, say)
    finally:
        for workplace in (office, *laptops):
            workplace.close()
    return story


def _workplace(folder: Path, clock: StoryClock) -> Workplace:
    return open_workplace(folder, clock=clock, cost=lowest_cost())


def _found(office: Workplace, out: Path, mailbox: Path, say: Say) -> None:
    sheet = office.founding.found(COALITION, PASSPHRASE, mailbox=str(mailbox))
    create_private(out / "coalition-sheet.txt", sheet_text(sheet).encode())
    say(f"Founded “{sheet.coalition}”; its sheet of 24 words is written for the safe.")
    report = office.desk.import_training(resource("directory", "training.json"))
    say(f"Directory brought in: {report.added} services, {len(report.problems)} problems.")
    release = office.sync.run().release
    say(f"Release {release} published: roster, zones, counters, directory, help lines, sealed for the laptops.")


def _join(office: Workplace, laptop: Workplace, number: int, say: Say) -> None:
    made = office.enrolment.invite("worker", "North")
    laptop.enrolment.join(made.text, made.code, PASSPHRASE)
    release = laptop.sync.run().release
    say(f"Laptop {number} joined with an invitation file and a spoken code; release {release} is installed.")


def _find(laptop: Workplace, say: Say) -> None:
    now = laptop.shifts.profile().local(datetime.now(UTC)).replace(hour=22, minute=40)
    answer = laptop.directory.search(QUESTION, now=now)
    for found in answer.results[:3]:
        say(f"Finding “{QUESTION}” at 22:40: {found.verdict.band:<5} {found.entry.name}")


def _count_on_the_pad(laptop: Workplace, clock: StoryClock, say: Say) -> None:
    clock.behind = _SHIFT_LENGTH
    shift = laptop.shifts.start("North", 2, clock() + timedelta(hours=4))
    taps = sum(1 for changes in _taps(Pad(shift.profile.measure_set), shift.head.band) if _record(laptop, changes))
    clock.behind = timedelta()
    draft = laptop.shifts.draft()
    closed = laptop.shifts.close(draft.minutes, draft.workers)
    leaving = laptop.shifts.leaving(closed.head.shift_id, with_breakdowns=True)
    laptop.shifts.submit(closed.head.shift_id, with_breakdowns=True)
    say(
        f"Counted on the pad: {taps} entries, {closed.contacts} contacts at {len(closed.zones())} stops; "
        f"exactly {len(leaving.rows)} values leave, as {leaving.size} bytes."
    )


def _record(laptop: Workplace, changes: Changes) -> bool:
    laptop.shifts.record(changes)
    return True


def _taps(pad: Pad, band: str) -> Iterator[Changes]:
    """A night of three stops, as a worker would enter it between them."""
    at = 0.0
    for zone, hellos, talks, thanks, cards in (("Z02", 4, 6, 2, 9), ("Z03", 3, 5, 1, 7), ("Z01", 2, 4, 0, 5)):
        pad.choose(zone)
        for code, quantity in ((HELLO, hellos), (NO_THANKS, thanks)):
            if quantity:
                yield pad.count(code, quantity, band=band, at=at).changes
        for person in range(talks):
            at += 30
            yield dict(pad.count(TALKED, 1, band=band, at=at).changes)
            looked = pad.looked(("25plus", "18to24", "under18")[person % 3], at=at + 1)
            if looked:
                yield looked
        for code, quantity in (("M_CARD", cards), ("M_HYGIENE", talks), ("M_FOOD", talks + 1)):
            yield pad.count(code, quantity, band=band, at=at).changes
        yield pad.refer("shelter", 1, band=band, at=at).changes
    yield pad.not_met("shelter", "full", 1, band=band, at=at).changes


def _enter_slips(laptop: Workplace, say: Say) -> None:
    slip = json.loads(resource("training", "night_slip.json").read_bytes())
    slip["date"] = (today_utc() - timedelta(days=1)).isoformat()
    done = laptop.slips.log(json.dumps(slip).encode(), "night_slip.json")
    say(f"Paper slips entered on the second laptop: {done.line.contacts} contacts in six zones.")


def _import_and_report(office: Workplace, out: Path, mailbox: Path, say: Say) -> Story:
    report = office.sync.run()
    say(
        f"The office syncs: {report.admitted} laptops admitted, {report.imported} summaries imported, "
        f"{len(report.refused)} refused."
    )
    again = office.sync.run()
    say(f"Synced once more: {again.imported} new. Every summary counts exactly once.")
    today = today_utc()
    query = ReportQuery(today - timedelta(days=400), today + timedelta(days=1), ("month", "zone", "measure"))
    target = out / "report.csv"
    rows = office.reports.save_csv(query, target)
    shifts = office.importing.shifts()
    table = office.reports.table(query)
    totals: dict[str, int] = {}
    for row in table:
        code = NOT_NOW if row.reason == NOT_NOW else row.measure  # their own choice is no unmet need
        totals[code] = totals.get(code, 0) + row.value
    contacts = sum(shift.contacts for shift in shifts)
    say(f"Report: {rows} rows in {target.name}; {contacts} contacts in {len(shifts)} shifts.")
    return Story(
        out=out,
        office=out / "office",
        laptop=out / "laptop",
        slips_laptop=out / "second laptop",
        mailbox=mailbox,
        report=target,
        shifts=len(shifts),
        contacts=contacts,
        imported=report.imported,
        totals=totals,
    )


def _leave_a_shift_open(laptop: Workplace, clock: StoryClock, say: Say) -> None:
    """So that whoever opens the window sees a pad in use."""
    clock.behind = timedelta(hours=1, minutes=40)
    shift = laptop.shifts.start("North", 2, clock() + timedelta(hours=4))
    for changes in _taps(Pad(shift.profile.measure_set), shift.head.band):
        laptop.shifts.record(changes)
    clock.behind = timedelta()
    say("A second shift is left open on the first laptop, for the window.")
