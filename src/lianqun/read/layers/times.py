"""Times in the text and the period each means, as ISO: 2023, 2023-10, 2023-01/2023-11."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from lianqun.read.layers.numerals import parse_numeral
from lianqun.vocab import periods
from lianqun.vocab.periods import Period, date_of, month_of

_YEAR = r"(?P<year>(?:19|20)\d\d)年?"
_RELATIVE = r"(?P<relative>今年|本年度?|去年|上年|前年|明年|当年)"
_PART = r"(?P<part>上半年|下半年|前三季度|前三个季度|(?:第?[一二三四1-4])季度|首季|半年报|[一三]季报)"
_MONTHS = r"(?P<first>1[0-2]|[1-9])月?(?:份)?[至到\-—–~～]{1,2}(?P<last>1[0-2]|[1-9])月(?:份)?"
_MONTH = r"(?P<month>1[0-2]|0?[1-9])月(?:份)?(?P<day>[0-3]?\d日)?(?:[至到\-—–~～]{1,2}[0-3]?\d日)?"
_TIME = re.compile(
    rf"(?:(?<![\d.]){_YEAR}(?:度)?|{_RELATIVE})?(?:的)?(?:{_PART}|(?<![\d.]){_MONTHS}|(?<![\d.]){_MONTH})(?:[底末初]|以来)?"
    rf"|(?<![\d.])(?P<from>(?:19|20)\d\d)(?:年)?[至到\-—–~～]{{1,2}}(?P<to>(?:19|20)\d\d)年"
    rf"|(?<![\d.])(?P<alone>(?:19|20)\d\d)年(?:度|全年|[底末初])?(?P<since>以来|至今|起)?"
    rf"|“?十(?P<plan>[一二三四五六七])五”?(?P<plan_part>期?末|时期|期间|以来|收官)"
    rf"|(?:{_RELATIVE.replace('relative', 'of')})?前(?P<months>1[0-2]|[2-9]|[二两三四五六七八九]|十[一二]?)个月"
    rf"|(?P<whole>全年)(?!目标|任务|计划|增速)|(?P<now>截至目前|截止目前|目前|如今|现今|当前|现有|迄今|至今为止)"
    rf"|(?P<word>今年|本年度?|去年|前年|明年|当年)(?:全年(?!目标|任务|计划|增速))?(?P<since_word>以来)?|(?P<start>年初以来)"
)
_BASIS = re.compile(r"(?:比|较|同|与|和|[—-]|高于|低于|多于|少于)$")
_BASIS_AFTER = re.compile(r"^(?:同期|全年增速|计划目标|同月|底?相比)")
_EVENT_AFTER = re.compile(
    r"^(?:正式|整体)?(?:落户|入驻|成立|创立|创办|创建|注册|投产|建成|启动|开工|动工|奠基|获批|立项|上市|签约|搬迁|试产|点亮)[^，。；]{0,24}的|^(?:正式)?(?:建市|建县|建区|成立|创立|创办|创建|建厂|建校|上市)[，。]"
)
_DONE_AFTER = re.compile(
    r"^(?:正式|全部|全面|整体|建成|实现|可)?(?:竣工|投产|建成|交付|完工|达产|投用|投运|试产|通车|开业)(?:使用|运营|达产|投用|投产)?[，。；、]"
)
_EVENT_BEFORE = re.compile(r"(?:排产?到|排至|创建|始建|成立|创办|创立|组建|建成|注册|落户|起步|上市)于$")
_TIMES_OF = re.compile(r"(?:是|为|达|达到|相当于)$")
_TIMES_AFTER = re.compile(r"^(?:同期|全年)?的[^，。；\d]{0,3}\d[\d.]*倍")
_FROM = re.compile(r"[由从]$")
_FROM_AFTER = re.compile(r"^(?:同期|末|底)?的?[^，。；\d]{0,8}\d[^，。；]{0,24}?(?:到|至|为)")
_SINCE = re.compile(r"自$|自从$|从$")
_SINCE_AFTER = re.compile(r"^(?:[^，。；]{0,8}以来|[^，。；]{0,4}至今)")
_SHIFT = {"今年": 0, "本年": 0, "本年度": 0, "去年": -1, "上年": -1, "前年": -2, "明年": 1}
_FIRST_PLAN = 2010  # the last year of 十一五; each plan ends five years after the one before
_PARTS = {
    **dict.fromkeys(("上半年", "半年报"), (1, 6)),
    "下半年": (7, 12),
    **dict.fromkeys(("前三季度", "前三个季度", "三季报"), (1, 9)),
    **dict.fromkeys(("一季度", "第一季度", "首季", "1季度", "一季报"), (1, 3)),
    **dict.fromkeys(("二季度", "第二季度", "2季度"), (4, 6)),
    **dict.fromkeys(("三季度", "第三季度", "3季度"), (7, 9)),
    **dict.fromkeys(("四季度", "第四季度", "4季度"), (10, 12)),
}
_ANY_YEAR = re.compile(r"(?<![\d.])((?:19|20)\d\d)年")


@dataclass(frozen=True, slots=True)
class Time:
    """A time in the text: its ISO period, and its kind: period, day, since, event (2019年落户…的), basis (what is compared with), start,
    from (由2020年的1.3%提高到…: holds for the number right behind it alone)."""

    start: int
    end: int
    period: str
    kind: str
    year_inferred: bool = False


def find_times(text: str, published: date | None) -> tuple[Time, ...]:
    """All times in order. Years that the text leaves out come from the year before them, or from the publication."""
    return tuple(_times(text, _anchor_year(text, published), published))


def _anchor_year(text: str, published: date | None) -> int | None:
    """The year that a report speaks of: that of its title, else of publication, else the latest that it names."""
    titled = [int(year) for year in _ANY_YEAR.findall(text.split("\n", 1)[0])]
    if titled and (published is None or titled[0] <= published.year):
        return titled[0]
    if published:
        return published.year
    years = [int(year) for year in _ANY_YEAR.findall(text)]
    return max(years, default=None)


def _times(text: str, anchor: int | None, published: date | None) -> Iterator[Time]:
    spoken = published.year if published else anchor
    current = anchor
    for found in _TIME.finditer(text):
        line_start = text.rfind("\n", 0, found.start()) + 1
        before, after = text[max(line_start, found.start() - 4) : found.start()], text[found.end() : found.end() + 32]
        if found["now"]:
            yield Time(found.start(), found.end(), str(month_of(published)) if published else "", "now")
            continue
        year, inferred = _year_of(found, spoken, anchor, current)
        if year is None:
            continue
        kind = _kind_of(found, before, after)
        yield Time(found.start(), found.end(), _period(found, year, kind, published), kind, inferred)
        if kind not in ("basis", "from") and (found["year"] or found["alone"] or found["word"] or found["relative"]):
            current = year


def _year_of(found: re.Match[str], spoken: int | None, anchor: int | None, current: int | None) -> tuple[int | None, bool]:
    """The year meant, and whether it was inferred: 今年 is that of publication, a bare quarter that of the report."""
    if found["plan"]:
        return _FIRST_PLAN + 5 * "一二三四五六七".index(found["plan"]), False
    printed = found["year"] or found["alone"] or found["from"]
    if printed:
        return int(printed), False
    word = found["relative"] or found["word"] or found["of"]
    if word == "当年" or found["whole"]:
        return current, True
    if word:
        return (spoken + _SHIFT[word] if spoken else None), spoken is None
    return anchor, True


def _kind_of(found: re.Match[str], before: str, after: str) -> str:
    if found["start"]:
        return "start"
    if _TIMES_OF.search(before) and _TIMES_AFTER.match(after):
        return "basis"
    if _FROM.search(before) and _FROM_AFTER.match(after):
        return "from"
    if (_BASIS.search(before) and not found["day"]) or _BASIS_AFTER.match(after):
        return "basis"
    if _EVENT_AFTER.match(after) or _EVENT_BEFORE.search(before) or _DONE_AFTER.match(after):
        return "event"
    if (
        found["since"]
        or found["since_word"]
        or found[0].endswith("以来")
        or (_SINCE.search(before) and _SINCE_AFTER.match(after))
    ):
        return "since"
    return "day" if found["day"] else "period"


def _period(found: re.Match[str], year: int, kind: str, published: date | None) -> str:
    return str(_meant(found, year, kind, published))


def _meant(found: re.Match[str], year: int, kind: str, published: date | None) -> Period:
    if found["plan"] and kind != "since":
        return periods.year(year) if found["plan_part"] in ("末", "期末", "收官") else _years(year - 4, year)
    if kind == "since":
        year -= 4 if found["plan"] else 0
        return periods.since(periods.month(year, 1) if found["since_word"] else _start_of(found, year), published)
    if kind == "start":
        return periods.since(periods.month(year, 1), published) if published else periods.year(year)
    if found["from"]:
        return _years(int(found["from"]), int(found["to"]))
    if found["months"]:
        return periods.months(year, 1, int(parse_numeral(found["months"]) or 1))
    if found["part"]:
        return periods.months(year, *_PARTS[found["part"]])
    if found["first"]:
        return periods.months(year, int(found["first"]), int(found["last"]))
    return _start_of(found, year)


def _years(one: int, other: int) -> Period:
    """From the earlier year to the later one."""
    return periods.between(*map(periods.year, sorted((one, other))))


def _start_of(found: re.Match[str], year: int) -> Period:
    """The day, month or year named; the month alone where it has no such day."""
    if not found["month"]:
        return periods.year(year)
    month, day = int(found["month"]), int((found["day"] or "0").removesuffix("日"))
    return periods.day(year, month, day) if date_of(year, month, day) else periods.month(year, month)
