# SPDX-License-Identifier: GPL-3.0-or-later
"""Dialogs, one a file, opened with `Desk.open_dialog` and never with exec(): hide must work above them."""
