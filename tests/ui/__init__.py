# SPDX-License-Identifier: GPL-3.0-or-later
"""The window under test, over hand-written services in `fakes.py`. A package, so that its modules are `ui.…`."""
