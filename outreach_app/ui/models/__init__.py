# SPDX-License-Identifier: GPL-3.0-or-later
"""What lists and tables show, one model a file; each is checked by Qt's own model tester in the tests."""
