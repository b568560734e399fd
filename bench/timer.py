# SPDX-License-Identifier: AGPL-3.0-or-later
"""Starts one command, waits for it, and prints what it took: status, wall, processor, peak.

A small process of its own, because a system counts the memory of whoever starts a program to
that program, and the bench has grown large by then. Run with `python -I -S`.
"""

import os
import sys
import time

line = sys.argv[1:]
start = time.perf_counter()
pid = os.posix_spawnp(line[0], line, os.environ, file_actions=[(os.POSIX_SPAWN_DUP2, 2, 1)])
_, status, usage = os.wait4(pid, 0)
wall = time.perf_counter() - start
# `ru_maxrss` counts kilobytes on Linux and bytes on macOS.
peak = usage.ru_maxrss * (1 if sys.platform == "darwin" else 1024)
code = os.waitstatus_to_exitcode(status)
print(code, wall, usage.ru_utime + usage.ru_stime, peak)
