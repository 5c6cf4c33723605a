"""Sheets of organisation names as offices keep them: the same organisations again and again, each time written a little otherwise.

Written from how Chinese organisations are named (place, own word, trade, legal form; families, branches, series, institutes) and
how clerks write such names, not from what the matcher can do. Every name is made up; the same seed gives the same rows.
"""

import random
from collections.abc import Callable
from dataclasses import dataclass, field

import polars as pl
from opencc import OpenCC

from lianqun.tables import DataSet
from lianqun.vocab.credit_codes import check_character
from lianqun.vocab.regions import regions

ORGANIZATIONS, ROWS = 1_559, 4_486
TUNED, HELD_OUT = 20240105, 77_001
HOME = "341100"
FIRST = "华鑫恒瑞盛泰金宏兴嘉永隆德天海东中新凯博远安佳康利正联星科龙鸿润丰百亿宝诚光立信达明通四方大同顺辰启卓晟昊"
SECOND = "兴达盛源通泰丰和瑞美科联创信诚邦康宇安力驰腾翔辉阳鑫远博格迪尔特嘉晟耀铭川峰润泽伟业成顺利元森宏图"
RARE = "懋琨埔湛翊珩璟赟沄甬皖骐郓濮羿彧"
TRADES = [
    "科技",
    "电子",
    "光电",
    "新材料",
    "材料",
    "精密机械",
    "机械",
    "装备",
    "智能装备",
    "自动化设备",
    "生物科技",
    "生物",
    "医药",
    "制药",
    "食品",
    "新能源",
    "电气",
    "汽车零部件",
    "汽车部件",
    "化工",
    "精细化工",
    "环保科技",
    "纺织",
    "服饰",
    "包装",
    "物流",
    "供应链管理",
    "建材",
    "玻璃",
    "半导体",
    "微电子",
    "软件",
    "信息技术",
    "网络科技",
    "农业",
    "农业发展",
    "投资",
    "实业",
    "商贸",
    "贸易",
    "建设工程",
    "模具",
    "五金",
    "塑业",
    "家居",
    "医疗器械",
]
ENGLISH = {
    "科技": "Technology",
    "电子": "Electronics",
    "机械": "Machinery",
    "食品": "Food",
    "材料": "Materials",
    "医药": "Pharma",
}
FORMS = {
    "有限公司": 72, "股份有限公司": 11, "有限责任公司": 8, "集团有限公司": 4, "厂": 3, "（普通合伙）": 1, "农民专业合作社": 1,
}  # fmt: skip
FACULTIES = ["先进制造", "新材料", "人工智能", "生物医药", "现代农业", "绿色化工", "智能网联汽车", "集成电路"]
UNIVERSITIES = ["理工大学", "工业大学", "师范大学", "农业大学", "医科大学", "大学", "职业技术学院"]
GENERIC = [
    "人民医院",
    "中医院",
    "第一中学",
    "科技局",
    "经济和信息化局",
    "经济开发区管委会",
    "高新技术产业开发区管理委员会",
    "商会",
    "机械厂",
    "水泥厂",
    "供电公司",
    "城市建设投资公司",
]
NUMBERS = "一二三四五"
LIKE = {
    "鑫": "馨", "恒": "桓", "盛": "晟", "宏": "弘", "泰": "秦", "源": "原", "辉": "晖", "达": "大", "嘉": "佳", "博": "搏", "材": "才", "械": "戒",
    "智": "志", "瑞": "端", "康": "庚", "利": "力", "丰": "沣", "信": "讯", "创": "刨", "德": "徳", "腾": "藤", "远": "运", "翔": "祥", "铭": "明",
}  # fmt: skip
REMARKS = ("（盖章）", "（筹）", "（拟）", "*", "。", "（联合体牵头单位）", "（已注销）")


