"""What the demonstration's people do: which claims they check, on which passages, how far."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Final

ARTICLES: Final = Path(__file__).parent / "articles"
DATED: Final = date(2024, 3, 26)


@dataclass(frozen=True, kw_only=True)
class Sample:
    """One bundled article."""

    file: str
    byline: str

    @property
    def path(self) -> Path:
        return ARTICLES / self.file


@dataclass(frozen=True, kw_only=True)
class Job:
    """One claim's way: the words that identify it, the passage cited, and where it ends."""

    article: str
    words: str
    page: str
    quote: str
    rating: str
    rationale: str
    ends: str


JA: Final = "2024-03-26.ja.txt"
EN: Final = "2024-03-26.en.txt"
SAMPLES: Final = (
    Sample(file=JA, byline="編集部"),
    Sample(file=EN, byline="Strait Observer staff"),
)
JOBS: Final = (
    Job(
        article=JA,
        words="コンテナはおよそ7000個",
        page="containers",
        quote="北朝鮮がロシアへ送り出したコンテナは約7000個に達するとみられる。",
        rating="mostly_true",
        rationale="衛星写真と港湾記録からの推計と一致する。実数は確認できない。",
        ends="checked",
    ),
    Job(
        article=JA,
        words="ボストーチヌイ宇宙基地",
        page="summit",
        quote="両首脳は2023年9月13日、極東アムール州のボストーチヌイ宇宙基地で会談した。",
        rating="true",
        rationale="日付と場所が一致する。",
        ends="checked",
    ),
    Job(
        article=JA,
        words="三度目の打ち上げ",
        page="satellite",
        quote="偵察衛星「万里鏡1号」は2023年11月21日の夜に打ち上げられ、予定の軌道に入った。",
        rating="true",
        rationale="打ち上げの日が一致する。",
        ends="in_review",
    ),
    Job(
        article=EN,
        words="9 million",
        page="frozen-assets",
        quote="Russia has allowed the release of 9 million dollars out of 30 million dollars",
        rating="mostly_true",
        rationale="The sums agree; only one report gives them.",
        ends="checked",
    ),
    Job(
        article=EN,
        words="Masikryong ski resort",
        page="ski-resort",
        quote="The Masikryong ski resort opened in January 2014 and has 11 runs.",
        rating="true",
        rationale="Year and number of runs agree.",
        ends="checked",
    ),
    Job(
        article=EN,
        words="International Criminal Court",
        page="icc-warrant",
        quote="issued an arrest warrant for the Russian president on 17 March 2023",
        rating="true",
        rationale="The court's own date.",
        ends="checking",
    ),
)
#: What must come of it when the site changes: page → kind of change.
EXPECTED_CHANGES: Final = {"containers": "passage_altered", "frozen-assets": "source_gone"}
