# SPDX-License-Identifier: AGPL-3.0-or-later
"""The rules a book keeps, each a small function."""
