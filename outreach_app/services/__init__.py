# SPDX-License-Identifier: GPL-3.0-or-later
"""What a person can do, a module per task; talks to ports only."""
