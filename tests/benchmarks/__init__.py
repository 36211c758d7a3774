# SPDX-License-Identifier: GPL-3.0-or-later
"""Measurements, each a script of its own: `python3 packaging/dev.py bench`. They share a few pieces with each other."""
