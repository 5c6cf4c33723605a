"""Traditional characters → simplified ones, character by character so that places stay."""

import re
from functools import cache
from typing import Protocol, cast

from lianqun.read.lists import words_of

_TRADITIONAL = frozenset(
    "產業發區經現醫術優領設規創關環數質協內養聯統轉態續據節網構衛鄉結調國們來時對會學說過開電車長東門問間個為這與從還後後將進運連達遠選適遷邊關隊陽陰際險雲電靈風飛馬魚鳥麗點龍體點黨團圖場報備實對導屬廠廣張強彈歸歲歷氣漢滿濟營爾獨獲現畫當盡監盤確禮種積穩窮競筆節範築簡糧紀約紅級純納紙細終組絡給統絲維綠綜線編緊縣總績織義習職聲聽膚興舉號處虛蘇藝藥蘭衝裝製複覺觀討訊訓記許論證評識試話該詳認語誤課談請諸證譯議護讀變負財責貨販貫貴買費資賓賞質賴購贈趕趙躍輕輪輯輸轄辦農遞遺郵鄧鄭醬釋鉅銀銅銷鋼錄錢鍵鎮鐵鑒閉閱隨雙雜難離電靜響頁項順須預頓題顏顯類飲飯館驗"
)
_KEPT_ZHU = re.compile("著")
_ENOUGH = 0.02
_SAMPLE = 20_000


class _Converter(Protocol):
    def convert(self, text: str) -> str: ...


@cache
def _converter() -> _Converter:
    from opencc import OpenCC

    return cast(_Converter, OpenCC("hk2s"))  # t2s and seven characters of Hong Kong more


def is_traditional(text: str) -> bool:
    """Whether the text is written in Traditional characters (a quoted name or two do not make it so)."""
    sample = text[:_SAMPLE]
    chinese = sum("\u4e00" <= character <= "\u9fff" for character in sample)
    return sum(character in _TRADITIONAL for character in sample) > _ENOUGH * max(chinese, 1)


def simplify(text: str) -> str:
    """The text in Simplified characters, of the same length."""
    converted = _converter().convert(text)
    if len(converted) != len(text):
        converted = "".join(single if len(single := _converter().convert(c)) == 1 else c for c in text)
    return _restore_zhe(converted)


@cache
def _zhu_words() -> frozenset[str]:
    return words_of("lianqun.read.repair", "script_words.csv")


def _restore_zhe(text: str) -> str:
    """A table of characters turns 着 into 著 and no table turns it back: 著 stays only inside its own words."""
    return _KEPT_ZHU.sub(lambda found: "著" if _in_zhu_word(text, found.start()) else "着", text)


def _in_zhu_word(text: str, at: int) -> bool:
    return text[at : at + 2] in _zhu_words() or text[max(0, at - 1) : at + 1] in _zhu_words()