@dataclass(slots=True)
class Firm:
    """One organisation: the parts of its name, and what a register would say of it."""

    number: int
    place: str
    own: str
    trade: str
    form: str
    where: str = "prefix"  # prefix, province, before (bracket before the trade), after (bracket behind it), nowhere
    whole: str = ""
    kind: str = "enterprise"
    code: str = ""
    former: str = ""
    english: str = ""
    written: list[str] = field(default_factory=list)

    def name(self, where: str = "", place: str = "", form: str | None = None) -> str:
        """The registered name, or the name with its place or legal form written otherwise."""
        if self.whole:
            return self.whole
        where, form, named = where or self.where, self.form if form is None else form, place or short(self.place)
        if where == "province":
            return (place or short(self.place[:2] + "0000")) + self.own + self.trade + form
        if where == "before":
            return f"{self.own}（{named}）{self.trade}{form}"
        if where == "after":
            return f"{self.own}{self.trade}（{named}）{form}"
        return ("" if where == "nowhere" else named) + self.own + self.trade + form


def short(code: str) -> str:
    """The usual short name of a division."""
    name = regions()[code].name
    for ending in ("特别行政区", "维吾尔自治区", "壮族自治区", "回族自治区", "自治区", "省", "市", "区", "县"):
        if name.endswith(ending) and len(name) - len(ending) >= 2:
            return name.removesuffix(ending)
    return name


