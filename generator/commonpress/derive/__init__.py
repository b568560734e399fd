# SPDX-License-Identifier: AGPL-3.0-or-later
"""From the register to views, and from views to what may be published."""
