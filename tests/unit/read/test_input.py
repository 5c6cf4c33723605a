"""What comes in: encodings, web pages, and everything that must be refused with a word of help."""

import gzip
import io
import zipfile
from pathlib import Path

import pytest

from lianqun.read import ReadingRefused, read_bytes, read_file
from lianqun.read.decoding import LARGEST

TEXT = "海宁市发布消息\n海宁市新签约项目12个，总投资36亿元，同比增长8%。\n"
PAGE = """<html><head><title>海宁市发布消息_某网</title><meta charset="{charset}"><script>alert('999亿元')</script></head>
<body><nav><a href="/">首页</a> | <a href="/n">新闻</a></nav><article><h1>海宁市发布消息</h1>
<p>海宁市今年新签约项目12个，总投资36亿元，同比增长8%，涉及新材料、装备制造、生物医药等多个领域，项目质量明显提高。</p>
<p>下一步，海宁市将继续优化营商环境，推动签约项目尽快开工建设，早日投产达产，为全年目标打下坚实基础。</p></article>
<script>document.write('项目888个')</script><footer>版权所有</footer></body></html>"""


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-le", "utf-16-be"])
def test_encodings(encoding: str) -> None:
    reading = read_bytes(TEXT.encode(encoding))
    assert reading.text == TEXT.strip()


def test_big5_is_told_from_gb18030() -> None:
    traditional = "海寧市發佈消息\n海寧市新簽約項目12個，總投資36億元，這是全市經濟發展的重要成果，企業和產業都有新的進展。"
    reading = read_bytes(traditional.encode("big5"))
    assert "新签约项目12个，总投资36亿元" in reading.text


@pytest.mark.parametrize("charset", ["utf-8", "gb2312"])
def test_web_page_without_scripts_and_navigation(charset: str) -> None:
    reading = read_bytes(PAGE.format(charset=charset).encode("gb18030" if charset == "gb2312" else "utf-8"), name="a.html")
    assert (reading.media_type, reading.title) == ("text/html", "海宁市发布消息")
    assert "12个" in reading.text
    assert not any(word in reading.text for word in ("999", "888", "首页", "版权"))


def zip_bomb() -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.txt", b"0" * 10_000_000)
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "empty"),
        (b" \n \n", "empty"),
        (b"\x89PNG\r\n\x1a\n" + bytes(100), "picture"),
        (b"%PDF-1.7 ...", "broken_workbook"),
        (zip_bomb(), "archive"),
        (gzip.compress(b"0" * 1000, mtime=0), "archive"),
        (bytes(range(256)) * 40, "binary"),
        (b"<html><head></head><body><script>var a=1</script></body></html>", "no_text"),
        (b"a" * (LARGEST + 1), "too_large"),
    ],
)
def test_refusals_say_where_what_and_how_to_mend(data: bytes, code: str) -> None:
    with pytest.raises(ReadingRefused) as caught:
        read_bytes(data, name="消息.html")
    assert caught.value.code == code
    assert "消息.html" in caught.value.zh
    assert "消息.html" in caught.value.en


def test_large_file_is_refused_before_it_is_read(tmp_path: Path) -> None:
    path = tmp_path / "large.txt"
    with path.open("wb") as file:
        file.truncate(200 * 1024 * 1024)
    with pytest.raises(ReadingRefused, match="200 MB"):
        read_file(path)


def test_missing_file(tmp_path: Path) -> None:
    with pytest.raises(ReadingRefused) as caught:
        read_file(tmp_path / "none.txt")
    assert caught.value.code == "missing"


def test_boilerplate_is_left_out() -> None:
    text = "当前位置：首页 > 新闻\n海宁市发布消息\n海宁市新签约项目12个。\n评论\n用户名：\n相关阅读\n别的消息"
    assert read_bytes(text.encode()).text == "海宁市发布消息\n海宁市新签约项目12个。"


def test_commas_that_a_mirror_strews_are_taken_out() -> None:
    text = "海宁市通报\n上半年,,海宁市产值181.16亿元,,同比增长10.4%,,居第1位,。产量1,234吨,;企业12家,。"
    reading = read_bytes(text.encode())
    assert reading.text.split("\n")[1] == "上半年，海宁市产值181.16亿元，同比增长10.4%，居第1位。产量1,234吨；企业12家。"
    assert all(reading.text[claim.start : claim.end] == claim.quote for claim in reading.claims)
    assert {claim.change for claim in reading.claims if claim.value == "181.16"} == {"+10.4%"}
