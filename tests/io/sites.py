"""One report as the pages of three invented sites, as PDF and as DOCX, for the tests of the readers."""

from __future__ import annotations

import io
from html import escape

import docx
from docx.document import Document as Word
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import BaseDocTemplate, Frame, PageTemplate, Paragraph

FONT = "STSong-Light"
HEAD = "澜溪市人民代表大会文件"


def news_site(text: str) -> str:
    """A county's portal: paragraphs in divs, navigation and a sidebar of lists, buttons for the font."""
    title, *lines = text.splitlines()
    body = "\n".join(f"<p>　　{escape(line)}</p>" for line in lines)
    menu = "".join(
        f'<li><a href="/{k}">{name}</a></li>'
        for k, name in enumerate(["首页", "政务公开", "办事服务", "互动交流"])
    )
    others = "".join(
        f'<li><a href="/{k}">全县第{k}季度开工{k * 12}个，投资{k}.5亿元</a><span>2024-02-0{k}</span></li>'
        for k in range(1, 7)
    )
    return f"""<!DOCTYPE html>
<html lang="zh"><head><meta charset="{{charset}}">
<title>{title}_政府公报_青禾县人民政府门户网站</title>
<meta name="ArticleTitle" content="{title}"><meta name="PubDate" content="2024-01-25 10:02">
<style>p {{{{ margin: 0 }}}}</style><script>var count = 186.4; document.write("增长9%");</script></head>
<body><div class="top"><ul class="nav">{menu}</ul></div>
<div class="crumbs">您的位置：<a href="/">首页</a> &gt; <a href="/z">政府公报</a></div>
<div class="main"><div class="left">
<h1>{title}</h1>
<div class="info"><span>发布时间：2024-01-25</span> <span>来源：青禾日报</span> <span>浏览次数：1285</span>
<span>字号：[<a>大</a> <a>中</a> <a>小</a>]</span></div>
<div class="content" id="zoom">
{body}
</div>
<div class="share">分享到：<a>微博</a><a>微信</a> 扫一扫在手机打开当前页</div>
<div class="page">上一篇：<a href="/p">青禾县2023年工业投资增长12%</a><br>下一篇：<a href="/n">无</a></div>
</div>
<div class="sidebar"><h3>相关新闻</h3><ul>{others}</ul></div></div>
<div class="footer"><p>版权所有：青禾县人民政府办公室　联系电话：0888-6123456</p>
<p>主办单位：青禾县人民政府　备案号：云岭ICP备05000001号-1　网站标识码：5300000012</p></div>
</body></html>"""


def old_site(text: str) -> str:
    """A page of the early years: nested tables, upper-case tags, line breaks instead of paragraphs."""
    title, *lines = text.splitlines()
    body = "<BR><BR>\n".join(f"&nbsp;&nbsp;&nbsp;&nbsp;{escape(line)}" for line in lines)
    links = "".join(f"<TR><TD><A HREF={k}.htm>· 全省粮食总产量增长{k}%</A></TD></TR>" for k in range(1, 9))
    return f"""<HTML><HEAD>
<META HTTP-EQUIV="Content-Type" CONTENT="text/html; charset={{charset}}">
<TITLE>{title}--澜溪政报</TITLE></HEAD>
<BODY BGCOLOR=#FFFFFF><TABLE WIDTH=760><TR><TD COLSPAN=2><IMG SRC=top.gif ALT="建站12周年">
<A HREF=/>首页</A> | <A HREF=/b>机构</A> | <A HREF=/c>法规</A></TD></TR>
<TR><TD WIDTH=160><TABLE>{links}</TABLE></TD>
<TD><FONT SIZE=5><B><CENTER>{title}</CENTER></B></FONT><HR>
<CENTER>2024年1月25日　来源：本站</CENTER>
<FONT SIZE=3>
{body}
</FONT><P ALIGN=RIGHT>【<A HREF=#>打印本页</A>】【<A HREF=#>关闭窗口</A>】</P></TD></TR></TABLE>
<CENTER><FONT SIZE=2>澜溪市信息中心制作　建议使用IE5.0以上浏览器，800×600分辨率</FONT></CENTER>
</BODY></HTML>"""


