"""Clean text of our own in the trade's likeness, the steps that damage it, and what a repair left wrong.

Everything is drawn from a seed: the same seed gives the same text and the same damage.
"""

import random
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cache, partial
from html import entities

from opencc import OpenCC
from pypinyin import Style, pinyin
from rapidfuzz.distance import Editop, Levenshtein

from lianqun.read.repair import Repaired
from lianqun.read.repair.readings import usual_annotations
from lianqun.read.verification import NEAR

Step = Callable[[str], str]

_PLACES = ("海宁市", "临川区", "青浦县", "当地", "全市", "高新区", "沿江乡镇", "示范园区", "滨海新区", "南岭开发区")
_FIRMS = ("晨星光电科技有限公司", "恒远新材料股份公司", "中科智造研究院", "一家医药企业", "华岳环境集团", "联创网络公司")
_GOODS = ("硅片", "特种纤维", "动力电池", "数控机床", "医疗器械", "传感器", "生物制剂", "显示面板", "工业机器人")
_FIELDS = ("新能源", "集成电路", "生物医药", "节能环保", "现代农业", "数字经济", "高端装备", "优质种业", "康养旅游")
_SENTENCES = (
    "{place}今年新签约亿元以上项目{n}个，总投资{m}亿元，同比增长{p}%。",
    "目前，{place}{field}产业链上下游企业已有{n}家，从业人员{k}万人。",
    "“我们把研发中心设在{place}，看中的是完整的配套。”{firm}负责人说，去年销售收入{m}亿元。",
    "{firm}投资{k}亿元建设的{goods}生产线，达产后年产值可达{m}亿元；预计带动就业{n}人。",
    "据统计，{place}规模以上工业增加值增长{p}%，其中{field}增长{q}%，占比提高{k}个百分点。",
    "走进{firm}的车间，{n}台{goods}设备正在运转，技术人员熟练地调整参数，检测数据实时传到大屏上。",
    "近年来，{place}坚持创新驱动发展，聚焦{field}等重点领域，持续优化营商环境，养成了敢闯敢试的风气。",
    "为了解决企业融资难题，{place}设立{m}亿元的{field}基金，已为{n}家企业提供贷款{k}亿元。",
    "《{place}{field}发展规划》提出，到2027年，产业规模突破{m}亿元，培育龙头企业{n}家。",
    "{goods}、{field}、物流——三条产业链彼此协同，构成了{place}的结构性优势：本地配套率达到{p}%！",
    "谁来补上关键环节的短板？{place}的答案是：统筹{n}个平台，联合{firm}攻关，转化成果{k}项。",
    "得益于网络和基础设施的完善，{place}的{goods}出口{m}万台，销往{n}个国家（地区），续写了内外联动的新篇。",
    "{place}还与高校签订协议，引进人才{n}名，其中博士{k}名；这些年轻人说着各地方言，却有着同样的干劲。",
    "在卫生、教育、社会保障等方面，{place}安排资金{m}亿元，比上年增加{q}亿元，惠及{k}万群众。",
    "会议强调，要把握住经济运行的态势，既看总量，又看质量，守住耕地{m}万亩的底线。",
    "{firm}董事长表示，公司现有员工{n}人，去年纳税{k}亿元，后续将面向海外，只做最好的{goods}。",
    "从“单打独斗”到“抱团发展”，{place}{field}集群里，{n}家企业共用一个仓库，运费下降{q}%。",
    "记者了解到，该项目占地{m}亩，分{k}期建设，首期{n}亿元已到位，明年二季度试产。",
    "几度风雨，{place}干部群众在里面摸索出一套办法：准入从严、服务从快、监管从实。",
    "{place}发布的月报显示，用电量{m}万千瓦时，下降{p}%，后三个月有望回升。",
)
_HEADS = ("{place}：{field}产业跑出加速度", "以链聚群，{place}的新实践", "{field}怎样在{place}扎根")


