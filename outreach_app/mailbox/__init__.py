# SPDX-License-Identifier: GPL-3.0-or-later
"""Where sealed objects travel."""