def app_site(text: str) -> str:
    """A page that a script has filled: spans in two sections, and a hidden copy for sharing."""
    title, *lines = text.splitlines()
    half = len(lines) // 2
    parts = [
        "".join(
            f'<section><span style="text-indent:2em"><strong>{line[:6]}</strong>{line[6:]}</span></section>'
            for line in part
        )
        for part in (lines[:half], lines[half:])
    ]
    copy = "".join(escape(line) for line in lines[: half // 2])
    return f"""<!doctype html><html><head><meta charset={{charset}}>
<meta property="og:title" content="{title}">
<meta property="article:published_time" content="2024-01-25T08:00:00+08:00"></head>
<body><div id="app"><header><button>菜单</button><nav><a href="/">首页</a><a href="/d">要闻</a></nav></header>
<main><article><h2>{title}</h2><p class="meta"><time>2024-01-25 08:00</time></p>
<div class="tools">加大 还原 减小 听全文</div>
<div class="rich"><div class="half">{parts[0]}</div><figure><figcaption>会场。本报记者摄</figcaption></figure>
<div class="half">{parts[1]}</div></div></article>
<aside><p>热点：全县旅游收入增长35%，接待游客820万人次，再创新高，详见下文。</p></aside></main>
<div style="display: none">{copy}</div>
<footer>© 2024 青禾融媒</footer></div></body></html>"""


SITES = {"news": news_site, "old": old_site, "app": app_site}


def pdf(text: str, *, columns: int = 1, indented: bool = True, password: str = "") -> bytes:
    """Return the report as a PDF with running heads and page numbers, in one or two columns."""
    if FONT not in pdfmetrics.getRegisteredFontNames():
        pdfmetrics.registerFont(UnicodeCIDFont(FONT))
    style = ParagraphStyle(
        "body",
        fontName=FONT,
        fontSize=12,
        leading=21,
        wordWrap="CJK",
        firstLineIndent=24 if indented else 0,
        spaceAfter=0 if indented else 12,
    )
    target = io.BytesIO()
    width, height = A4
    wide = (width - 130 - 22 * (columns - 1)) / columns
    frames = [
        Frame(65 + number * (wide + 22), 60, wide, height - 120, leftPadding=0, rightPadding=0)
        for number in range(columns)
    ]
    file = BaseDocTemplate(target, pagesize=A4, encrypt=password or None, title="Microsoft Word - 报告.doc")
    file.addPageTemplates(PageTemplate(frames=frames, onPage=_head))
    file.build([Paragraph(escape(line), style) for line in text.splitlines()])
    return target.getvalue()


def _head(canvas: Canvas, file: BaseDocTemplate) -> None:
    canvas.setFont(FONT, 9)
    canvas.drawCentredString(A4[0] / 2, A4[1] - 42, HEAD)
    canvas.drawCentredString(A4[0] / 2, 32, f"— {file.page} —")


def pdf_by_rows(text: str) -> bytes:
    """Return the report as a PDF in two columns whose lines are written across both of them."""
    pdf("", columns=2)  # registers the font
    target = io.BytesIO()
    canvas = Canvas(target, pagesize=A4)
    lines = [piece for line in text.splitlines() for piece in wrapped("　　" + line, 36)]
    for start in range(0, len(lines), 70):
        canvas.setFont(FONT, 12)
        page = lines[start : start + 70]
        for row in range(35):
            for column in (0, 1):
                if row + 35 * column < len(page):
                    canvas.drawString(60 + 245 * column, 780 - 20 * row, page[row + 35 * column])
        canvas.showPage()
    canvas.save()
    return target.getvalue()


def wrapped(line: str, width: int) -> list[str]:
    """Return `line` in pieces of `width` columns, of which a Chinese character takes two."""
    pieces, taken = [""], 0
    for character in line:
        columns = 1 if character.isascii() else 2
        if taken + columns > width:
            pieces.append("")
            taken = 0
        pieces[-1] += character
        taken += columns
    return pieces


def scanned_pdf(pages: int = 3) -> bytes:
    """Return a PDF of pages with pictures and no text."""
    target = io.BytesIO()
    canvas = Canvas(target, pagesize=A4)
    for _ in range(pages):
        canvas.rect(60, 60, 400, 600, fill=1)
        canvas.showPage()
    canvas.save()
    return target.getvalue()


def word(text: str) -> bytes:
    """Return the report as a DOCX, its words in several runs, with a head and a foot on each page."""
    file = docx.Document()
    section = file.sections[0]
    section.header.paragraphs[0].text = HEAD
    section.footer.paragraphs[0].text = "第1页"
    for line in text.splitlines():
        paragraph = file.add_paragraph()
        for start in range(0, len(line), 7):
            paragraph.add_run(line[start : start + 7]).bold = start % 2 == 0
    return saved(file)


def saved(file: Word) -> bytes:
    """Return the bytes of a Word file."""
    target = io.BytesIO()
    file.save(target)
    return target.getvalue()
