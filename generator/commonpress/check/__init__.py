# SPDX-License-Identifier: AGPL-3.0-or-later
"""From raw records to records and a register, or to findings."""
