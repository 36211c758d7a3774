# SPDX-License-Identifier: GPL-3.0-or-later
"""The window's own controls, one a file. They know words, sizes and states; never a service, never a colour."""