def write_text(seed: int, characters: int) -> str:
    """A text of at least so many characters: short heads, paragraphs of a few sentences, numbers in most."""
    draw = random.Random(seed)
    lines = [_fill(draw, draw.choice(_HEADS))]
    while sum(map(len, lines)) < characters:
        if draw.random() < 0.15:
            lines.append(_fill(draw, draw.choice(_HEADS)))
        lines.append("".join(_fill(draw, s) for s in draw.sample(_SENTENCES, draw.randint(2, 5))))
    return "\n".join(lines)


def _fill(draw: random.Random, pattern: str) -> str:
    numbers = {"n": draw.randint(3, 480), "m": draw.choice((draw.randint(11, 990), round(draw.uniform(1, 99), 1)))}
    numbers |= {"p": round(draw.uniform(0.5, 60), 1), "q": draw.randint(2, 45), "k": draw.randint(2, 38)}
    words = {"place": _PLACES, "firm": _FIRMS, "goods": _GOODS, "field": _FIELDS}
    return pattern.format(**numbers, **{key: draw.choice(values) for key, values in words.items()})


@cache
def _table(name: str) -> OpenCC:
    return OpenCC(name)


def change_script(text: str, *, name: str = "s2t", by_character: bool = True) -> str:
    """Into Traditional characters: a plain table of characters, or OpenCC with its words."""
    return "".join(map(_table(name).convert, text)) if by_character else str(_table(name).convert(text))


@cache
def _reading(character: str, style: Style) -> str:
    return pinyin(character, style=style)[0][0]


def list_characters(text: str, seed: int, count: int) -> list[str]:
    """Characters to be annotated, drawn from those of the text."""
    found = sorted({c for c in text if "\u4e00" <= c <= "\u9fff"})
    return random.Random(seed).sample(found, min(count, len(found)))


@dataclass(frozen=True)
class Mirror:
    """A mirror that works on bytes: puts readings behind characters, cuts at marks, decodes what is left, in any order."""

    characters: int = 0  # how many are annotated; 0: the 34 that are known
    style: Style = Style.TONE
    brackets: str = "()"
    marks: str = "；"
    annotates: bool = True
    cuts_first: bool = False
    encoding: str = "gb18030"
    lost: str = "?"
    eats_both: bool = True
    seed: int = 1

    def __call__(self, text: str) -> str:
        """The text as the mirror shows it, line by line."""
        keys = self._keys(text)
        return "\n".join(self._show(line, keys) for line in text.split("\n"))

    def _keys(self, text: str) -> list[tuple[bytes, bytes]]:
        if not self.annotates:
            return []
        if self.characters:
            pairs = [(c, _reading(c, self.style)) for c in list_characters(text, self.seed, self.characters)]
        else:
            pairs = [(c, r if self.style == Style.TONE else _reading(c, self.style)) for c, r in usual_annotations().items()]
        printed = [(c, f"{self.brackets[0]}{r}{self.brackets[1]}") for c, r in pairs]
        return [(c.encode(self.encoding), p.encode(self.encoding, "ignore")) for c, p in printed]

    def _show(self, line: str, keys: Sequence[tuple[bytes, bytes]]) -> str:
        data = line.encode(self.encoding, "ignore")
        pieces = self._cut(data) if self.cuts_first else [data]
        for key, printed in keys:
            pieces = [piece.replace(key, key + printed) for piece in pieces]
        pieces = pieces if self.cuts_first else self._cut(pieces[0])
        return "".join(map(self._decode, pieces))

    def _cut(self, data: bytes) -> list[bytes]:
        if not self.marks:
            return [data]
        wanted = b"|".join(re.escape(mark.encode(self.encoding)) for mark in self.marks)
        return re.split(b"(" + wanted + b")", data)

    def _decode(self, data: bytes) -> str:
        text, at = "", 0
        while at < len(data):
            if data[at] < 0x80:
                text, at = text + chr(data[at]), at + 1
                continue
            try:
                text, at = text + data[at : at + 2].decode(self.encoding), at + 2
            except UnicodeDecodeError:
                keeps = not self.eats_both and data[at + 1 : at + 2] < b"\x80"
                text, at = text + self.lost, at + (1 if keeps else 2)
        return text


