# SPDX-License-Identifier: AGPL-3.0-or-later
"""The names by which the outside world knows records, wherever the site stands by then.

A feed reader or a calendar takes a thing with a new name for a new thing. So names are made of
record ids and of the one setting that is there for it, `known_as`; only where it is blank, of
the domain of the site, and where there is no site, of the commons' name.
"""

from __future__ import annotations

from typing import Final
from urllib.parse import urlsplit

from commonpress.check.forms import slug_of
from commonpress.kinds.commons import Commons

# The year in which names like these were first given: for books that do not say another.
_FIRST_YEAR: Final = "2026"
# RFC 2606: a domain that nobody ever has.
_NOWHERE: Final = "commonpress.invalid"


def host_of(commons: Commons) -> str:
    """The domain after which a book's events are named."""
    return authority(commons).partition(",")[0]


def authority(commons: Commons) -> str:
    """Who gives the names, as RFC 4151 has it: a domain and a year in which it was theirs."""
    if commons.known_as:
        return commons.known_as
    host = urlsplit(commons.site_url).hostname
    return f"{host or _of_no_site(commons)},{_FIRST_YEAR}"


def tag_uri(commons: Commons, *path: str) -> str:
    """The `tag:` URI of a record or of a list of them."""
    return f"tag:{authority(commons)}:{'/'.join(path)}"


def _of_no_site(commons: Commons) -> str:
    name = slug_of(commons.name)
    return f"{name}.{_NOWHERE}" if name else _NOWHERE
