"""Days with a name in Japanese: fixed dates, Happy-Monday holidays, equinoxes, Easter."""

from __future__ import annotations

import re
from datetime import date, timedelta

from claims.extraction.holidays import easter, nth_weekday

_FIXED = {
    "元日": (1, 1), "元旦": (1, 1), "お正月": (1, 1), "建国記念の日": (2, 11),
    "建国記念日": (2, 11), "バレンタインデー": (2, 14), "天皇誕生日": (2, 23), "ひな祭り": (3, 3),
    "国際女性デー": (3, 8), "国際婦人デー": (3, 8), "ホワイトデー": (3, 14),
    "エイプリルフール": (4, 1), "アースデイ": (4, 22), "アースデー": (4, 22), "昭和の日": (4, 29),
    "メーデー": (5, 1), "憲法記念日": (5, 3), "みどりの日": (5, 4), "こどもの日": (5, 5),
    "子どもの日": (5, 5), "子供の日": (5, 5), "端午の節句": (5, 5), "慰霊の日": (6, 23),
    "七夕": (7, 7), "建軍節": (8, 1), "原爆の日": (8, 6), "山の日": (8, 11), "終戦記念日": (8, 15),
    "終戦の日": (8, 15), "防災の日": (9, 1), "重陽節": (9, 9), "重陽の節句": (9, 9),
    "教師の日": (9, 10), "国慶節": (10, 1), "ハロウィン": (10, 31), "ハロウィーン": (10, 31),
    "文化の日": (11, 3), "独身の日": (11, 11), "シングルデー": (11, 11), "ダブル十一": (11, 11),
    "勤労感謝の日": (11, 23), "クリスマスイブ": (12, 24), "クリスマス・イブ": (12, 24),
    "クリスマスの日": (12, 25), "クリスマス": (12, 25), "大晦日": (12, 31), "大みそか": (12, 31),
    "青年の日": (5, 4), "植樹祭": (3, 12), "新年": (1, 1), "清明節": (4, 4),
    "ボクシングデー": (12, 26), "退役軍人の日": (11, 11), "アメリカ独立記念日": (7, 4),
}  # fmt: skip
# month, weekday (Monday 0), which one (5: the last)
_NTH = {
    "成人の日": (1, 0, 2), "キング牧師記念日": (1, 0, 3), "母の日": (5, 6, 2), "父の日": (6, 6, 3),
    "海の日": (7, 0, 3), "敬老の日": (9, 0, 3), "スポーツの日": (10, 0, 2), "体育の日": (10, 0, 2),
    "感謝祭の日": (11, 3, 4), "感謝祭": (11, 3, 4), "メモリアルデー": (5, 0, 5),
}  # fmt: skip
_EASTER = {"復活祭": 0, "イースター": 0, "聖金曜日": -2, "灰の水曜日": -46}
_NAMES = sorted([*_FIXED, *_NTH, *_EASTER, "春分の日", "秋分の日"], key=len, reverse=True)
HOLIDAY_NAME = re.compile("|".join(_NAMES))
HOLIDAY = re.compile(
    f"(?<![旧一-龥ァ-ヴ])(?:{'|'.join(_NAMES)})(?![度会号ァ-ヴー]|休み|セール|早々)"
)


def holiday_in(name: str, year: int) -> date | None:
    """Return the day a holiday falls on in a year, None for a name that is none."""
    if name in _FIXED:
        return date(year, *_FIXED[name])
    if name in _NTH:
        return nth_weekday(year, *_NTH[name])
    if name in _EASTER:
        return easter(year) + timedelta(days=_EASTER[name])
    # Sun's longitude by the almanac's approximation, right from 1980 to 2099.
    if name in ("春分の日", "秋分の日"):
        month, base = (3, 20.8431) if name[0] == "春" else (9, 23.2488)
        day = int(base + 0.242194 * (year - 1980) - (year - 1980) // 4)
        return date(year, month, day)
    return None
