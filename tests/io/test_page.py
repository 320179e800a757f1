from __future__ import annotations

import pytest

from govie.document import Document
from govie.errors import InputError
from govie.io.readers import read_data
from tests.conftest import EXAMPLE

sites = pytest.importorskip("tests.io.sites", reason="pip install 'govie[test]' for the readers' packages")

TEXT = EXAMPLE.read_text("utf-8")
SENTENCE = "过去一年，全县地区生产总值完成186.4亿元、增长6.2%，固定资产投资91.3亿元、增长8.5%。"
OTHERS = ("季度开工", "粮食总产量增长", "工业投资增长12%", "旅游收入增长35%", "document.write", "建站12周年")
FURNITURE = (
    "您的位置",
    "首页",
    "字号",
    "加大",
    "分享",
    "扫一扫",
    "打印",
    "浏览次数",
    "发布时间",
    "版权所有",
    "ICP备",
    "浏览器",
    "相关新闻",
    "会场",
)


def read(markup: str | bytes) -> Document:
    data = markup.encode() if isinstance(markup, str) else markup
    (document,) = read_data(data, "x.html")
    return document


def body(inside: str) -> str:
    """Return a page whose only prose is two sentences around `inside`."""
    return f"<html><body><div><p>{SENTENCE}</p>{inside}<p>{SENTENCE}</p></div></body></html>"


def lines_between(document: Document) -> list[str]:
    first, *between, last = document.text.split("\n")
    assert first == last == SENTENCE
    return between


@pytest.mark.parametrize("site", sites.SITES)
def test_only_the_report_is_left_of_a_page(site: str) -> None:
    document = read(sites.SITES[site](TEXT).format(charset="utf-8"))
    lines = [line.strip() for line in document.text.split("\n")]
    wanted = [line.strip() for line in TEXT.split("\n") if line.strip()]
    assert [line for line in wanted if line not in lines] == []
    extra = [line for line in lines if line not in wanted]
    assert extra in ([], ["会场。本报记者摄"])
    assert not [piece for piece in (*OTHERS, *FURNITURE[:-1]) if piece in document.text]
    assert (document.title, document.date) == ("政府工作报告", "2024-01-25")
    assert "left out" in document.notes[0]


@pytest.mark.parametrize("site", sites.SITES)
def test_an_observation_leads_back_to_its_line_in_the_file(site: str) -> None:
    markup = sites.SITES[site](TEXT).format(charset="utf-8")
    place = read(markup).place(read(markup).text.index("亩均")) if "亩均" in TEXT else None
    document = read(markup)
    for piece in ("186.4亿元", "1260亩", "31.7万头"):
        place = document.place(document.text.index(piece))
        assert place.line is not None
        assert piece in markup.split("\n")[place.line - 1]


@pytest.mark.parametrize(
    ("claimed", "codec", "encoding"),
    [
        ("gb2312", "gbk", "gb18030"),
        ("utf-8", "utf-8", "utf-8"),
        ("gb2312", "utf-8", "utf-8"),
        ("utf-8", "gbk", "gb18030"),
        ("iso-8859-1", "gbk", "gb18030"),
        ("no-such-thing", "gbk", "gb18030"),
    ],
)
def test_the_encoding_is_the_one_that_the_bytes_are_in(claimed: str, codec: str, encoding: str) -> None:
    document = read(sites.news_site(TEXT).format(charset=claimed).encode(codec))
    assert document.encoding == encoding
    assert "地区生产总值完成186.4亿元" in document.text


def test_a_claim_decides_where_the_bytes_do_not() -> None:
    traditional = "過去一年，全縣生產總值完成一百八十六億元，較上年成長百分之六，糧食產量穩定。" * 9
    for claimed, codec in (("big5", "big5"), ("gbk", "gbk")):
        markup = f"<html><head><meta charset={claimed}></head><body><p>{traditional}</p></body></html>"
        assert read(markup.encode(codec)).text == traditional


