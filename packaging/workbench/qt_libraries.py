# SPDX-License-Identifier: GPL-3.0-or-later
"""The system libraries that Qt's wheels expect on Linux and do not bring along.

The table is what the shared objects of PySide6-Essentials 6.11 name as needed: `readelf -d` on Qt6Core, Qt6Gui,
Qt6Widgets, Qt6Svg, Qt6PrintSupport, Qt6Network and the platform plugins offscreen, xcb and wayland, without the C
library. Package names: Debian 12, Ubuntu 22.04 to 24.04, Fedora, Arch.
"""

import json
import os
import subprocess
import sys
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from workbench import system
from workbench.places import Places
from workbench.processes import inside
from workbench.saying import SetUpStopped, say

ANY_START = "any start"
X11 = "windows on X11"
WAYLAND = "windows on Wayland"


@dataclass(frozen=True)
class Library:
    """One shared library and the package that brings it; `needs` says what needs it."""

    soname: str
    apt: str
    dnf: str
    pacman: str
    needs: str = ANY_START


LIBRARIES = (
    Library("libEGL.so.1", "libegl1", "libglvnd-egl", "libglvnd"),
    Library("libGL.so.1", "libgl1", "libglvnd-glx", "libglvnd"),
    Library("libX11.so.6", "libx11-6", "libX11", "libx11"),
    Library("libbrotlidec.so.1", "libbrotli1", "libbrotli", "brotli"),
    Library("libdbus-1.so.3", "libdbus-1-3", "dbus-libs", "dbus"),
    Library("libfontconfig.so.1", "libfontconfig1", "fontconfig", "fontconfig"),
    Library("libfreetype.so.6", "libfreetype6", "freetype", "freetype2"),
    Library("libgcc_s.so.1", "libgcc-s1", "libgcc", "gcc-libs"),
    Library("libglib-2.0.so.0", "libglib2.0-0", "glib2", "glib2"),
    Library("libgthread-2.0.so.0", "libglib2.0-0", "glib2", "glib2"),
    Library("libgssapi_krb5.so.2", "libgssapi-krb5-2", "krb5-libs", "krb5"),
    Library("libstdc++.so.6", "libstdc++6", "libstdc++", "gcc-libs"),
    Library("libxkbcommon.so.0", "libxkbcommon0", "libxkbcommon", "libxkbcommon"),
    Library("libz.so.1", "zlib1g", "zlib", "zlib"),
    Library("libzstd.so.1", "libzstd1", "libzstd", "zstd"),
    Library("libX11-xcb.so.1", "libx11-xcb1", "libX11-xcb", "libx11", needs=X11),
    Library("libxcb.so.1", "libxcb1", "libxcb", "libxcb", needs=X11),
    Library("libxcb-cursor.so.0", "libxcb-cursor0", "xcb-util-cursor", "xcb-util-cursor", needs=X11),
    Library("libxcb-glx.so.0", "libxcb-glx0", "libxcb", "libxcb", needs=X11),
    Library("libxcb-icccm.so.4", "libxcb-icccm4", "xcb-util-wm", "xcb-util-wm", needs=X11),
    Library("libxcb-image.so.0", "libxcb-image0", "xcb-util-image", "xcb-util-image", needs=X11),
    Library("libxcb-keysyms.so.1", "libxcb-keysyms1", "xcb-util-keysyms", "xcb-util-keysyms", needs=X11),
    Library("libxcb-randr.so.0", "libxcb-randr0", "libxcb", "libxcb", needs=X11),
    Library("libxcb-render.so.0", "libxcb-render0", "libxcb", "libxcb", needs=X11),
    Library(
        "libxcb-render-util.so.0",
        "libxcb-render-util0",
        "xcb-util-renderutil",
        "xcb-util-renderutil",
        needs=X11,
    ),
    Library("libxcb-shape.so.0", "libxcb-shape0", "libxcb", "libxcb", needs=X11),
    Library("libxcb-shm.so.0", "libxcb-shm0", "libxcb", "libxcb", needs=X11),
    Library("libxcb-sync.so.1", "libxcb-sync1", "libxcb", "libxcb", needs=X11),
    Library("libxcb-util.so.1", "libxcb-util1", "xcb-util", "xcb-util", needs=X11),
    Library("libxcb-xfixes.so.0", "libxcb-xfixes0", "libxcb", "libxcb", needs=X11),
    Library("libxcb-xkb.so.1", "libxcb-xkb1", "libxcb", "libxcb", needs=X11),
    Library("libxkbcommon-x11.so.0", "libxkbcommon-x11-0", "libxkbcommon-x11", "libxkbcommon-x11", needs=X11),
    Library("libwayland-client.so.0", "libwayland-client0", "libwayland-client", "wayland", needs=WAYLAND),
    Library("libwayland-cursor.so.0", "libwayland-cursor0", "libwayland-cursor", "wayland", needs=WAYLAND),
    Library("libwayland-egl.so.1", "libwayland-egl1", "libwayland-egl", "wayland", needs=WAYLAND),
)