def narrow_marks(text: str) -> str:
    """Full-width marks of ASCII made half-width."""
    return text.translate(str.maketrans("，；：？！（）", ",;:?!()"))


def widen_all(text: str) -> str:
    """Digits, letters and ASCII marks made full-width."""
    return "".join(chr(ord(c) + 0xFEE0) if "!" <= c <= "~" else c for c in text)


def misread(text: str, *, encoding: str, lost: str = "?") -> str:
    """UTF-8 shown in another encoding; a pair that is no character is lost as a whole."""
    data = text.encode()
    if encoding == "latin-1":
        return data.decode("latin-1")
    if encoding == "cp1252":
        return "".join(bytes((b,)).decode("cp1252") if b not in (0x81, 0x8D, 0x8F, 0x90, 0x9D) else chr(b) for b in data)
    return Mirror(lost=lost)._decode(data)


def put_entities(text: str, *, seed: int = 1) -> str:
    """Some characters written as entities, as a page's source has them."""
    draw, named = random.Random(seed), entities.codepoint2name
    forms = (lambda c: f"&#{ord(c)};", lambda c: f"&#x{ord(c):x};", lambda c: f"&{named[ord(c)]};" if ord(c) in named else c)
    return "".join(draw.choice(forms)(c) if c != "\n" and draw.random() < 0.05 else c for c in text)


def put_between(text: str, *, signs: str, share: float, seed: int = 1) -> str:
    """Invisible signs put between characters here and there."""
    draw = random.Random(seed)
    return "".join(c + (draw.choice(signs) if c != "\n" and draw.random() < share else "") for c in text)


def spread(text: str) -> str:
    """A space behind every character of every line."""
    return "\n".join(" ".join(line) for line in text.split("\n"))


def fold(text: str, *, width: int) -> str:
    """Lines broken at a fixed number of characters, paragraphs set apart by an empty line."""
    return "\n\n".join("\n".join(p[i : i + width] for i in range(0, len(p), width)) for p in text.split("\n"))


def break_at_commas(text: str, *, seed: int = 1) -> str:
    """A line end behind some commas."""
    draw = random.Random(seed)
    return re.sub("，", lambda m: "，\n" if draw.random() < 0.3 else "，", text)


_T = change_script
_TW, _HK = partial(change_script, name="s2tw", by_character=False), partial(change_script, name="s2hk", by_character=False)
FAMILY: dict[str, tuple[Step, ...]] = {
    "the known mirror": (_T, Mirror(), narrow_marks),
    "80 characters": (_T, Mirror(characters=80), narrow_marks),
    "300 characters": (_T, Mirror(characters=300), narrow_marks),
    "simplified, 120 characters": (Mirror(characters=120, marks=""),),
    "cut at ，。": (_T, Mirror(marks="，。"), narrow_marks),
    "cut at all marks": (_T, Mirror(characters=60, marks="，。；：、“”（）！？《》"), narrow_marks),
    "cut first, then annotated": (_T, Mirror(characters=60, marks="，、“”", cuts_first=True), narrow_marks),
    "marks narrowed first": (_T, narrow_marks, Mirror(characters=60, marks="。、")),
    "cut only": (_T, Mirror(annotates=False, marks="，。；、"), narrow_marks),
    "cut only, simplified": (Mirror(annotates=False, marks="，。；：、“”"),),
    "wide brackets": (_T, Mirror(characters=60, brackets="（）"), narrow_marks),
    "wide brackets kept": (_T, Mirror(characters=60, brackets="（）")),
    "numbered tones": (_T, Mirror(characters=60, style=Style.TONE3)),
    "bare readings": (_T, Mirror(characters=60, style=Style.NORMAL), narrow_marks),
    "lost as U+FFFD": (_T, Mirror(characters=60, lost="\ufffd"), narrow_marks),
    "lost as U+FFFD, ASCII kept": (_T, Mirror(characters=60, lost="\ufffd", eats_both=False)),
    "lost as private use": (_T, Mirror(characters=60, lost="\ue5e5"), narrow_marks),
    "lost as katakana": (_T, Mirror(characters=60, lost="\uff77"), narrow_marks),
    "lost without a sign": (_T, Mirror(characters=60, lost=""), narrow_marks),
    "Big5 bytes": (_TW, Mirror(characters=60, encoding="big5hkscs", style=Style.NORMAL, marks="；，")),
    "Taiwan words": (_TW, Mirror(characters=60), narrow_marks),
    "Hong Kong words": (_HK, Mirror(characters=60), narrow_marks),
    "script only": (_T,),
    "widened": (widen_all,),
    "UTF-8 read as GBK": (partial(misread, encoding="gb18030"),),
    "UTF-8 read as GBK, U+FFFD": (partial(misread, encoding="gb18030", lost="\ufffd"),),
    "UTF-8 read as Latin-1": (partial(misread, encoding="latin-1"),),
    "UTF-8 read as Windows-1252": (partial(misread, encoding="cp1252"),),
    "entities": (put_entities,),
    "invisible signs": (partial(put_between, signs="\u200b\u00ad\ufeff\u2060", share=0.1),),
    "spread characters": (spread,),
    "folded at 38": (partial(fold, width=38),),
    "broken at commas": (break_at_commas,),
}


