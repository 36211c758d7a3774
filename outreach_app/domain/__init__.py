# SPDX-License-Identifier: GPL-3.0-or-later
"""What things are: standard library only, no I/O, no clock, no randomness."""
