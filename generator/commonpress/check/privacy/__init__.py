# SPDX-License-Identifier: AGPL-3.0-or-later
"""The privacy gate: no text of the book leads to a person.

`signs` says what is looked for and what to write instead, `patterns`, `numbers` and `names` find
it, `views` shows a text as a reader sees it, `known` holds the words that may stand, `gate` puts
them together for one text, `passages` says which texts of a book are judged how strictly.
"""