def damage(text: str, steps: Iterable[Step]) -> str:
    """The text after all steps."""
    for step in steps:
        text = step(text)
    return text


@dataclass(frozen=True)
class Remains:
    """What a repair left: errors in characters, places that are wrong and not marked, wrong digits, those not marked."""

    characters: int
    errors: int
    silent: tuple[str, ...]
    digits_wrong: int
    digits_unmarked: tuple[str, ...]


def compare(clean: str, repaired: Repaired) -> Remains:
    """Set repaired text beside the clean one, line ends left out, and look where they differ."""
    want, got = _flat(clean), _flat(repaired.text)
    marked = _marks(repaired)
    edits = Levenshtein.editops(want, got)
    silent = [edit for edit in edits if not marked[edit.dest_pos]]
    wrong = [edit for edit in edits if _has_digit(want, got, edit)]
    missed = [edit for edit in wrong if not any(marked[slice(*_number_at(got, edit.dest_pos))])]
    return Remains(
        len(want),
        len(edits),
        tuple(_show(want, got, edit) for edit in silent),
        len(wrong),
        tuple(_show(want, got, edit) for edit in missed),
    )


def count_errors(clean: str, text: str) -> int:
    """Characters to put in, take out or change to make the clean text of a damaged one; line ends left out."""
    return Levenshtein.distance(_flat(clean), _flat(text))


def _has_digit(want: str, got: str, edit: Editop) -> bool:
    lost = edit.tag != "insert" and want[edit.src_pos].isdigit()
    return lost or (edit.tag != "delete" and got[edit.dest_pos].isdigit())


def _show(want: str, got: str, edit: Editop) -> str:
    return f"{want[max(0, edit.src_pos - 8) : edit.src_pos + 8]} → {got[max(0, edit.dest_pos - 8) : edit.dest_pos + 8]}"


def _number_at(text: str, at: int) -> tuple[int, int]:
    """The digits around a place and one character on either side."""
    start, end = at, at
    while start and text[start - 1] in "0123456789.":
        start -= 1
    while end < len(text) and text[end] in "0123456789.":
        end += 1
    return max(0, start - 1), end + 1


def _flat(text: str) -> str:
    return "".join(text.split())


def _marks(repaired: Repaired) -> list[bool]:
    """For every character of the text without spaces, and its end, whether it lies in or beside a touched span."""
    text = repaired.text
    marked = [False] * len(text)
    for start, end in repaired.touched:
        reach = max(0, start - NEAR), min(len(text), end + NEAR)
        marked[slice(*reach)] = [True] * (reach[1] - reach[0])
    return [mark for mark, character in zip(marked, text, strict=True) if not character.isspace()] + [bool(marked and marked[-1])]
