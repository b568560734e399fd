# SPDX-License-Identifier: AGPL-3.0-or-later
"""Forms in the browser, under `/admin/`: a page that explains them, and Decap CMS, set up for us.

They stand apart from the rest of the site. No page links to them, they have a policy of their own,
and only whoever opens them loads them. The one other host they may ask is the forge that the
settings name. Where the settings name none, nothing is there at all.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlsplit

from commonpress.derive.publication import Publication
from commonpress.kinds.commons import Commons
from commonpress.kinds.editing import Forge, Forms
from commonpress.render.addresses import index_address
from commonpress.render.artifact import Artifact
from commonpress.render.editing_collections import collections, edited_kinds
from commonpress.render.environment import Templates
from commonpress.render.packaged import packaged
from commonpress.render.voice import direction_of, say

FOLDER: Final = "admin"
_TEMPLATES: Final = {
    "index.html": "editing/index.html.jinja",
    "forms.html": "editing/forms.html.jinja",
}
_OURS: Final = ("admin.css", "book-file.js", "forms.css", "forms.js")
_VENDORED: Final = (
    "decap-cms.js",
    "decap-cms.js.LICENSE.txt",
    "decap-cms.LICENSE.txt",
    "js-yaml.js",
    "js-yaml.LICENSE.txt",
)
# What each forge answers requests at, beside its own address. (GitHub has one for all.)
_API: Final = {
    Forge.GITHUB: "https://api.github.com",
    Forge.GITLAB: "{address}/api/v4",
    Forge.FORGEJO: "{address}/api/v1",
    Forge.GITEA: "{address}/api/v1",
}
# The languages that Decap CMS speaks, of those that a book is printed in.
_SPOKEN: Final = frozenset({"ar", "en", "es"})
EXPLAINING_POLICY: Final = (
    "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'none'"
)


def form_files(publication: Publication, own: Path | None = None) -> Iterator[Artifact]:
    """Every file of the forms; nothing where the settings ask for none."""
    forms = publication.commons.forms
    if forms is None:
        return
    templates = Templates(own)
    values = _values(publication, forms)
    for name, template in _TEMPLATES.items():
        yield Artifact(f"{FOLDER}/{name}", templates.render(template, **values).encode())
    yield Artifact(f"{FOLDER}/config.json", _json(configuration(publication, forms)))
    for folder, names in (("editing", _OURS), ("editing/vendor", _VENDORED)):
        for name in names:
            yield Artifact(f"{FOLDER}/{name}", packaged(folder, name).read_bytes())


def is_of_the_forms(path: str) -> bool:
    """Whether a file of the site belongs to the forms, which are of use on a server only."""
    return path.startswith(f"{FOLDER}/")


def configuration(publication: Publication, forms: Forms) -> dict[str, Any]:
    """What Decap CMS is told."""
    commons = publication.commons
    ids = {
        name: tuple(record.id for record in records)
        for name, records in publication.records.items()
    }
    told = {
        "backend": _backend(forms),
        "publish_mode": "editorial_workflow" if forms.has_drafts else "simple",
        "local_backend": False,
        "load_config_file": False,
        "locale": commons.language if commons.language in _SPOKEN else "en",
        "show_preview_links": bool(commons.site_url),
        # Pictures are looked at first: `check` refuses those that say where they were taken.
        "media_folder": "content/media",
        "media_library": {"name": "none"},
        "slug": {"encoding": "ascii", "clean_accents": True},
        "collections": collections(ids, publication.as_of),
    }
    address = {"site_url": commons.site_url, "display_url": commons.site_url}
    return told | (address if commons.site_url else {})


def forms_policy(forms: Forms) -> str:
    """What the page with the forms may do.

    Decap CMS makes a program out of its own settings (`unsafe-eval`) and writes styles as it
    goes (`unsafe-inline`, for styles alone). It may ask this site and the forge, and nobody else.
    """
    asked = " ".join(["'self'", *_hosts(forms)])
    return (
        "default-src 'none'; script-src 'self' 'unsafe-eval'; style-src 'self' 'unsafe-inline'; "
        f"img-src 'self' data: blob:; font-src 'self' data:; connect-src {asked}; "
        "base-uri 'none'; form-action 'none'; object-src 'none'"
    )


def _hosts(forms: Forms) -> list[str]:
    """The one host that is asked."""
    address = urlsplit(_API[forms.forge].format(address=forms.address))
    return [f"{address.scheme}://{address.netloc}"]


def _backend(forms: Forms) -> dict[str, Any]:
    told: dict[str, Any] = {
        "name": str(forms.forge),
        "repo": forms.repository,
        "branch": forms.branch,
        "api_root": _API[forms.forge].format(address=forms.address),
        "commit_messages": {
            "create": "Write {{collection}} {{slug}}",
            "update": "Change {{collection}} {{slug}}",
        },
    }
    if forms.from_copies:
        told["open_authoring"] = True
    return {**told, **_sign_in(forms)}


def _sign_in(forms: Forms) -> Mapping[str, str]:
    match forms.forge:
        case Forge.GITHUB:
            service = urlsplit(forms.sign_in)
            path = service.path.strip("/") or "auth"
            return {
                "base_url": f"{service.scheme}://{service.netloc}",
                "auth_endpoint": path,
            }
        case Forge.GITLAB:
            way = {"auth_type": "pkce", "auth_endpoint": "oauth/authorize"}
            return {"app_id": forms.app_id, "base_url": forms.address, **way}
        case _:
            return {"app_id": forms.app_id, "base_url": forms.address}


def _values(publication: Publication, forms: Forms) -> dict[str, Any]:
    commons: Commons = publication.commons
    return {
        "commons": commons,
        "forms": forms,
        "forge": str(forms.forge),
        "host": urlsplit(forms.address).netloc,
        "service": urlsplit(forms.sign_in).netloc,
        "kinds": [say(kind.title) for kind in edited_kinds()],
        "cases": f"../{index_address('case')}" if publication.cases or publication.norms else "",
        "census": f"../{index_address('census')}" if publication.censuses else "",
        "language": commons.language,
        "direction": direction_of(commons.language),
        "policy": EXPLAINING_POLICY,
        "forms_policy": forms_policy(forms),
    }


def _json(value: object) -> bytes:
    return (json.dumps(value, ensure_ascii=False, indent=1) + "\n").encode()
