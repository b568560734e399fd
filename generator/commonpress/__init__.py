# SPDX-License-Identifier: AGPL-3.0-or-later
"""Commonpress: records of a commons in, a website, a zine and open data out."""

__version__ = "0.1.0"
