# SPDX-License-Identifier: GPL-3.0-or-later
"""What dev.py does: the environment, the Qt system libraries, translations, and the commands on top.

Standard library only: this runs before anything is installed. Everything said here goes to standard error.
"""
