# SPDX-License-Identifier: GPL-3.0-or-later
"""Reading and writing the world's files."""
