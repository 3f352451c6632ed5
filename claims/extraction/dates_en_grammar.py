"""The words and patterns of English dates; ``dates_en`` resolves what they find."""

from __future__ import annotations

import re

from claims.extraction.edtf import AUTUMN, SPRING, SUMMER, WINTER

_MONTHS = "january february march april may june july august september october november december"
MONTH_OF = {name[:3]: index for index, name in enumerate(_MONTHS.split(), 1)}
DAYS = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
_COUNTED = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen "
    "fifteen sixteen seventeen eighteen nineteen twenty"
)
NUMBERS = {word: value for value, word in enumerate(_COUNTED.split())}
NUMBERS |= {
    "a": 1,
    "an": 1,
    "couple of": 2,
    "a couple of": 2,
    "thirty": 30,
    "forty": 40,
    "fifty": 50,
}
SEASONS = {"spring": SPRING, "summer": SUMMER, "autumn": AUTUMN, "fall": AUTUMN, "winter": WINTER}

GATE = re.compile(
    "[0-9]|(?i:day\\b|days\\b|week|month|year|decade|centur|tonight|yesterday|today|tomorrow|night"
    "|quarter|spring|summer|autumn|fall\\b|winter)|Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec"
)
_MONTH = (
    r"(?:January|February|March|April|May|June|July|August|September|October|November|December"
    r"|JANUARY|FEBRUARY|MARCH|APRIL|MAY|JUNE|JULY|AUGUST|SEPTEMBER|OCTOBER|NOVEMBER|DECEMBER"
    r"|(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\b\.?)"
)
_D = r"(?:3[01]|[12][0-9]|0?[1-9])(?:st|nd|rd|th)?"
_Y = r"[12][0-9]{3}"
_W = r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day"
_N = (
    r"(?:[0-9]{1,3}|a couple of|couple of|an?|one|two|three|four|five|six|seven|eight|nine|ten"
    r"|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen|twenty|thirty"
    r"|forty|fifty)"
)
_PART = (
    r"(?:(?P<part>(?i:early|late|mid))[- ](?:in )?"
    r"|(?i:the )(?P<edge>(?i:beginning|start|end|middle)) of )?"
)
CALENDAR = re.compile(
    rf"(?:\b{_W},? )?\b(?:(?P<m>{_MONTH}) ?(?P<d>{_D})(?:\s?(?:-|–|to|and)\s?(?P<d2>{_D}))?"
    rf"(?![0-9%]|\.[0-9]|,[0-9]{{3}}\b| ?(?:percent|million|billion))"
    rf"(?:,? (?P<y>{_Y})\b(?!,[0-9]))?"
    rf"|(?:the )?(?P<bd>{_D})(?:\s?(?:-|–|to)\s?(?P<bd2>{_D}))? (?:of )?"
    rf"(?P<bm>{_MONTH})(?:,? (?P<by>{_Y})\b)?)(?!\w)"
)
MONTH_ONLY = re.compile(
    rf"\b(?:(?P<way>(?i:last|next|this|this past|this coming)) )?{_PART}"
    rf"\b(?P<m>{_MONTH})(?:,? (?:of )?(?P<y>{_Y})\b"
    r"| (?P<yw>(?:of )?(?:last|this|next) year))?(?![\w'’])"
)
MONTH_LEAD = re.compile(
    r"(?:\b(?i:in|since|until|till|by|from|to|through|during|for|before|after|of|between"
    r"|and|around|throughout"
    r"|every|as early as|as late as|or))\s\Z"
)
# A bare year needs a word before it; "2,000 people" and "2000 votes" are counts.
_NO_COUNT = (
    r"(?![,.][0-9]|%|[-–][0-9]|\s(?:percent|people|million|billion)\b"
    r"|\s[a-z]{2,12}s\b(?<!elections)(?<!was)(?<!has)(?<!as))"
)
YEAR = re.compile(
    r"(?:\b(?i:in|since|until|by|from|to|through|during|before|after|of|between|and|for|around"
    rf"|circa|year|the|election|than|as)\s){_PART}(?P<y>{_Y})\b{_NO_COUNT}"
    rf"|\b(?P<part2>(?i:early|late|mid))[- ](?P<y2>{_Y})\b|(?<=[(])(?P<y3>{_Y})(?=[)])"
)
YEAR_SPAN = re.compile(rf"\b(?P<a>{_Y})[-–](?P<b>[0-9]{{2}}|{_Y})\b(?![-–.,]?[0-9])")
DECADE = re.compile(r"\b(?:the )?(?:(?P<part>early|mid|late)[- ])?(?P<y>[12][0-9]{2}0)['’]?s\b")
CENTURY = re.compile(r"\b(?:the )?(?P<c>[12]?[0-9])(?:st|nd|rd|th)[- ]century\b", re.IGNORECASE)
NUMERIC = re.compile(
    r"(?<![0-9./-])(?P<y>[12][0-9]{3})([-/.])(?P<m>[01]?[0-9])\2(?P<d>[0-3]?[0-9])(?![./-]?[0-9])"
)
WEEKDAY = re.compile(
    rf"\b(?:(?P<way>(?i:last|next|this|this past|this coming|coming|past)) )?(?P<w>{_W})\b"
    r"(?![’']s (?:Child|Prayer)| Times| Night Live)"
)
WORDS = re.compile(
    r"\b(?P<w>the day before yesterday|the day after tomorrow|yesterday|today|tomorrow|tonight"
    r"|last night)\b",
    re.IGNORECASE,
)
UNIT = re.compile(
    r"\b(?:(?P<part>earlier|later|late|early|the end of|the start of|the beginning of)\s)?"
    r"(?P<way>last|next|this|the past|the coming)\s"
    r"(?P<u>week|weekend|month|year|quarter|decade|century|spring|summer|autumn|fall|winter)\b",
    re.IGNORECASE,
)
AGO = re.compile(
    rf"\b(?P<n>{_N}) (?P<u>day|week|month|year|decade)s? (?P<way>ago|earlier|later)\b",
    re.IGNORECASE,
)
PAST_SPAN = re.compile(
    rf"\b(?:the |these )?(?:past|last|previous) (?:(?P<n>{_N}) )?"
    r"(?P<u>days|weeks|months|years|decades|decade)\b",
    re.IGNORECASE,
)
ANAPHORA = re.compile(
    r"\b(?:(?P<same>(?:the|that) same (?P<su>day|month|year))"
    r"|(?P<next>the (?:next|following) (?P<nu>day|month|year))"
    r"|(?P<before>the (?:previous|preceding) (?P<pu>day|month|year)"
    r"|the (?P<pu2>day|year) before(?! yesterday)))\b",
    re.IGNORECASE,
)
QUARTER = re.compile(
    r"\b(?:the )?(?:(?P<q>first|second|third|fourth) quarter|Q(?P<qn>[1-4])"
    r"|(?P<h>first|second) half)"
    rf"(?:,? (?:of )?(?:(?P<y>{_Y})|(?P<yw>(?:last|this|next) year|the year)))\b"
)
FISCAL = re.compile(rf"\b(?:fiscal(?: year)?|FY) ?(?P<y>{_Y})\b")
FUTURE = re.compile(
    r"\b(?i:will|would|scheduled|plans? to|planned|planning|expects?|expected|due|upcoming"
    r"|next|set to|intends?|to be|aims? to|shall|going to|by the end)\b"
)
PAST = re.compile(
    r"\b(?:was|were|had|has|have|did|said|since|[a-z]{2,20}ed|began|won|lost|made|went"
    r"|took|came|met)\b"
)
