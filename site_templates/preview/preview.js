// SPDX-License-Identifier: AGPL-3.0-or-later
// Follows the page that is open: when it is other than what was loaded, it is loaded again.
"use strict";
{
  const { events, page, seen } = document.currentScript.dataset;
  const asked = new URLSearchParams({ page, seen });
  const source = new EventSource(`${events}?${asked}`);
  source.addEventListener("changed", () => {
    source.close();
    location.reload();
  });
  addEventListener("pagehide", () => source.close());
}
