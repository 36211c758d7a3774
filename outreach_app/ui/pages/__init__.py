# SPDX-License-Identifier: GPL-3.0-or-later
"""The pages, one a file; `ui.contents` lists those of the rail."""
