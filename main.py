# SPDX-License-Identifier: GPL-3.0-or-later
"""Entry point: no command opens the window, a command runs without Qt (`demo` alone starts it, for its pictures)."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, cast

if TYPE_CHECKING:
    from outreach_app.cli.story import Story
    from outreach_app.ui.workplace import Workplace


def main(argv: Sequence[str]) -> int:
    """Run the window or one command; returns the exit code."""
    if not argv:
        from outreach_app.paths import default_vault

        return window(default_vault())
    if argv[0] == "--vault" and len(argv) == 2:
        return window(Path(argv[1]))
    if argv[0] == "demo":
        from outreach_app.cli import demo

        return demo.run(argv[1:], pictures, window)
    from outreach_app.cli.run import run

    return run(argv)


def window(vault: Path, passphrase: str = "") -> int:
    """Open the window on a vault; with a passphrase (a training's) it is opened at once."""
    from outreach_app import logs, settings
    from outreach_app.opening import OpeningWorkplace
    from outreach_app.paths import resource, settings_file, translations_folder
    from outreach_app.ui import application
    from outreach_app.ui.choices import Choices

    logs.install()
    kept = settings.load(settings_file())

    def keep(choices: Choices) -> None:
        chosen = settings.Settings(choices.palette, choices.text_scale, choices.language)
        settings.save(settings_file(), chosen)

    choices = Choices(kept.palette, kept.text_scale, kept.language, keep=keep)
    workplace = OpeningWorkplace(vault)
    if passphrase:
        workplace.lanes.vault.call(lambda: workplace.vault.unlock(passphrase))
    try:
        return application.run(
            cast("Workplace", workplace), choices, resource(), translations=translations_folder(), behind=workplace.wire
        )
    finally:
        workplace.close()


def pictures(story: Story) -> int:
    """Pictures of every page in each palette, taken without a display; returns how many."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from outreach_app.bootstrap import open_workplace
    from outreach_app.cli.story import PASSPHRASE
    from outreach_app.paths import resource
    from outreach_app.services.lanes import threads
    from outreach_app.ui.screenshots import take

    taken = 0
    for name, vault in (("worker", story.laptop), ("office", story.office)):
        workplace = open_workplace(vault, lanes=threads())
        try:
            taken += take(workplace, PASSPHRASE, resource(), story.out / "pictures" / name)
        finally:
            workplace.close()
    return taken


if __name__ == "__main__":
    if getattr(sys, "frozen", False) and len(sys.argv) > 1:
        # the packaged program is its own interpreter, for the process that reads a directory too
        import multiprocessing

        multiprocessing.freeze_support()
    sys.exit(main(sys.argv[1:]))
