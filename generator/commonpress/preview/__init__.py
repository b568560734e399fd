# SPDX-License-Identifier: AGPL-3.0-or-later
"""The live preview: a book as it stands at this moment, on this machine, while it is written.

watching    says which files were saved
work        reads the one that changed, at once; the whole book behind it
judging     asks every rule, in a process beside this one
proof       one state of the site, whose pages are printed when they are asked for
server      shows them, with what was found, to this machine alone
"""
