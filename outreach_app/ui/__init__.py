# SPDX-License-Identifier: GPL-3.0-or-later
"""The window: the only Qt in the house.

How it hangs together
    `application.build` puts a `Desk` (services, look, clock, `seat`), a `Watch` (hide, lock, idle) and a `MainWindow`
    together. The window shows the front (`pages/unlock.py`, `pages/welcome.py`) or, while the vault is open, the
    `Workroom`: strip, rail, one page on top. Locking deletes the workroom with every page and dialog: state that must
    outlive a page lies on the desk, state that must outlive a lock lies in the vault.

How to add a page
    1. `pages/NAME.py`: `class NamePage(Page)` (or `Sheet`, which brings a title and a column that scrolls), built as
       `NamePage(desk)`. `arrive()` is called each time it comes on top: read again, set the focus. Nothing else is
       promised; `__init__` is called once after each unlocking.
    2. At its foot: `ENTRY = Entry("name", title, "icon", NamePage, roles)`; `title` is a callable that translates.
    3. One line in `contents.py`. The rail, Ctrl+1… and the screenshots follow from it. A page that is reached from
       another one only is listed there under `HIDDEN` and opened with `desk.go("name")`.

What a page does and does not do
    - It calls services as `desk.vault(operation, success, failure)`, `desk.directory(…)`, `desk.office(…)`,
      `desk.network(…)`: the operation runs on the lane and touches no widget; success or failure comes back on this
      thread, or never when the vault was locked meanwhile. Without a failure the error's sentence is shown in the
      message bar.
    - It says things with `desk.say(sentence, tone)`, moves on with `desk.go(key)`, opens dialogs with
      `desk.open_dialog(Dialog(desk, …), self)`: `open()`, never `exec()`, no native dialog.
    - Words: `self.tr("…")` in widgets, `QCoreApplication.translate("context", "…")` elsewhere, `words.py` for codes.
      Placeholders are named: `self.tr("{count} not sent").format(count=3)`. One and many are two strings.
    - Look: only `widgets/` and roles of `resources/styles/app.qss` (`Text(words, "quiet")`, `Button(words, "primary")`,
      `Card`, `Row`, `StateWord`, `KeyHint`, `SectionLabel`, `Ledger`, `Choice`, `Tick`, `NumberStepper`…). No
      colour, no style sheet, no font size in Python; a state that looks different is a property, set by `restyle.mark`.
      Spacing 4 8 12 16 28. One primary button a page. Anything pressed is at least 44 px.
    - Every control has an accessible name (buttons take their words); Tab goes in reading order; a click and a key both
      work; text at 200 % scrolls the page when it cannot fit, and never clips.
    - Tests in `tests/ui` use the hand-written services of `tests/ui/fakes.py`, offscreen, and never sleep.
"""
