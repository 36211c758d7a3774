# SPDX-License-Identifier: GPL-3.0-or-later
"""Fixtures for all tests. Vaults are made once at the lowest cost of key derivation and copied for each test."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from coalitions import quick_keys
from hypothesis import HealthCheck, settings
from vaults import CHEAP, PASSPHRASE, TurnedClock, founded, training_profile, workplace

from outreach_app.bootstrap import Workplace
from outreach_app.crypto.derivation import Cost
from outreach_app.domain.profile import Profile

# Reproducible everywhere and no example database in the clone; a slow machine is not a failure.
settings.register_profile(
    "project",
    derandomize=True,
    database=None,
    deadline=None,
    max_examples=60,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
settings.load_profile("project")


@pytest.fixture(scope="session")
def cost() -> Cost:
    """The lowest cost of key derivation that is accepted."""
    return CHEAP


@pytest.fixture
def clock() -> TurnedClock:
    """A clock that stands until it is turned."""
    return TurnedClock()


@pytest.fixture(scope="session")
def profile() -> Profile:
    """The training coalition's profile."""
    return training_profile()


@pytest.fixture(scope="session")
def _founded_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("founded") / "vault"
    founded(folder).close()
    return folder


@pytest.fixture
def locked_vault(_founded_once: Path, tmp_path: Path) -> Path:
    """The folder of a coordinator's locked vault, this test's own copy; `vaults.PASSPHRASE` opens it."""
    folder = tmp_path / "vault"
    shutil.copytree(_founded_once, folder)
    return folder


@pytest.fixture
def reopen(locked_vault: Path, clock: TurnedClock) -> Iterator[Callable[[], Workplace]]:
    """Gives the services over `locked_vault` as a newly started program would have them."""
    given: list[Workplace] = []

    def start() -> Workplace:
        for earlier in given:
            earlier.close()
        given.append(workplace(locked_vault, clock))
        return given[-1]

    with quick_keys():  # the same passphrase over copies of the same vault: derived once for all tests
        yield start
    for place in given:
        place.close()


@pytest.fixture
def office(reopen: Callable[[], Workplace]) -> Workplace:
    """A coordinator's open vault."""
    place = reopen()
    place.vault.unlock(PASSPHRASE)
    return place
