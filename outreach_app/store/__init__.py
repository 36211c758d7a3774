# SPDX-License-Identifier: GPL-3.0-or-later
"""The encrypted databases, and the only SQL."""
