# SPDX-License-Identifier: GPL-3.0-or-later
"""The computer under the environment: its package tool, whether we may use it, what to type where not."""

import os
import platform
import shutil
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from workbench import gate
from workbench.processes import logged
from workbench.saying import step

# Package tool -> the command a person types. The order is the order of asking.
TYPED = {
    "apt": ("apt-get", "sudo apt-get update && sudo apt-get install -y "),
    "dnf": ("dnf", "sudo dnf install -y "),
    "pacman": ("pacman", "sudo pacman -S --needed "),
}


def may_install() -> bool:
    """Whether system packages can be installed without asking: Debian's tool is there and we are root."""
    return sys.platform == "linux" and os.geteuid() == 0 and shutil.which("apt-get") is not None


def install(packages: Sequence[str], log: Path, then: Callable[[], bool]) -> bool:
    """Installs Debian packages where that is allowed; the result is what `then` says afterwards."""
    if may_install():
        with gate.alone(log.parent / "system.lock"):
            if not then():  # else another run was first
                what = packages[0] if len(packages) == 1 else f"{len(packages)} system packages"
                with step(f"Installing {what}"):
                    _apt_get(packages, log)
    return then()


def _apt_get(packages: Sequence[str], log: Path) -> None:
    """Installs what can be installed; what is still missing afterwards tells whether that was enough."""
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    patience = ["-q", "-o", "DPkg::Lock::Timeout=120", "-o", "Acquire::Retries=2"]
    # One stale source among several fails the update: what the others brought is enough to go on.
    logged(["apt-get", "update", *patience], log, environment)
    install = ["apt-get", "install", "-y", "--no-install-recommends", *patience]
    code, _ = logged([*install, *packages], log, environment)
    if code != 0:
        for package in packages:  # a name this release does not know refuses all of them at once
            logged([*install, package], log, environment)


def command_for(packages: Mapping[str, Sequence[str]]) -> str:
    """What a person types to install `packages` (names per package tool), for the tool this machine has."""
    for tool, (program, start) in TYPED.items():
        if tool in packages and shutil.which(program):
            return start + " ".join(packages[tool])
    return "\n    ".join(TYPED[tool][1] + " ".join(names) for tool, names in packages.items())


def processor_and_c_library() -> tuple[str, str]:
    """Such as ("aarch64", "glibc 2.36"); the second is empty where there is no glibc."""
    return platform.machine(), " ".join(platform.libc_ver()).strip()
