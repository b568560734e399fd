# SPDX-License-Identifier: AGPL-3.0-or-later
"""How much the reader takes in at once. Each number is far above what a commons writes.

They keep one hostile or broken file from holding up the press: the time and the memory
that a file can cost are bounded before it is parsed.
"""

from __future__ import annotations

RECORD_BYTES = 256_000  # a record file: about forty printed pages
MONTH_BYTES = 2_000_000  # a month of the ledger: about ten thousand entries
MEDIA_BYTES = 4_000_000  # a picture; it is not read here, only published
MEDIA_DOTS = 50_000_000  # of a picture, which may be packed a thousand times smaller
LINE_BYTES = 10_000  # one line: a long paragraph written without a break
DEPTH = 20  # lists and mappings inside one another; records need five
EVENTS = 50_000  # pieces of YAML in a record file
MONTH_EVENTS = 500_000  # pieces of YAML in a month, or cells
SOURCE_BYTES = 64_000_000  # a table of another system, which may be of many years
SOURCE_CELLS = 2_000_000  # about 200,000 rows of it
NAME_BYTES = 100  # a file's name
PATH_BYTES = 200  # a file's path in the book; Windows stops at 260 with the folder above it
