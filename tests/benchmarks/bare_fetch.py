"""The yardstick: how little CPU the client can fetch with, when nothing is done with the answer.

Run as a program: reads a plan as JSON on standard input, prints CPU milliseconds per fetch.
"""

from __future__ import annotations

import asyncio
import json
import statistics
import sys
import time
from typing import Any

import aiohttp
from yarl import URL

from factcheck.net.addresses import parse_allow
from factcheck.net.connector import GuardedConnector

#: Hosts read side by side, as sources.fetching does.
HOSTS_AT_ONCE = 32


async def _read_host(
    session: aiohttp.ClientSession, urls: list[str], etags: dict[str, str], room: asyncio.Semaphore
) -> int:
    async with room:
        for url in urls:
            headers = {"Accept-Encoding": "gzip, deflate"}
            if url in etags:
                headers["If-None-Match"] = etags[url]
            async with session.get(
                URL(url, encoded=True), headers=headers, allow_redirects=False
            ) as answer:
                await answer.read()
                if answer.status != (304 if url in etags else 200):
                    raise RuntimeError(f"{url} answered {answer.status}")
    return len(urls)


async def _read_all(plan: dict[str, Any], etags: dict[str, str]) -> float:
    """One round over every page with a new client; CPU milliseconds of this process per fetch."""
    room = asyncio.Semaphore(HOSTS_AT_ONCE)
    begun = time.process_time()
    async with aiohttp.ClientSession(
        connector=GuardedConnector(allow=parse_allow(plan["allow"])),
        headers={"User-Agent": plan["user_agent"]},
        cookie_jar=aiohttp.DummyCookieJar(),
        auto_decompress=False,
        trust_env=False,
    ) as session:
        counts = await asyncio.gather(
            *(_read_host(session, urls, etags, room) for urls in plan["hosts"])
        )
    return (time.process_time() - begun) * 1000 / sum(counts)


async def _measure(plan: dict[str, Any]) -> dict[str, float]:
    etags = {url: f'"{number}-0-0"' for url, number in plan["numbers"].items()}
    await _read_all(plan, {})
    full = [await _read_all(plan, {}) for _round in range(plan["rounds"])]
    unmodified = [await _read_all(plan, etags) for _round in range(plan["rounds"])]
    return {"ms_200": statistics.median(full), "ms_304": statistics.median(unmodified)}


if __name__ == "__main__":
    print(json.dumps(asyncio.run(_measure(json.load(sys.stdin)))))
