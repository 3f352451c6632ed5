"""Whole articles with hand-labelled facts: coverage, ranking, boundaries, dates, attributions."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Final

from claims.evaluation.inputs import Inputs
from claims.evaluation.measures import average_precision, best_overlap, f1, mean
from claims.evaluation.rows import Row, Sense, unmeasured
from claims.extraction import ClaimCandidate, extract_claims
from claims.extraction.worth import shipped_model

Span = tuple[int, int]

_OWN: Final = "own articles"
_CUSTOMER: Final = "customer's article"
#: A fact is covered by a candidate that holds this share of it; a lost full stop is no loss.
_COVERED: Final = 0.9
_TARGETS: Final[dict[str, tuple[float | None, Sense]]] = {
    "facts_covered": (0.95, "at_least"),
    "facts_apart": (None, "at_least"),
    "ranking_ap": (0.85, "at_least"),
    "ranking_ap_with_parts": (0.85, "at_least"),
    "boundary_crossings": (0, "at_most"),
    "exact_spans": (1.0, "at_least"),
    "article_dates_f": (0.95, "at_least"),
    "article_attribution_f": (0.90, "at_least"),
}


@dataclass(frozen=True, slots=True)
class GoldArticle:
    """Spans count code points of ``text``. ``optional`` is neither right nor wrong to rank high.

    ``dates`` are (span, EDTF or None), ``attributions`` (span, speaker or None).
    """

    name: str
    text: str
    language: str
    published: date
    sentences: tuple[Span, ...]
    facts: tuple[Span, ...]
    optional: tuple[Span, ...]
    dates: tuple[tuple[Span, str | None], ...]
    attributions: tuple[tuple[Span, str | None], ...]


def measure_articles(inputs: Inputs) -> list[Row]:
    """Our own articles by language, a folder ``articles`` in the data, the customer's article."""
    rows: list[Row] = []
    for data, folder in ((_OWN, inputs.gold), ("articles of the folder", inputs.data)):
        found = sorted(folder.glob("articles/*.json")) if folder is not None else []
        articles = [_article(json.loads(path.read_text(encoding="utf-8"))) for path in found]
        for language in sorted({article.language for article in articles}):
            chosen = [article for article in articles if article.language == language]
            rows += _rows(data, language, chosen)
        if data == _OWN and not found:
            rows.append(unmeasured("facts_covered", data, "no gold articles beside the project"))
    return rows + _customer_rows(inputs)


def _customer_rows(inputs: Inputs) -> list[Row]:
    """Its sentences are not ours to keep: offsets alone, for the text with that digest."""
    labels = inputs.gold / "customer.json" if inputs.gold is not None else None
    if labels is None or not labels.is_file():
        return [unmeasured("facts_covered", _CUSTOMER, "no labels")]
    gold = json.loads(labels.read_text(encoding="utf-8"))
    text = _find_text(inputs.data, gold["sha256"])
    if text is None:
        return [unmeasured("facts_covered", _CUSTOMER, "its text is not here")]
    return _rows(_CUSTOMER, gold["language"], [_article({**gold, "text": text})])


def _find_text(data: Path | None, digest: str) -> str | None:
    if data is None:
        return None
    for path in sorted([*data.glob("articles/*.txt"), *data.parent.glob("articles/*.txt")]):
        body = path.read_bytes()
        if hashlib.sha256(body).hexdigest() == digest:
            return body.decode()
    return None


def _article(raw: dict[str, Any]) -> GoldArticle:
    text = str(raw["text"])

    def spans(key: str) -> tuple[Span, ...]:
        return tuple((int(one[0]), int(one[1])) for one in raw.get(key, ()))

    def speaker(value: Any) -> str | None:
        return text[value[0] : value[1]] if isinstance(value, list) else value

    return GoldArticle(
        name=str(raw.get("name", "")),
        text=text,
        language=str(raw["language"]),
        published=date.fromisoformat(raw["published"]),
        # Where sentences are not labelled at least no candidate may reach over a line.
        sentences=spans("sentences") or tuple(m.span() for m in re.finditer("[^\n]+", text)),
        facts=spans("facts"),
        optional=spans("optional"),
        dates=tuple(((one["start"], one["end"]), one["resolved"]) for one in raw.get("dates", ())),
        attributions=tuple(
            ((one["start"], one["end"]), speaker(one["speaker"]))
            for one in raw.get("attributions", ())
        ),
    )


#: (n, value, note) of one measure.
_Figure = tuple[int, float, str]
_Read = list[tuple[GoldArticle, list[ClaimCandidate]]]


def _rows(data: str, language: str, articles: Sequence[GoldArticle]) -> list[Row]:
    read = [(article, _extracted(article)) for article in articles]
    figures = {**_facts(read), **_ranking(read), **_spans(read), **_marks(read)}
    return [
        Row(
            measure=name,
            data=data,
            split=language,
            model="gold",
            n=n,
            value=value,
            target=_TARGETS[name][0],
            sense=_TARGETS[name][1],
            note=note,
        )
        for name, (n, value, note) in figures.items()
    ]


def _facts(read: _Read) -> dict[str, _Figure]:
    covered = [_covered(article, found) for article, found in read]
    facts = sum(len(article.facts) for article, _found in read)
    told = "the fact has a candidate or part of its own, without another fact"
    return {
        "facts_covered": (facts, sum(whole for whole, _apart in covered) / (facts or 1), ""),
        "facts_apart": (facts, sum(apart for _whole, apart in covered) / (facts or 1), told),
    }


