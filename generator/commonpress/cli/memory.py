# SPDX-License-Identifier: AGPL-3.0-or-later
"""What a verb may remember of a book from one run to the next."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from commonpress.write.memory import FolderMemory


def memory_of(book: Path) -> FolderMemory | None:
    """The memory of a book, known to this very program alone.

    In CI nothing is remembered: others may have put it there.
    """
    if os.environ.get("CI"):
        return None
    import msgspec

    import commonpress
    from commonpress.write.memory import FolderMemory, program_at

    program = program_at(Path(commonpress.__file__).parent, sys.version, msgspec.__version__)
    return FolderMemory(book, "months", program)
