"""How many false alarms, how many edits found: `python -m tests.benchmarks.detection [--quick]`."""

from __future__ import annotations

import argparse
import json
import random
import sys
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sources.comparing.pairs import ReadPage, compare_pair
from sources.comparing.responses import BeforeFacts, classify_response
from sources.reading import read_body
from sources.reading.main_text import main_text_of
from tests.benchmarks.detection_data import read_pairs
from tests.benchmarks.detection_edits import KINDS, ON_PAGE, ON_PASSAGE, edit
from tests.benchmarks.detection_layouts import LAYOUTS, render
from tests.benchmarks.detection_noise import CLASSES, add_noise, first_surroundings
from tests.benchmarks.detection_texts import make_article

URL = "https://news.example/2024/04/01/story"
ALARMS = {"altered", "gone"}
LANGUAGES = ("ja", "en")


@dataclass
class Tally:
    """What was asked and what came out, by language and class; `missed` names the misses."""

    noisy: Counter[tuple[str, str]] = field(default_factory=Counter)
    alarms: Counter[tuple[str, str]] = field(default_factory=Counter)
    passages: Counter[tuple[str, str]] = field(default_factory=Counter)
    passages_found: Counter[tuple[str, str]] = field(default_factory=Counter)
    pages: Counter[tuple[str, str]] = field(default_factory=Counter)
    pages_found: Counter[tuple[str, str]] = field(default_factory=Counter)
    kinds: Counter[bool] = field(default_factory=Counter)
    untold: int = 0
    missed: list[str] = field(default_factory=list)


def read(body: bytes, content_type: str | None = "text/html") -> ReadPage:
    """Read a page as the watch does, in this process."""
    reading = read_body(body, content_type=content_type, url=URL)
    return ReadPage(reading, main_text_of(body, content_type=content_type, url=URL))


def compare(
    before: ReadPage, after: ReadPage, passages: list[str], *, url: str = URL, status: int = 200
) -> dict[str, Any]:
    """Compare two pages as `manage.py compare_pages` does."""
    response = classify_response(
        status=status,
        headers={},
        reading=after.reading,
        requested_url=url,
        final_url=url,
        before=BeforeFacts(text_length=len(before.reading.text), title=before.reading.title),
    )
    return compare_pair(before, after, response, passages)


def count_noise(tally: Tally, where: tuple[str, str], found: dict[str, Any], label: str) -> None:
    """Count a re-read on which nothing happened: any alarm is false."""
    verdicts = [passage["verdict"] for passage in found["passages"]]
    tally.noisy[where] += 1
    tally.untold += found["changed"] is None or "cannot_tell" in verdicts
    if found["changed"] is True or ALARMS & set(verdicts):
        tally.alarms[where] += 1
        tally.missed.append(f"false alarm {label}: {found['kind']} {verdicts} {_shown(found)}")


def count_edit(
    tally: Tally,
    where: tuple[str, str],
    found: dict[str, Any],
    label: str,
    kinds: tuple[str, ...] = (),
) -> None:
    """Count a re-read after an edit: its passage should alarm, and the page should have changed."""
    if found["passages"]:
        verdict = found["passages"][0]["verdict"]
        tally.passages[where] += 1
        tally.passages_found[where] += verdict in ALARMS
        if verdict not in ALARMS:
            tally.missed.append(f"passage missed {label}: {verdict} {found['passages'][0]}")
    tally.pages[where] += 1
    tally.pages_found[where] += found["changed"] is True
    if found["changed"] is not True:
        tally.missed.append(f"page missed {label}: {found['changed']} {found['reason']}")
    elif kinds:
        tally.kinds[found["kind"] in kinds] += 1
        if found["kind"] not in kinds:
            tally.missed.append(f"kind {label}: {found['kind']} not {kinds} {_shown(found)}")


def _shown(found: dict[str, Any]) -> str:
    parts = [
        f"{s['op']}: {s['before']} → {s['after']}" for s in found["diff"] if s["op"] != "equal"
    ]
    return " / ".join(parts)[:400]


def run_generated(tally: Tally, *, articles: int, seed: int) -> None:
    """Read generated pages twice: with noise alone, and with one edit beneath the noise."""
    for language in LANGUAGES:
        for number in range(articles):
            for layout in LAYOUTS:
                rng = random.Random(f"{seed}-{language}-{number}-{layout}")
                article = make_article(language, rng)
                around = first_surroundings(language, rng)
                before = read(render(layout, article, around))
                quotes = [str(each) for each in rng.sample(article.sentences, 3)]
                label = f"{language} {layout} {number}"
                for name in CLASSES:
                    noisy = render(layout, article, add_noise(around, name, rng))
                    found = compare(before, read(noisy), quotes)
                    count_noise(tally, (language, name), found, f"{label} {name}")
                for name in (*ON_PASSAGE, *ON_PAGE):
                    made = edit(article, name, rng)
                    if made is None:
                        continue
                    moved = add_noise(around, rng.choice(CLASSES), rng)
                    after = read(render(layout, made.after, moved, made.note))
                    quoted = [made.passage] if made.passage is not None else []
                    found = compare(before, after, quoted)
                    kinds = KINDS.get(name, ("correction",))
                    count_edit(tally, (language, name), found, f"{label} {name}", kinds)


