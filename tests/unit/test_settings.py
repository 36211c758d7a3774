# SPDX-License-Identifier: GPL-3.0-or-later
"""Choices about the window: kept privately, and whatever is in the file the program starts."""

from __future__ import annotations

import json
import os
import stat
from dataclasses import fields
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from outreach_app import settings
from outreach_app.settings import Settings


def test_what_is_saved_is_loaded(tmp_path: Path) -> None:
    path = tmp_path / "Companion" / "settings.json"
    chosen = Settings("night", 1.5, "es")
    settings.save(path, chosen)
    assert settings.load(path) == chosen
    if os.name == "posix":
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
        assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700


def test_only_choices_are_kept() -> None:
    assert {field.name for field in fields(Settings)} == {"palette", "text_scale", "language"}


@pytest.mark.parametrize(
    "content",
    [b"", b"{}", b"[]", b"null", b"7", b"\xff", b"[" * 4000, b'{"palette":1', b'{"palette":"day"}',
     b'{"palette":"day","text_scale":"x","language":""}', b'{"palette":"day","text_scale":null,"language":""}',
     b'{"palette":"day","text_scale":1' + b"0" * 400 + b',"language":""}', b" " * 5000],
)  # fmt: skip
def test_what_cannot_be_read_is_as_if_never_chosen(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "settings.json"
    path.write_bytes(content)
    assert settings.load(path) == Settings()
    assert path.read_bytes() == content


def test_no_file_and_a_folder_in_its_place_are_as_if_never_chosen(tmp_path: Path) -> None:
    assert settings.load(tmp_path / "none.json") == Settings()
    assert settings.load(tmp_path) == Settings()


@pytest.mark.parametrize(
    ("scale", "kept"),
    [(0.1, 1.0), (9, 3.0), (float("inf"), 3.0), (float("nan"), 1.0), (-5, 1.0), (2, 2.0), (True, 1.0)],
)
def test_the_text_scale_stays_within_its_bounds(tmp_path: Path, scale: float, kept: float) -> None:
    path = tmp_path / "settings.json"
    path.write_text(json.dumps({"palette": "day", "text_scale": scale, "language": ""}))
    assert settings.load(path).text_scale == kept


@given(
    st.binary(max_size=200)
    | st.recursive(st.none() | st.integers() | st.text(), st.lists).map(json.dumps).map(str.encode)
)
def test_any_bytes_give_settings(tmp_path_factory: pytest.TempPathFactory, content: bytes) -> None:
    path = tmp_path_factory.mktemp("any") / "settings.json"
    path.write_bytes(content)
    assert 1.0 <= settings.load(path).text_scale <= 3.0


def test_a_disk_that_takes_nothing_only_means_choosing_again(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    settings.save(tmp_path / "file" / "settings.json", Settings())
    assert settings.load(tmp_path / "file" / "settings.json") == Settings()