def _ranking(read: _Read) -> dict[str, _Figure]:
    figures: dict[str, _Figure] = {}
    for name, whole_only in (("ranking_ap", True), ("ranking_ap_with_parts", False)):
        aps = [ranking_ap(article, found, whole_only=whole_only) for article, found in read]
        figures[name] = (len(read), mean(aps), f"lowest {min(aps):.3f}")
    return figures


def _spans(read: _Read) -> dict[str, _Figure]:
    ends = sum(len(article.sentences) for article, _found in read)
    over = sum(1 for article, found in read for _crossing in crossings(article, found))
    exact = [
        one.quote == article.text[one.start : one.end] for article, found in read for one in found
    ]
    return {
        "boundary_crossings": (ends, float(over), ""),
        "exact_spans": (len(exact), mean(exact), ""),
    }


def _marks(read: _Read) -> dict[str, _Figure]:
    figures: dict[str, _Figure] = {}
    for name, count in (
        ("article_dates_f", _date_counts),
        ("article_attribution_f", _attribution_counts),
    ):
        counted = [count(article, found) for article, found in read]
        right, said, wanted = (sum(one[at] for one in counted) for at in range(3))
        figures[name] = (wanted, f1(right, said, wanted), f"{right} right of {said} found")
    return figures


def _extracted(article: GoldArticle) -> list[ClaimCandidate]:
    return extract_claims(
        article.text,
        language=article.language,
        published_on=article.published,
        model=shipped_model(),
    )


def _covered(article: GoldArticle, found: Sequence[ClaimCandidate]) -> tuple[int, int]:
    """Return how many facts some candidate covers, and how many one covers without another."""
    whole = apart = 0
    for fact in article.facts:
        holding = [one for one in found if _share(fact, (one.start, one.end)) >= _COVERED]
        whole += bool(holding)
        apart += any(
            sum(_share(other, (one.start, one.end)) >= 0.5 for other in article.facts) == 1
            for one in holding
        )
    return whole, apart


def ranking_ap(article: GoldArticle, found: Sequence[ClaimCandidate], *, whole_only: bool) -> float:
    """Return the average precision of the order by score; optional candidates are left out.

    A whole sentence is right when it holds a fact better than its neighbours; a part also when
    half of it is fact.
    """
    candidates = [one for one in found if one.parent is None or not whole_only]
    sentences = [one for one in candidates if one.parent is None]
    right = _holders(article.facts, sentences)
    optional = _holders(article.optional, sentences) - right
    labels, scores = [], []
    for one in candidates:
        own = (one.start, one.end)
        if one.parent is None:
            is_right, is_optional = one.id in right, one.id in optional
        else:
            is_right = any(_share(own, fact) >= 0.5 for fact in article.facts)
            is_optional = any(_share(own, maybe) >= 0.5 for maybe in article.optional)
        if is_right or not is_optional:
            labels.append(int(is_right))
            scores.append(one.score)
    return average_precision(labels, scores)


def _holders(spans: Sequence[Span], sentences: Sequence[ClaimCandidate]) -> set[str]:
    places = [(one.start, one.end) for one in sentences]
    best = (best_overlap(span, places)[0] for span in spans)
    return {sentences[at].id for at in best if at >= 0}


def crossings(
    article: GoldArticle, found: Sequence[ClaimCandidate]
) -> Iterator[tuple[ClaimCandidate, int]]:
    """Yield every candidate that reaches over the end of a sentence, with that end."""
    for one in found:
        for _start, end in article.sentences:
            before = article.text[one.start : end].strip() if one.start < end else ""
            after = article.text[end : one.end].strip() if end < one.end else ""
            if before and after:
                yield one, end


def _date_counts(article: GoldArticle, found: Sequence[ClaimCandidate]) -> tuple[int, int, int]:
    """Return (right, found, wanted) of the resolved dates inside labelled facts."""
    gold = {span: value for span, value in article.dates if value and _inside(span, article.facts)}
    said = {
        (one.start, one.end): one.resolved
        for candidate in found
        if candidate.parent is None
        for one in candidate.dates
        if one.resolved and _inside((one.start, one.end), article.facts)
    }
    right = sum(
        any(_share(span, other) > 0 and value == resolved for other, resolved in said.items())
        for span, value in gold.items()
    )
    return right, len(said), len(gold)


def _attribution_counts(
    article: GoldArticle, found: Sequence[ClaimCandidate]
) -> tuple[int, int, int]:
    """Return (right, found, wanted): one a sentence, right where the speaker is the same."""
    right = said = wanted = 0
    for one in found:
        if one.parent is not None:
            continue
        own = (one.start, one.end)
        gold = [who for span, who in article.attributions if _share(span, own) > 0.5]
        optional = any(_share(own, maybe) > 0.5 for maybe in article.optional)
        if gold:
            wanted += 1
            if one.attribution is not None:
                said += 1
                right += any(_same_speaker(who, one.attribution.speaker) for who in gold)
        elif one.attribution is not None and not optional:
            said += 1
    return right, said, wanted


def _same_speaker(ours: str | None, theirs: str | None) -> bool:
    if not ours or not theirs:
        return not ours and not theirs
    one, other = ours.casefold(), theirs.casefold()
    return one in other or other in one


def _share(part: Span, whole: Span) -> float:
    common = min(part[1], whole[1]) - max(part[0], whole[0])
    return max(0, common) / ((part[1] - part[0]) or 1)


def _inside(span: Span, places: Sequence[Span]) -> bool:
    return any(_share(span, place) > 0.5 for place in places)
