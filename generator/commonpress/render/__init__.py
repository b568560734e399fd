# SPDX-License-Identifier: AGPL-3.0-or-later
"""From the publication to pages, booklets and tables."""
