# SPDX-License-Identifier: GPL-3.0-or-later
"""The command line: thin commands over the same services as the window. No Qt.

Each command is a function from a `Session` and its arguments to an `Outcome`; `run` does the rest: the vault, the
passphrase, errors as one line, exit codes, `--json`.
"""
