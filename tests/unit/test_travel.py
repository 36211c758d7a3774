# SPDX-License-Identifier: GPL-3.0-or-later
"""Names of objects on their way: those this program gave, and nothing else."""

from __future__ import annotations

import pytest

from outreach_app.domain.travel import box_folder, numbered, object_name, own_name

SHA, BOX = "ab" * 32, "cd" * 16
FILE = f"0000000258-{SHA}.age"


def test_an_object_lies_in_its_box_at_most_256_to_a_folder() -> None:
    assert object_name(BOX, 258, SHA) == f"up/{BOX}/000001/{FILE}"
    assert {box_folder(BOX, number) for number in range(256)} == {f"up/{BOX}/000000"}


def test_a_name_gives_number_and_hash_back() -> None:
    assert numbered(FILE) == (258, SHA)


@pytest.mark.parametrize(
    "name",
    [f"{FILE} (conflicted copy)", f"Copy of {FILE}", FILE.upper(), f"258-{SHA}.age", f"{FILE}\n", f".{FILE}.part", "",
     f"٠٠٠٠٠٠٠٢٥٨-{SHA}.age", FILE.replace(".age", ".txt")],
)  # fmt: skip
def test_what_does_not_fit_is_not_an_object(name: str) -> None:
    assert numbered(name) is None
    assert own_name(name) == ""
    assert own_name(f"/media/Jane Doe/{name}") == ""


@pytest.mark.parametrize(
    ("path", "kept"),
    [(f"up/{BOX}/000001/{FILE}", f"up/{BOX}/000001/{FILE}"), (f"/media/Jane Doe/{FILE}", FILE),
     (f"C:\\Users\\Jane\\{FILE}", FILE), (f"/media/Jane/v1/{BOX}/up/{BOX}/000001/{FILE}", f"up/{BOX}/000001/{FILE}"),
     (f"up/{BOX}/Jane/{FILE}", FILE), (FILE, FILE), ("Jane Doe, motel 6.age", "")],
)  # fmt: skip
def test_nothing_that_a_person_named_is_kept(path: str, kept: str) -> None:
    assert own_name(path) == kept
