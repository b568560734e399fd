# SPDX-License-Identifier: AGPL-3.0-or-later
"""The slip as one file that works without a network: it asks, and writes answers on the device.

Everything is in the file. Its policy allows no request of any kind, not even to its own folder,
and the one script is allowed by its hash. What it writes is a table that
`commonpress protect census` reads. Printed, it is the slip for the letter box.
"""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

from commonpress.derive.publication import Publication
from commonpress.kinds.census import Questionnaire
from commonpress.render.artifact import Artifact
from commonpress.render.environment import Templates, html
from commonpress.render.packaged import packaged
from commonpress.render.voice import direction_of, voice

_TEMPLATE = "census/form.html.jinja"
_SCRIPT, _STYLE = "census/form.js", "census/form.css"


def form_address(slip: Questionnaire) -> str:
    """Where the file stands on the site."""
    return f"questionnaires/{slip.id}-form.html"


def census_forms(publication: Publication, own_templates: Path | None = None) -> Iterator[Artifact]:
    """The file of every slip."""
    slips = [series.slip for series in publication.censuses]
    if not slips:
        return
    templates = Templates(own_templates)
    script, style = (_text(name) for name in (_SCRIPT, _STYLE))
    for slip in slips:
        # In other languages than the book's, the words of the slip are marked, each by itself.
        own = "" if voice().records else slip.lang
        language = own or publication.commons.language
        page = templates.render(
            _TEMPLATE,
            slip=slip,
            commons=publication.commons,
            language=language,
            direction=direction_of(language),
            policy=policy(script, style),
            script=html(script),
            style=html(style),
        )
        yield Artifact(form_address(slip), page.encode())


def policy(script: str, style: str) -> str:
    """What the file may do: run this script, show this style, and nothing else."""
    return (
        f"default-src 'none'; script-src '{_hash(script)}'; style-src '{_hash(style)}'; "
        "base-uri 'none'; form-action 'none'"
    )


def _hash(text: str) -> str:
    return f"sha256-{b64encode(sha256(text.encode()).digest()).decode()}"


def _text(name: str) -> str:
    return (packaged() / name).read_text(encoding="utf-8")
