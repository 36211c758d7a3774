# SPDX-License-Identifier: GPL-3.0-or-later
"""Outreach Companion: private counting, sure sync and instant finding for street-outreach teams."""

__version__ = "0.1.0"
