"""What each measure counts, on texts small enough to count by hand."""

from __future__ import annotations

import hashlib
import itertools
import json
from datetime import date
from pathlib import Path

import pytest

from claims.evaluation import Inputs, articles, evaluate, gold, pages
from claims.evaluation.articles import GoldArticle, crossings, ranking_ap
from claims.extraction import extract_claims

GOLD = Path(__file__).parents[2] / "gold"
TEXT = "港の橋は閉じた。市は昨年、船412隻を売った。すばらしい街だと思う。"


def article(**labels: object) -> GoldArticle:
    base: dict[str, object] = {
        "name": "a", "text": TEXT, "language": "ja", "published": date(2024, 3, 26),
        "sentences": (), "facts": (), "optional": (), "dates": (), "attributions": (),
    }  # fmt: skip
    return GoldArticle(**(base | labels))  # type: ignore[arg-type]


def span(words: str) -> tuple[int, int]:
    return TEXT.index(words), TEXT.index(words) + len(words)


def test_optional_sentences_count_neither_for_nor_against_an_order() -> None:
    found = extract_claims(TEXT, language="ja")
    sold, closed = span("市は昨年、船412隻を売った"), span("港の橋は閉じた")
    assert ranking_ap(article(facts=(closed,)), found, whole_only=True) == 0.5
    labelled = article(facts=(closed,), optional=(sold,))
    assert ranking_ap(labelled, found, whole_only=True) == 1.0


def test_a_candidate_over_the_end_of_a_sentence_is_a_crossing() -> None:
    found = extract_claims(TEXT, language="ja")
    inside = article(sentences=tuple((one.start, one.end) for one in found))
    assert list(crossings(inside, found)) == []
    assert len(list(crossings(article(sentences=((0, 4),)), found))) == 1


def test_boundaries_are_compared_without_the_last_end_which_is_given() -> None:
    case = {"text": TEXT, "sentences": [[0, 8], [8, 36]]}
    assert gold.count_boundaries(case) == (1, 2, 1)


def test_a_date_counts_with_its_words_and_its_value() -> None:
    case = {"text": TEXT, "language": "ja", "published": "2024-03-26"}
    assert gold.count_dates(case | {"dates": [{"text": "昨年", "resolved": "2023"}]}) == (1, 1, 1)
    assert gold.count_dates(case | {"dates": [{"text": "昨年", "resolved": "2022"}]}) == (0, 1, 1)


def test_a_quantity_counts_with_its_value_and_unit() -> None:
    case = {"text": TEXT, "language": "ja"}
    right = {"text": "412隻", "value": 412, "low": None, "high": None, "unit": "隻"}
    assert gold.count_quantities(case | {"quantities": [right]}) == (1, 1, 1)
    assert gold.count_quantities(case | {"quantities": [right | {"value": 41}]}) == (0, 1, 1)


def test_pages_are_compared_by_runs_of_words_or_characters() -> None:
    assert pages.shared_runs("The bridge is shut today.", "The bridge is  shut\ntoday.") == 1.0
    assert pages.shared_runs("橋は閉じた", "駅は開いた") == 0.0
    assert 0 < pages.shared_runs("広告 橋は昨日閉じた", "橋は昨日閉じた") < 1


def test_own_gold_and_own_articles_are_measured_without_any_data() -> None:
    rows = evaluate(Inputs(data=None, gold=GOLD), only=["gold", "articles", "pages", "pairs"])
    measured = {row.measure for row in rows if row.value is not None}
    assert measured >= {
        "sentence_boundaries_f", "kinds_accuracy", "dates_f", "quantities_f", "facts_covered",
        "ranking_ap", "boundary_crossings", "exact_spans", "main_text_f1",
        "conflicts_called_same", "paraphrases_called_same",
    }  # fmt: skip
    held = {(row.measure, row.split): row for row in rows if row.data == "own articles"}
    for language in ("ja", "en"):
        for name in ("facts_covered", "ranking_ap", "ranking_ap_with_parts"):
            assert held[name, language].met, name
        assert held["boundary_crossings", language].value == 0
        assert held["exact_spans", language].value == 1.0


@pytest.mark.parametrize("path", sorted(GOLD.glob("articles/*.json")), ids=lambda path: path.stem)
def test_labels_of_own_articles_lie_inside_sentences_and_do_not_overlap(path: Path) -> None:
    raw = json.loads(path.read_text(encoding="utf-8"))
    spans = sorted([*raw["facts"], *raw["optional"]])
    assert all(end <= start for (_first, end), (start, _last) in itertools.pairwise(spans))
    for start, end in spans:
        assert any(first <= start < end <= last for first, last in raw["sentences"])
    assert 600 <= len(raw["text"]) <= 1900


