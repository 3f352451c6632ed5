"""The grammar of English dates, as regular expressions over the codes of tokens.

Each rule names the reading that resolves it; a group is one token.
"""

from __future__ import annotations

import re

_DAY = "(?:[Wv][.,]?,?t?)"
_ORD = "[DOrc]"
_YEAR = r"(?:[.]?,?z?[qi]?(?P<y>Y)|,?q?(?P<y2>y)|q?t?(?P<yw>[LXH])U)"
_WHEN = "(?:[Mm][.,]?[qi]?Y|M|[LXH]U|E?U|Y)"
_COUNT = "(?:D|c|n|af?q?|fq?)"
_SEP = "[-/]"

_NEEDS = {
    "dotted": "Z", "ymd": "Y", "myd": "Y", "dym": "Y", "slashed": "-/", "month_figure": "Y",
    "day": "Mm", "day_of_way": "U", "weekday_of_day": "Wv", "nth_weekday": "W", "nth_unit": "US",
    "week_number": "U", "week_of": "US", "week_of_day": "U",
    "week_weekday": "Wv", "weekday": "Wv", "month": "Mm",
    "ago": "US", "ahead": "US", "span": "US", "part_of_unit": "U", "unit": "U", "anaphora": "U",
    "word": "TzN",
    "quarter": "QUh", "fiscal": "G", "decade": "d", "century": "U", "season": "R",
    "holiday": "C", "unit_beyond": "U", "the_weekend": "U", "years": "Y", "year": "Y",
    "bare_day": "O",
}  # fmt: skip