def run_folder(tally: Tally, folder: Path) -> None:
    """Compare the labelled pairs of a folder (layout: tests/benchmarks/README.md)."""
    for pair in read_pairs(folder):
        before = read(pair.before, pair.content_type)
        after = read(pair.after, pair.content_type)
        url = pair.url or URL
        found = compare(before, after, pair.passages, url=url, status=pair.status)
        where = (pair.language, pair.label)
        alarming = [v in ALARMS for v in pair.verdicts]
        if pair.changed is False and not any(alarming):
            count_noise(tally, where, found, pair.name)
            continue
        for passage, expected in zip(found["passages"], pair.verdicts, strict=False):
            tally.passages[where] += expected in ALARMS
            tally.passages_found[where] += expected in ALARMS and passage["verdict"] in ALARMS
            if passage["verdict"] != expected:
                tally.missed.append(f"{pair.name}: {passage['verdict']} instead of {expected}")
        if pair.changed:
            count_edit(
                tally,
                where,
                {**found, "passages": []},
                pair.name,
                (pair.kind,) if pair.kind else (),
            )


def _share(found: Counter[Any], asked: Counter[Any]) -> float:
    return round(found.total() / asked.total(), 4) if asked.total() else 1.0


def summary(tally: Tally, seconds: float) -> dict[str, Any]:
    """Return what the last line says."""
    reread = tally.noisy.total()
    return {
        "benchmark": "detection",
        "false_alarms_per_1000": round(1000 * tally.alarms.total() / reread, 2) if reread else 0.0,
        "passage_edits_found": _share(tally.passages_found, tally.passages),
        "page_edits_found": _share(tally.pages_found, tally.pages),
        "kinds_right": round(tally.kinds[True] / max(1, tally.kinds.total()), 4),
        "noisy_rereads": reread,
        "false_alarms": tally.alarms.total(),
        "passage_edits": tally.passages.total(),
        "page_edits": tally.pages.total(),
        "cannot_tell_on_noise": tally.untold,
        "noise": {" ".join(k): [tally.alarms[k], n] for k, n in sorted(tally.noisy.items())},
        "edits": {" ".join(k): [tally.pages_found[k], n] for k, n in sorted(tally.pages.items())},
        "passages": {
            " ".join(k): [tally.passages_found[k], n] for k, n in sorted(tally.passages.items())
        },
        "seconds": round(seconds, 1),
    }


def _table(tally: Tally) -> list[str]:
    lines = [f"{'noise':28}{'re-reads':>10}{'alarms':>10}"]
    lines += [
        f"{' '.join(k):28}{n:>10}{tally.alarms[k]:>10}" for k, n in sorted(tally.noisy.items())
    ]
    lines += ["", f"{'edits':28}{'page':>10}{'found':>10}{'passage':>10}{'found':>10}"]
    for key, number in sorted(tally.pages.items()):
        lines.append(
            f"{' '.join(key):28}{number:>10}{tally.pages_found[key]:>10}"
            f"{tally.passages[key]:>10}{tally.passages_found[key]:>10}"
        )
    return lines


def main(arguments: list[str] | None = None) -> int:
    """Run the benchmark; the last line is one JSON object."""
    parser = argparse.ArgumentParser(
        prog="python -m tests.benchmarks.detection",
        description=__doc__,
        epilog="FOLDER holds pairs.jsonl: one object a line with before, after (file names),"
        " passages (list of quotes), expected ({changed, kind, verdicts}), and optionally label,"
        " language, url, status, content_type. See tests/benchmarks/README.md.",
    )
    parser.add_argument("--quick", action="store_true", help="a tenth of the corpus")
    parser.add_argument("--data", metavar="FOLDER", type=Path, help="labelled pairs instead")
    parser.add_argument("--seed", type=int, default=20240326)
    parser.add_argument("--show", action="store_true", help="print every miss and false alarm")
    options = parser.parse_args(arguments)
    tally, started = Tally(), time.monotonic()
    try:
        if options.data is not None:
            run_folder(tally, options.data)
        else:
            run_generated(tally, articles=2 if options.quick else 20, seed=options.seed)
    except (OSError, ValueError) as error:
        parser.error(str(error))
    if options.show:
        print("\n".join(tally.missed), file=sys.stderr)
    print("\n".join(_table(tally)))
    print(json.dumps(summary(tally, time.monotonic() - started), ensure_ascii=False))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
