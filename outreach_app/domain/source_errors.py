# SPDX-License-Identifier: GPL-3.0-or-later
"""Errors of a directory's source: the process that reads it, and an address, of which the host alone is named."""

from __future__ import annotations

from dataclasses import dataclass

from outreach_app.domain.errors import EnvironmentError_, UserError


@dataclass(eq=False)
class AddressRefused(UserError):
    """A directory's address that is not asked; `reason` is not_https, has_password or not_an_address."""

    reason: str


@dataclass(eq=False)
class ReadingEnded(EnvironmentError_):
    """The process that read a directory ended before it was done: no memory left, or stopped by the system."""


@dataclass(eq=False)
class NotAFile(UserError):
    """A pipe or a device, which may never end, where a file or a folder is read."""

    path: str


@dataclass(eq=False)
class DirectoryApiError(EnvironmentError_):
    """A directory could not be had from its address; `where` is the host alone."""

    where: str


class DirectoryApiOffline(DirectoryApiError):
    """It does not answer, or too slowly."""


class DirectoryApiAuth(DirectoryApiError):
    """It answers only who has a key."""


class DirectoryApiMissing(DirectoryApiError):
    """There is nothing at this address."""


class DirectoryApiBusy(DirectoryApiError):
    """It says that it cannot now."""


class DirectoryApiRefused(DirectoryApiError):
    """It does not understand what it was asked."""


class DirectoryApiHostile(DirectoryApiError):
    """It answers with something else than a directory, sends elsewhere, or never stops."""
