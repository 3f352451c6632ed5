"""Forty loopback addresses with three slow pages each: forty hosts to hold, 120 pages to read."""

from __future__ import annotations

from local_site import LocalSite

HOSTS = 40
PAGES = 3
TOTAL = HOSTS * PAGES


class WatchedSites:
    def __init__(self, *, delay: float) -> None:
        self.sites = [LocalSite(f"127.0.0.{number}") for number in range(2, 2 + HOSTS)]
        for site in self.sites:
            site.robots("User-agent: *\nAllow: /\n")
            for page in range(PAGES):
                site.html(
                    f"/{page}",
                    f"Page {page} of {site.address}",
                    f"Pier {page} of {site.address} handled {100 + page} ships in 2023.",
                    delay=delay,
                )

    @property
    def allow(self) -> str:
        return ",".join(site.host_key for site in self.sites)

    @property
    def urls(self) -> list[str]:
        return [site.url(f"/{page}") for site in self.sites for page in range(PAGES)]

    def reads(self) -> int:
        """How many page requests were answered or begun."""
        return sum(site.count(f"/{page}") for site in self.sites for page in range(PAGES))

    def close(self) -> None:
        for site in self.sites:
            site.closing.set()
        for site in self.sites:
            site.close()
