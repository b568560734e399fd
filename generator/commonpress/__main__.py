# SPDX-License-Identifier: AGPL-3.0-or-later
"""`python -m commonpress`: the same as the command `commonpress`."""

from __future__ import annotations

import sys

from commonpress.cli import main

if __name__ == "__main__":
    sys.exit(main())
