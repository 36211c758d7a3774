# SPDX-License-Identifier: GPL-3.0-or-later
"""Cryptography, and the only place of it: bytes in, bytes out; no file, network or clock."""
