# SPDX-License-Identifier: AGPL-3.0-or-later
"""What everything stands on: pure values and sums, from the standard library only."""
