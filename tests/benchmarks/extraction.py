"""What extraction costs: speed of the rules, one article with the model, memory, growth, abuse.

``python -m tests.benchmarks.extraction [--quick]``; needs no server and opens no connection.
"""

from __future__ import annotations

import os

# Before numpy is loaded: two threads on contended cores spin and cost many times as much.
os.environ["OMP_NUM_THREADS"] = os.environ["OPENBLAS_NUM_THREADS"] = "1"

import argparse
import json
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

from claims.extraction import extract_claims
from claims.extraction.worth import shipped_model

GOLD = Path(__file__).parents[1] / "gold" / "articles"
PUBLISHED = date(2024, 3, 26)
ARTICLE = 1_500
TARGETS = {
    "rules_mb_per_s": ("at least", 1.0),
    "article_ms": ("at most", 300.0),
    "peak_rss_mb": ("at most", 450.0),
    "growth_10x": ("at most", 12.0),
    "slowest_adversarial_s_per_mb": ("at most", 10.0),
}
#: One megabyte of each; "\n" makes many sentences of it, its absence one that never ends.
ADVERSARIAL = {
    "opening brackets": ("「", "ja"),
    "brackets in pairs": ("「（", "ja"),
    "closing brackets": ("」）", "ja"),
    "digits": ("7", "ja"),
    "digits and commas": ("1,", "en"),
    "kanji numerals": ("三百", "ja"),
    "vague tens": ("数十", "ja"),
    "shares": ("3分の1", "ja"),
    "straight quotation marks": ('"', "en"),
    "quotation marks and words": ('"a ', "en"),
    "apostrophes": ("'s ", "en"),
    "capitals": ("A", "en"),
    "capitalised words": ("Ab ", "en"),
    "said": ("said ", "en"),
    "according to": ("according to ", "en"),
    "によると": ("によると", "ja"),
    "と述べ、": ("と述べ、", "ja"),
    "dates": ("1月1日", "ja"),
    "english dates": ("May 1, ", "en"),
    "years": ("2024年", "ja"),
    "spaces": ("a   ", "en"),
    "line ends": ("あ\n", "ja"),
    "bullets": ("\n・あ", "ja"),
    "words without full stop": ("the harbour office sold old ships and ", "en"),
    "kana without full stop": ("港の船は売られて、", "ja"),
    "katakana": ("アー", "ja"),
    "urls": ("http://a.example/?q=", "en"),
    "combining marks": ("e\u0301", "en"),
    "surrogate-like emoji": ("👩‍👩‍👧", "ja"),
}
CHILD = """
import os, sys, json
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "factcheck.settings")
os.environ.setdefault("DEBUG", "1")
import django
django.setup()
from pathlib import Path
from claims.extraction import extract_claims
from claims.extraction.worth import shipped_model
text = sys.stdin.read()
for _time in range(20):
    extract_claims(text, model=shipped_model())
lines = Path("/proc/self/status").read_text().splitlines()
print(next(line.split()[1] for line in lines if line.startswith("VmHWM")))
"""


def article_texts(language: str) -> list[str]:
    """Return the gold articles of a language."""
    raw = [json.loads(path.read_text("utf-8")) for path in sorted(GOLD.glob("*.json"))]
    return [one["text"] for one in raw if one["language"] == language]


def text_of(language: str, megabytes: float) -> str:
    """Return articles one after another, about so many bytes in UTF-8."""
    whole = "\n\n".join(article_texts(language)) + "\n\n"
    return whole * max(1, round(megabytes * 1e6 / len(whole.encode())))


def cpu(work: Callable[[], object]) -> float:
    """Return the CPU seconds of one run in this process."""
    began = time.process_time()
    work()
    return time.process_time() - began


def rules_speed(megabytes: float) -> Iterator[tuple[str, float]]:
    """Yield (language, MB of UTF-8 a CPU second) of the rules alone, the better of two runs."""
    for language in ("ja", "en"):
        text = text_of(language, megabytes)
        size = len(text.encode()) / 1e6
        seconds = min(
            cpu(lambda text=text, language=language: extract_claims(
                text, language=language, published_on=PUBLISHED
            ))
            for _time in range(2)
        )  # fmt: skip
        yield language, size / seconds


def one_article(*, model: bool, repeats: int) -> float:
    """Return the median CPU milliseconds of one Japanese article of 1,500 characters."""
    text = "\n\n".join(article_texts("ja"))[:ARTICLE]
    chosen = shipped_model() if model else None
    extract_claims(text, published_on=PUBLISHED, model=chosen)
    return 1000 * statistics.median(
        cpu(lambda: extract_claims(text, published_on=PUBLISHED, model=chosen))
        for _time in range(repeats)
    )


def peak_memory() -> float:
    """Return the largest resident size, in MB, of a fresh process with Django and the model."""
    text = "\n\n".join([*article_texts("ja"), *article_texts("en")])
    done = subprocess.run(
        [sys.executable, "-c", CHILD], input=text, capture_output=True, text=True, check=True
    )
    return int(done.stdout) / 1024


def growth(megabytes: float) -> float:
    """Return how many times longer ten times the text takes, the worse of two languages."""
    ratios = []
    for language in ("ja", "en"):
        small, large = text_of(language, megabytes), text_of(language, 10 * megabytes)
        short = cpu(lambda text=small, language=language: extract_claims(text, language=language))
        long = cpu(lambda text=large, language=language: extract_claims(text, language=language))
        ratios.append(long / short * (10 * len(small) / len(large)))
    return max(ratios)


def adversarial(megabytes: float) -> dict[str, float]:
    """Return CPU seconds per MB of every hostile pattern, run on and cut into long sentences."""
    found = {}
    for name, (unit, language) in ADVERSARIAL.items():
        size = round(megabytes * 1e6)
        endless = unit * (size // len(unit.encode()))
        long = (unit * (9_000 // len(unit)) + "。\n") * (size // 27_000 + 1)
        for text in (endless, long):
            seconds = cpu(
                lambda text=text, language=language: extract_claims(text, language=language)
            )
            found[name] = max(found.get(name, 0.0), seconds / (len(text.encode()) / 1e6))
    return found


def main() -> None:
    """Measure, print a table and one JSON object."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="a tenth of the sizes")
    quick = parser.parse_args().quick
    scale = 0.1 if quick else 1.0
    speeds = dict(rules_speed(2 * scale))
    hostile = adversarial(scale)
    slowest = max(hostile, key=lambda name: hostile[name])
    figures = {
        "rules_mb_per_s": min(speeds.values()),
        "article_ms": one_article(model=True, repeats=5 if quick else 15),
        "peak_rss_mb": peak_memory(),
        "growth_10x": growth(scale),
        "slowest_adversarial_s_per_mb": hostile[slowest],
    }
    told = {
        **{f"rules_mb_per_s_{language}": speed for language, speed in speeds.items()},
        "article_ms_rules_alone": one_article(model=False, repeats=5 if quick else 15),
    }
    for name, value in (figures | told).items():
        how, target = TARGETS.get(name, ("", None))
        print(f"{name:32} {value:9.2f}  {how} {target if target is not None else ''}")
    for name, seconds in sorted(hostile.items(), key=lambda one: -one[1])[:8]:
        print(f"  {name:30} {seconds:9.2f} s/MB")
    met = {
        name: figures[name] >= target if how == "at least" else figures[name] <= target
        for name, (how, target) in TARGETS.items()
    }
    rounded = {name: round(value, 2) for name, value in (figures | told).items()}
    print(json.dumps({**rounded, "slowest_adversarial": slowest, "met": met, "quick": quick}))


if __name__ == "__main__":
    main()