# Run by another interpreter: a library that crashes while it loads must not take the set-up with it, and one that
# has just been installed has to be looked for afresh. One line per soname that does not load.
LOADER = """
import ctypes, sys
for name in sys.argv[1:]:
    try:
        ctypes.CDLL(name)
    except OSError:
        print(name)
"""

# The proof that counts: Qt itself starts without a display.
STARTS = "from PySide6.QtWidgets import QApplication; QApplication([])"


def check(places: Places) -> bool:
    """On Linux, installs what is missing where that is allowed; says what to type where it is not.

    Returns whether a window can open as far as libraries go. Raises SetUpStopped when Qt cannot even start
    without a display.
    """
    missing = absent()
    if read_note(places) == [library.soname for library in missing]:
        return window_opens(missing, os.environ)  # Qt was seen to start with exactly these missing
    if missing:
        system.install(packages(missing, "apt"), places.log, then=lambda: not absent())
        missing = absent()
    reason = why_not_offscreen(places)
    if reason:
        advice = f"Install what is missing, then run this again:\n    {typed(missing)}" if missing else reason
        raise SetUpStopped(f"Qt cannot start on this computer. {advice}")
    if missing:
        parts = " and ".join(sorted({library.needs for library in missing}))
        say(f"  Missing for {parts}; the rest works. To install it:\n    {typed(missing)}")
    places.libraries_note.write_text(json.dumps([library.soname for library in missing]), "utf-8")
    return window_opens(missing, os.environ)


def window_opens(missing: Iterable[Library], variables: Mapping[str, str]) -> bool:
    """Whether `missing` leaves a way to open a window: X11 is also Qt's second choice under Wayland."""
    lacking = {library.needs for library in missing}
    return X11 not in lacking or (WAYLAND not in lacking and bool(variables.get("WAYLAND_DISPLAY")))


def absent(libraries: Iterable[Library] = LIBRARIES, interpreter: str = sys.executable) -> list[Library]:
    """The libraries that a fresh process of `interpreter` cannot load, in the table's order."""
    names = {library.soname: library for library in libraries}
    done = subprocess.run([interpreter, "-I", "-S", "-c", LOADER, *names], capture_output=True, text=True, check=False)
    return [names[line] for line in done.stdout.split() if line in names]


def packages(libraries: Iterable[Library], tool: str) -> list[str]:
    """Their packages by the names of `tool` (apt, dnf or pacman), each once, sorted."""
    return sorted({str(getattr(library, tool)) for library in libraries})


def typed(missing: Sequence[Library]) -> str:
    """The command that installs `missing`, for a person to type."""
    return system.command_for({tool: packages(missing, tool) for tool in system.TYPED})


def why_not_offscreen(places: Places) -> str:
    """Empty when Qt starts without a display, tried for real; else the last thing it said."""
    environment = inside(places, os.environ, headless=True)
    tried = subprocess.run(
        [str(places.python), "-c", STARTS], env=environment, capture_output=True, text=True, check=False
    )
    return "" if tried.returncode == 0 else (tried.stderr.strip().splitlines() or [f"exit {tried.returncode}"])[-1]


def read_note(places: Places) -> list[str] | None:
    """The sonames that were missing when Qt was last seen to start; None before that."""
    try:
        return [str(name) for name in json.loads(places.libraries_note.read_text("utf-8"))]
    except (OSError, ValueError):
        return None