def test_the_customers_article_is_known_by_digest_and_offsets_alone(tmp_path: Path) -> None:
    labels = json.loads((GOLD / "customer.json").read_text())
    assert not [value for value in json.dumps(labels) if ord(value) > 127]
    text = "橋は閉じた。船が412隻出た。"
    own = {
        "sha256": hashlib.sha256(text.encode()).hexdigest(), "language": "ja",
        "published": "2024-03-26", "facts": [[6, 14]],
        "attributions": [{"start": 6, "end": 8, "speaker": [6, 7]}],
    }  # fmt: skip
    (tmp_path / "customer.json").write_text(json.dumps(own))
    (tmp_path / "data").mkdir()
    inputs = Inputs(data=tmp_path / "data", gold=tmp_path)
    assert "its text is not here" in {row.note for row in articles.measure_articles(inputs)}
    (tmp_path / "articles").mkdir()
    (tmp_path / "articles" / "any name.txt").write_text(text)
    rows = {row.measure: row for row in articles.measure_articles(inputs) if row.value is not None}
    assert rows["facts_covered"].value == 1.0


def test_a_pair_that_conflicts_is_counted_and_named_when_it_is_called_the_same(
    tmp_path: Path,
) -> None:
    same = "橋は1998年に建てられた。"
    lines = [
        {"ours": same, "theirs": same, "relation": "conflict", "field": "figure"},
        {"ours": same, "theirs": same, "relation": "same"},
    ]
    (tmp_path / "pairs.jsonl").write_text("\n".join(map(json.dumps, lines)))
    rows = evaluate(Inputs(data=None, gold=tmp_path), only=["pairs"])
    counted = {row.measure: row for row in rows if row.value is not None}
    assert counted["conflicts_called_same"].value == 1
    assert counted["conflicts_called_same"].met is False
    assert counted["conflicts_called_same"].note == "figure 1"
    assert counted["paraphrases_called_same"].value == 1.0


def claims_folder(data: Path, *parts: str) -> None:
    folder = data / "clef2020-claim-matching" / "v3"
    folder.mkdir(parents=True)
    claims = [f"{n}\tThe city sold {n} ships.\tWere {n} ships sold?" for n in range(20, 40)]
    (folder / "verified_claims.docs.tsv").write_text("\n".join(["\tvclaim\ttitle", *claims]))
    for part in parts:
        (folder / part).mkdir()
        tweets = [f"{n}\tReally? {n} ships were sold by the city!" for n in range(20, 30)]
        (folder / part / "tweets.queries.tsv").write_text("\n".join(["\ttweet_content", *tweets]))
        # The last query has no right answer.
        qrels = [f"{n} 0 {n} 1" for n in range(20, 29)]
        (folder / part / "tweet-vclaim-pairs.qrels").write_text("\n".join(qrels))


def test_matching_is_measured_shipped_and_refit_and_says_who_had_no_answer(tmp_path: Path) -> None:
    claims_folder(tmp_path, "train", "test-held")
    rows = evaluate(Inputs(data=tmp_path, gold=None), only=["matching"])
    assert [(row.split, row.model, row.n) for row in rows] == [
        ("test-held", "shipped", 9),
        ("test-held", "refit", 9),
    ]
    assert rows[0].value == 1.0
    assert "1 without a right answer left out, 0.900 with them" in rows[0].note


def test_matching_with_a_train_part_alone_is_cross_validated(tmp_path: Path) -> None:
    claims_folder(tmp_path, "train")
    rows = evaluate(Inputs(data=tmp_path, gold=None), only=["matching"])
    assert [(row.split, row.model) for row in rows] == [("train", "shipped"), ("train", "refit")]
    assert "cross-validated" in rows[1].note


def test_names_of_a_test_file_are_all_measured_and_of_the_fitted_file_a_tenth(
    tmp_path: Path,
) -> None:
    folder = tmp_path / "ner-wikipedia-ja"
    folder.mkdir()
    rows = [
        {
            "text": f"{n}年に東京都で山田太郎が会社を設立した。",
            "entities": [
                {"name": "東京都", "span": [len(str(n)) + 2, len(str(n)) + 5], "type": "地名"}
            ],
        }
        for n in range(1900, 1960)
    ]
    for name in ("ner.json", "test.json"):
        (folder / name).write_text(json.dumps(rows))
    found = {row.split: row for row in evaluate(Inputs(data=tmp_path, gold=None), only=["names"])}
    assert found["test"].n == 60
    assert 0 < found["tenth held back"].n < 30
    assert found["test"].value is not None


def test_an_easy_set_of_our_own_is_no_evidence_beside_public_ones() -> None:
    """Own sets tell what broke; check-worthiness has targets on public sets alone."""
    rows = evaluate(Inputs(data=None, gold=GOLD))
    assert not [row for row in rows if row.measure.startswith("check_worthiness") and row.value]
