# SPDX-License-Identifier: GPL-3.0-or-later
"""Choices show at once and are kept; they never say anything about the work."""

from __future__ import annotations

from dataclasses import fields

from PySide6.QtWidgets import QAbstractButton

from outreach_app.ui.application import Window
from outreach_app.ui.choices import Choices
from outreach_app.ui.languages import offered
from outreach_app.ui.pages.settings import SettingsPage
from ui.fakes import NOW
from ui.hands import click


def settings_page(made: Window) -> SettingsPage:
    made.desk.go("settings")
    room = made.window.workroom
    assert room is not None
    page = room.pages["settings"]
    assert isinstance(page, SettingsPage)
    return page


def chip(page: SettingsPage, code: str) -> QAbstractButton:
    groups = (page.palettes, page.sizes)
    return next(b for group in groups for b in group.buttons() if b.property("code") == code)


def test_a_palette_is_shown_and_kept(opened: Window) -> None:
    kept: list[str] = []
    opened.desk.choices.keep = lambda choices: kept.append(choices.palette)
    page = settings_page(opened)
    click(chip(page, "day"))
    assert opened.desk.theme.palette.code == "day"
    assert kept == ["day"]
    click(chip(page, "auto"))
    local = opened.desk.profile.local(NOW) if opened.desk.profile else None
    assert local is not None
    assert local.hour == 17
    assert opened.desk.theme.palette.code == "day"


def test_the_palette_by_the_hour_follows_the_coalitions_evening(opened: Window) -> None:
    opened.desk.choices.palette = "auto"
    opened.desk.now = lambda: NOW.replace(hour=0, minute=30)  # 18:30 in Chicago
    opened.desk.look_again()
    assert opened.desk.theme.palette.code == "night"


def test_a_text_size_is_shown_and_kept(opened: Window) -> None:
    page = settings_page(opened)
    click(chip(page, "1.5"))
    assert opened.desk.theme.scale == 1.5
    assert opened.desk.choices.text_scale == 1.5


def test_invented_languages_are_for_developers_only() -> None:
    assert [code for code, _ in offered(False)] == ["en"]
    assert [code for code, _ in offered(True)] == ["en", "pseudo", "mirror"]


def test_choices_hold_nothing_about_the_work() -> None:
    assert {field.name for field in fields(Choices)} == {"palette", "text_scale", "language", "developer", "keep"}
