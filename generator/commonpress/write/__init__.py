# SPDX-License-Identifier: AGPL-3.0-or-later
"""From artifacts to files in the output folder."""