# Name of the reading, the codes it cannot do without, the pattern.
RULES: tuple[tuple[str, str, re.Pattern[str]], ...] = tuple(
    (name, _NEEDS[name], re.compile(pattern))
    for name, pattern in (
        # 2016-04-21, 2016/04/21, 20160421, 13.5.2015
        ("dotted", "(?P<z>Z)"),
        ("ymd", rf"(?P<y>Y){_SEP}(?P<m>[DMm]){_SEP}(?P<d>D)"),
        ("myd", rf"(?P<m>[Mm]){_SEP}(?P<y>Y){_SEP}(?P<d>D)"),
        ("dym", rf"(?P<d>D){_SEP}(?P<y>Y){_SEP}(?P<m>[Mm])"),
        (
            "slashed",
            rf"{_DAY}?(?P<a>D)(?P<s>{_SEP})(?P<b>D)(?:(?P=s)(?P<y>Y|D|n)|,(?P<y5>Y))(?!/|-D(?!/))",
        ),
        ("slashed", rf"[LXH]?{_DAY}?[LXH]?(?P<a>D)/(?P<b>D)(?!/|-D(?!/)|[nY])"),
        ("slashed", r"(?<=[ijFBJbg])(?P<a>D)-(?P<b>D)(?![/.-]?[DnYUSwMm])"),
        (
            "month_figure",
            rf"(?<![-/.])(?:(?P<y>Y){_SEP}(?P<m>D)|(?P<m2>D)/(?P<y3>Y))(?![-/.]?[DnY])",
        ),
        # May 3, 2021; May 3-5; Sept. the twenty-first
        (
            "day",
            rf"{_DAY}?(?P<m>[Mm])(?:[.]?[-/]?|,)t?(?P<d>{_ORD})(?:(?:[-~J]|(?P<and>&))t?(?P<d2>{_ORD})(?![/.]))?"
            rf"(?:{_YEAR}|{_SEP}(?P<y4>Y))?",
        ),
        # 3 May 2021; the third of May; 3-5 May; the third day of May
        (
            "day",
            rf"{_DAY}?t?(?P<d>{_ORD})(?:(?:[-~J]|(?P<and>&))(?:{_DAY}?t?)(?P<d2>{_ORD}))?[.]?[-/]?U?q?"
            rf"(?P<m>[Mm])(?:{_YEAR}|{_SEP}(?P<y4>[YD]))?",
        ),
        # the 20th of next month; from 4 to 22 this month; the 15th day of the month
        (
            "day_of_way",
            r"t?(?P<d>[DOr])(?:(?:[-~J]|(?P<and>&))t?(?P<d2>[DOr]))?U?(?:q|i)?t?(?P<mw>[LXH]?)(?P<u>U)",
        ),
        (
            "weekday_of_day",
            r"(?P<w>[Wv])[.,]?t(?P<d>[DOr])(?![UqwMm])|(?P<w2>[Wv])(?P<d3>O)(?![UqwMm])",
        ),
        ("nth_weekday", rf"t?(?P<o>[rOL])(?P<w>W)[qi]t?(?P<in>{_WHEN})"),
        ("nth_unit", rf"t?(?P<o>[rOL])(?P<n>[Dc])?(?P<u>[US])[qi]t?(?P<in>{_WHEN})"),
        ("week_number", r"(?P<u>U)(?P<n>D|c|n)(?:[,q]?(?:i|q)?(?P<y>Y))?(?![DwU/.-])"),
        ("week_of_day", r"(?P<u>U)qt?(?P<d>[DO])(?![UqMm])"),
        ("week_of", rf"t?(?P<u>[US])[qwP]j?[.]?(?P<m>[Mm])[.]?(?P<d>{_ORD})(?:,?(?P<y>Y))?"),
        # next week on Friday, Friday next week, last Friday, Friday
        (
            "week_weekday",
            r"(?P<way>[LXH])U[,]?[ij]?t?(?P<w>[Wv])|(?P<w2>[Wv])[,]?[qi]?t?(?P<way2>[LXH])U",
        ),
        ("weekday", r"(?P<way>[LXH])(?P<w>[Wv])|(?P<w2>W)|(?<=[iFJbg])(?P<w3>v)(?!w)"),
        # the end of March 2021, early March, last March, March of next year
        (
            "month",
            r"(?P<way>[LXH])?(?:t?(?P<p>P)[-~]?[qi]?t?)?(?P<way2>[LXH])?(?:Uq)?(?P<m>[Mm])"
            r"(?:[.,]?[qi]?[-/]?(?P<y>Y)|q?(?P<y2>y)|[qi]?t?(?P<yw>[LXH])U)?(?![DO])",
        ),
        ("month", r"(?P<m>[Mm])[.]?,?q?(?P<y>Y)|(?P<y3>Y)[,-]?(?P<m3>[Mm])"),
        ("unit_beyond", r"tU(?P<g>g)t?X|tU(?P<b>b)t?L"),
        ("the_weekend", r"t(?P<u>U)"),
        # two weeks ago, three days later, 1 month and 21 days ago
        ("ago", rf"(?:t?{_COUNT}[US][,&]*){{1,3}}(?P<way>A|K|e|[FgJ]N)"),
        ("ahead", rf"(?P<in>[iI])(?:{_COUNT}[US][,&]?&?){{1,3}}(?![Fbg])"),
        ("span", rf"[tH]?(?P<way>[LX])(?P<n>{_COUNT})?(?P<u>[S])"),
        ("span", r"t?(?P<n>[Dc])(?P<way>[LX])(?P<u>[US])"),
        # the end of the year, earlier this month, rest of the week, next week, this year
        ("part_of_unit", r"t?(?P<p>P)q?[tw]?(?P<way>[LXH])?(?P<u>U)"),
        ("unit", r"(?P<p>[eKP])?t?(?P<way>[LXH])(?P<u>U)(?![LX])"),
        ("unit", r"(?P<p>[eK])it(?P<u>U)"),
        ("anaphora", r"tE(?P<u>U)|t(?P<u2>U)(?P<be>b)(?![TtCMWaDc])"),
        (
            "word",
            r"t?Ub(?P<w2>T)|t?Ug(?P<w3>T)|(?P<w>T)|P?(?P<l>[LXH])z|z(?P<l2>[H])z"
            r"|(?<=[J&~-])(?P<w4>N)|(?<=[BF])(?P<w5>N)(?=[J&])",
        ),
        # Q3 2023, the third quarter of 2023, the first half of this year
        (
            "quarter",
            r"t?(?:(?P<q>Q)|(?P<o>[rOL])-?(?P<u>U|h))(?:[,]?[qi]?t?(?:(?P<y>Y)|(?P<way>[LXH]?)(?P<yu>U)))?",
        ),
        ("quarter", r"(?P<y>Y)[-,]?(?P<q>Q)"),
        ("quarter", r"(?P<way>[LXH])(?P<yu>U)t?(?:(?P<q>Q)|(?P<o>[rOL])-?(?P<u>U|h))"),
        ("fiscal", r"G(?:U)?(?P<y>Y|y|D)|(?P<way>[LXH])GU"),
        ("decade", r"t?(?:(?P<p>P)[-~]?[qi]?t?)?(?P<d>d)"),
        ("century", r"t?(?P<o>[Or])[-]?(?P<u>U)"),
        (
            "season",
            r"(?P<way>[LXH])?t?(?:(?P<p>P)[-~]?[qi]?t?)?(?P<r>R)(?:,?[qi]?t?(?:(?P<y>Y)|(?P<yw>[LXH])U))?",
        ),
        ("holiday", r"(?P<way>[LXH])?(?P<c>C)(?:,?[qi]?t?(?:(?P<y>Y)|(?P<yw>[LXH])U))?"),
        ("years", r"(?P<a>Y)(?:[-~](?P<b>Y|D|n)|J(?P<b2>Y))(?![-/.]?[DnY])"),
        ("year", r"t?(?:(?P<p>P)[-~]?[qi]?t?)?(?:Uq?)?(?P<y>Y)"),
        ("bare_day", r"(?<=[ijFBJbg])t(?P<d>[O])(?![wUqSMm])|(?<=[ijFBJbg])(?P<d2>O)(?![wUqSMm])"),
    )
)
