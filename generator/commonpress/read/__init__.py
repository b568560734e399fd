# SPDX-License-Identifier: AGPL-3.0-or-later
"""From files to raw records: text scalars, each with its place."""