@pytest.mark.parametrize(
    "item",
    [
        "关闭小煤矿12处",
        "打印社保卡2.4万张",
        "新建无障碍设施36处",
        "下载量突破100万次",
        "1.新建二维码门牌3000块",
        "时间过半，任务完成52%",
        "位置优越的园区入驻企业18户",
        "相关产业增长9%",
    ],
)
def test_what_a_report_lists_is_no_furniture(item: str) -> None:
    assert lines_between(read(body(f"<p>{item}</p>"))) == [item]


@pytest.mark.parametrize(
    "piece",
    [
        "<p>【字号：<a>大</a> 中 小】</p>",
        "<p>字体：[大 中 小]</p>",
        "<p>打印本页</p><p>关闭窗口</p>",
        "<div>来源：青禾日报</div>",
        "<span>2024-01-25 10:20</span>",
        "<p>当前位置：首页 &gt; 要闻</p>",
        "<p>责任编辑：甲乙</p>",
        "<p>主办单位：青禾县人民政府　云岭ICP备05000001号</p>",
        "<ul><li><a href=/>全县粮食产量15万吨</a></li></ul>",
        "<div class='share'>转给朋友看看</div>",
        "<nav>机构设置</nav><footer>青禾</footer><button>更多</button>",
        "<!-- 增长9% --><script>var x = '增长8%'</script><style>.a{}</style>",
    ],
)
def test_furniture_is_left_out(piece: str) -> None:
    assert lines_between(read(body(piece))) == []


def test_a_row_of_a_table_is_a_line() -> None:
    head = "<tr><th>指标</th><th>单位</th><th>数值</th></tr>"
    table = f"<table>{head}<tr><td>粮食<br>产量</td><td>万吨</td><td>15.6</td></tr></table>"
    assert lines_between(read(body(table))) == ["指标\t单位\t数值", "粮食", "产量", "万吨", "15.6"]
    assert lines_between(read(body(table.replace("<br>", "")))) == [
        "指标\t单位\t数值",
        "粮食产量\t万吨\t15.6",
    ]


def test_a_line_of_verbatim_text_is_a_paragraph() -> None:
    markup = body("<pre>\n增长5%\n下降<b>3%</b>\n</pre>")
    document = read(markup)
    assert lines_between(document) == ["增长5%", "下降3%"]
    assert [document.place(document.text.index(piece)).line for piece in ("增长5%", "下降3%")] == [2, 3]


def test_a_page_saved_with_its_files_in_one() -> None:
    markup = sites.news_site(TEXT).format(charset="utf-8")
    import email.mime.multipart
    import email.mime.text

    mail = email.mime.multipart.MIMEMultipart("related")
    mail.attach(email.mime.text.MIMEText(markup, "html", "utf-8"))
    assert (
        "地区生产总值完成186.4亿元"
        in read(b"MIME-Version: 1.0\r\n" + mail.as_bytes().replace(b"MIME-Version: 1.0\n", b"", 1)).text
    )


@pytest.mark.parametrize(
    ("markup", "found"),
    [
        ("<html></html>", "without (content|text)"),
        ("<html><body><script>x</script><nav>首页</nav></body></html>", "without text"),
        ("<!-- <html> -->", "without content"),
        (f"<html><body>{'<div>' * 20_000}{SENTENCE}", "without text"),  # deeper than the parser goes
        (
            f"<html><body><p>{'The county grew by six per cent last year. ' * 9}</p></body></html>",
            "hardly in Chinese",
        ),
    ],
)
def test_a_page_without_a_report_is_refused_by_name(markup: str, found: str) -> None:
    with pytest.raises(InputError, match=found) as caught:
        read(markup)
    assert caught.value.where == "x.html"


@pytest.mark.parametrize(
    "markup",
    [
        f"<html><body>{'<div>' * 200}{SENTENCE}",
        f"<html><p>{SENTENCE}<p>{SENTENCE}</div></table></td><b><i></b>",
        f"<?xml version='1.0' encoding='gbk'?><html><body>{SENTENCE}</body></html>",
        f"<HTML><BODY BGCOLOR=#fff<P>{SENTENCE}</P>",
        "<html><body>" + f"<span>{SENTENCE}</span><br/>" * 5_000,
    ],
    ids=["deep", "unclosed", "declared", "broken tag", "long"],
)
def test_broken_markup_is_read_all_the_same(markup: str) -> None:
    assert "增长8.5%" in read(markup).text