class Maker:
    """Makes organisations, some alone, some in families that resemble one another, and the rows in which clerks name them."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)
        every = regions().values()
        self.home = [r.code for r in every if r.code[:4] == HOME[:4] and r.level in ("prefecture", "county")]
        self.away = [r.code for r in every if r.level == "prefecture" and r.name != "市辖区"]
        self.traditional = OpenCC("s2t")
        self.firms: list[Firm] = []

    # -- organisations ------------------------------------------------------------------------------------------------------

    def place(self) -> str:
        return self.random.choice(self.home if self.random.random() < 0.55 else self.away)

    def own(self) -> str:
        pick, chance = self.random.choice, self.random.random()
        if chance < 0.1:
            return pick(FIRST) + pick(RARE)
        word = pick(FIRST) + pick(SECOND)
        return word + pick(SECOND) if chance < 0.35 else word + pick(FIRST) + pick(SECOND) if chance < 0.45 else word

    def add(self, **parts: str) -> Firm:
        chance = self.random.random()
        where = "prefix" if chance < 0.45 else "province" if chance < 0.62 else "before" if chance < 0.77 else "after"
        form = self.random.choices(list(FORMS), list(FORMS.values()))[0]
        given = {"place": self.place(), "own": self.own(), "trade": self.random.choice(TRADES), "form": form}
        where = where if chance < 0.9 else "nowhere"
        firm = Firm(number=len(self.firms), **{"where": where, **given, **parts})  # type: ignore[arg-type]
        firm.code = credit_code(firm.number, firm.place)
        if not firm.whole and self.random.random() < 0.08:
            firm.former = firm.name(form="有限公司").replace(firm.trade, self.random.choice(TRADES))
        if not firm.whole and firm.trade in ENGLISH and self.random.random() < 0.4:
            firm.english = f"{pinyin(firm.own)} {ENGLISH[firm.trade]} Co., Ltd."
        self.firms.append(firm)
        return firm

    def family(self) -> None:
        """A parent and those who bear its name: other trades, other cities, branches, numbered works, the listed company."""
        own, home, trade = self.own(), self.place(), self.random.choice(TRADES)
        head = self.add(own=own, place=home, trade=trade, where=self.random.choice(("prefix", "nowhere", "province")))
        members: list[Callable[[], Firm]] = [
            lambda: self.add(own=own, place=home, trade=trade, form="集团有限公司"),
            lambda: self.add(own=own, place=home, trade=trade, form="股份有限公司", where=head.where),
            lambda: self.add(own=own, place=home, form="有限公司"),
            lambda: self.add(own=own, place=self.place(), trade=trade, form="有限公司"),
            lambda: self.add(own=own, trade=trade, where="after", form="有限公司"),
            lambda: self.add(own=own, place=home, whole=f"{head.name()}{short(self.place())}分公司"),
            lambda: self.add(own=own, place=home, whole=f"{head.name()}第{self.random.choice(NUMBERS)}分公司"),
            lambda: self.add(own=own, place=home, whole=f"{short(home)}{own}{trade[:2]}{self.random.choice(NUMBERS)}厂"),
            lambda: self.add(own=own, place=home, whole=f"{head.name()}技术中心"),
            lambda: self.add(own=own + self.random.choice(SECOND), place=home, trade=trade, form="有限公司", where=head.where),
        ]
        for member in self.random.sample(members, self.random.randint(1, 4)):
            member()

    def school(self) -> None:
        """A university with its institutes, which are organisations of their own."""
        place = self.place()
        name = short(self.random.choice((place, place[:2] + "0000"))) + self.random.choice(UNIVERSITIES)
        self.add(place=place, whole=name, kind="university")
        for faculty in self.random.sample(FACULTIES, self.random.randint(0, 2)):
            town = short(self.place())
            institute = self.random.choice((f"{name}{town}研究院", f"{name}{faculty}研究院", f"{name}（{town}）{faculty}研究院"))
            self.add(place=place, whole=institute, kind="institute")

    def numbered(self) -> None:
        """Hospitals and schools of one town, told apart by their number only."""
        place = self.place()
        word = self.random.choice(("人民医院", "中学", "设计院", "建筑工程公司"))
        for number in self.random.sample(NUMBERS, 2):
            self.add(place=place, whole=f"{regions()[place].name}第{number}{word}", kind="other")

    def generic(self) -> None:
        """An office or works whose name says nothing but what it is."""
        place = self.place()
        word = self.random.choice(GENERIC)
        self.add(place=place, whole=regions()[place].name + word, kind="government" if word.endswith(("局", "会")) else "other")

    def make(self, count: int) -> None:
        """So many organisations, no two of one registered name."""
        makers = [(self.add, 0.6), (self.family, 0.28), (self.school, 0.04), (self.numbered, 0.03), (self.generic, 0.05)]
        functions, weights = [one for one, _ in makers], [weight for _, weight in makers]
        seen: set[str] = set()
        while len(self.firms) < count:
            begun = len(self.firms)
            self.random.choices(functions, weights)[0]()
            made, self.firms[begun:] = self.firms[begun:], []
            for firm in made:
                if firm.name() not in seen and len(self.firms) < count:
                    seen.add(firm.name())
                    firm.number = len(self.firms)
                    self.firms.append(firm)

    # -- rows ---------------------------------------------------------------------------------------------------------------

    def row(self, firm: Firm) -> dict[str, str | None]:
        """One line of a sheet: the name as somebody wrote it, and what else that sheet happened to ask for."""
        chance = self.random.random
        code = firm.code if chance() < 0.35 and firm.kind != "government" else None
        if code and chance() < 0.004:  # filled down from the row above
            code = self.firms[firm.number - 1].code
        elif code and chance() < 0.01:  # a digit mistyped
            code = code[:9] + self.random.choice("23456789") + code[10:]
        place = firm.place if chance() < 0.6 else None
        if place and chance() < 0.25:
            place = place[:4] + "00" if place[:4] + "00" in regions() else place
        elif place and chance() < 0.03:
            place = self.place()
        english = firm.english if firm.english and chance() < 0.15 else None
        return {"name_zh": self.write(firm), "credit_code": code, "place_id": place, "kind": firm.kind, "name_en": english}

    def write(self, firm: Firm) -> str:
        """The name as registered, or in one or two of the ways in which names get written otherwise."""
        chance = self.random.random()
        if chance < 0.03 and firm.former:
            return firm.former
        name = firm.name() if chance < 0.5 or firm.whole else self.rearrange(firm)
        if self.random.random() < 0.4:
            name = self.scrawl(firm, name)
        return name

    def rearrange(self, firm: Firm) -> str:
        """Other parts of the name, or the same parts in other places."""
        city, province = firm.place, firm.place[:2] + "0000"
        full = regions()[city].name
        prefixed = firm.where == "prefix"
        ways = [
            (20, firm.name(place=full) if prefixed else firm.name(place=regions()[province].name)),
            (10, firm.name(place=regions()[province].name + full) if prefixed else firm.name()),
            (6, firm.name(place=short(province) + short(city)) if prefixed else firm.name()),
            (12, firm.name(where="nowhere")),
            (8, firm.name(where={"before": "after", "after": "before"}.get(firm.where, firm.where))),
            (6, firm.name(where="prefix")),
            (3, firm.name(where="after")),
            (16, firm.name(form={"有限公司": "有限责任公司", "有限责任公司": "有限公司", "股份有限公司": "股份公司"}.get(firm.form, firm.form))),
            (12, firm.name(form="公司")),
            (12, firm.name(form="")),
            (8, firm.name(where="nowhere", form="")),
            (5, firm.own + firm.trade[:2]),
            (3, firm.own),
            (3, firm.name(form="集团") if "集团" in firm.form else firm.name(form="股份") if "股份" in firm.form else firm.name()),
        ]  # fmt: skip
        return self.random.choices([way for _, way in ways], [weight for weight, _ in ways])[0]

    def scrawl(self, firm: Firm, name: str) -> str:
        """The same name in other characters, with a slip of the hand, or with a remark behind it."""
        spot = self.random.randrange(1, len(name))
        like = [at for at, sign in enumerate(name) if sign in LIKE]
        slip = self.random.choice(like) if like else None
        ways = [
            (18, self.traditional.convert(name)),
            (20, name.replace("（", "(").replace("）", ")")),
            (8, name.replace("（", "〔").replace("）", "〕")),
            (12, name[:spot] + " " + name[spot:]),
            (5, name[:spot] + "\u3000" + name[spot:]),
            (5, " " + name + " "),
            (8, name if slip is None else name[:slip] + LIKE[name[slip]] + name[slip + 1 :]),
            (4, name[: spot - 1] + name[spot:] if spot > 3 else name),
            (9, name + self.random.choice(REMARKS)),
            (5, f"{name}（原{firm.former}）" if firm.former else name),
            (4, f"{name}（曾用名：{firm.former}）" if firm.former else name),
            (3, f"{firm.former}（现更名为{firm.name()}）" if firm.former else name),
            (4, f"{name}（简称“{firm.own}{firm.trade[:2]}”）" if not firm.whole else name),
            (4, f"{name} {firm.english}" if firm.english else name),
            (2, firm.english or name),
            (4, name.replace("管委会", "管理委员会") if "管委会" in name else name.replace("管理委员会", "管委会")),
            (3, name.replace("科技", "·科技") if "科技" in name else f"“{name}”"),
        ]  # fmt: skip
        return self.random.choices([way for _, way in ways], [weight for weight, _ in ways])[0]


def credit_code(number: int, place: str) -> str:
    """A well-formed code: 91, the division, a running number of nine digits, the check character."""
    body = f"91{place}{number:09d}"
    return body + check_character(body)


def pinyin(word: str) -> str:
    """Latin letters that stand for a word: the same for the same word."""
    return "".join(
        f"{'bdfghjlmnst'[ord(sign) % 11]}{('ang', 'ei', 'u', 'ian', 'ao', 'ing')[ord(sign) // 11 % 6]}" for sign in word
    ).title()


def sheets(seed: int, organizations: int = ORGANIZATIONS, rows: int = ROWS) -> tuple[DataSet, pl.Series]:
    """The data set (organisations, places) and, row by row, the number of the organisation that is truly meant."""
    maker = Maker(seed)
    maker.make(organizations)
    weights = [1 / (rank + 3) ** 0.8 for rank in range(organizations)]
    maker.random.shuffle(weights)
    meant = [*range(organizations), *maker.random.choices(range(organizations), weights, k=rows - organizations)]
    maker.random.shuffle(meant)
    width = len(str(rows))
    lines = [{"id": f"r{at:0{width}d}", **maker.row(maker.firms[number])} for at, number in enumerate(meant)]
    schema = {"id": pl.String, "name_zh": pl.String, "name_en": pl.String, "credit_code": pl.String, "place_id": pl.String, "kind": pl.String}  # fmt: skip
    places = [
        {"id": r.code, "name_zh": r.name, "level": r.level, "parent_id": r.parent_code or None}
        for r in regions().values()
        if r.level in ("province", "prefecture", "county")
    ]
    tables = {"organizations": pl.DataFrame(lines, schema=schema), "places": pl.DataFrame(places, infer_schema_length=None)}
    return DataSet.of(tables), pl.Series("meant", meant, dtype=pl.UInt32)
