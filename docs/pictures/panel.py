"""The picture of the README: six counties that do not exist, read and drawn.

usage: python docs/pictures/panel.py        writes panel.svg beside this file
"""

from __future__ import annotations

from pathlib import Path

import govie
from govie.panel import build_panel
from govie.panel.plot import plot_sides, save_chart

REPORT = """{county}人民政府工作报告（2024年）
一、2023年工作回顾
过去一年，我们稳住了经济大盘，全县地区生产总值增长{result}%，一般公共预算收入增长{revenue}%。
二、2024年工作安排
今年经济社会发展的主要预期目标是：地区生产总值增长{target}，一般公共预算收入增长{revenue}%左右。
"""

COUNTIES = (
    ("青禾县", "6.2", "6%左右", "5.1"),
    ("石岭县", "4.7", "5%—5.5%", "3.2"),
    ("月湾县", "5.6", "5.5%以上", "4.4"),
    ("柳浦县", "5.1", "5.5%左右", "2.9"),
    ("雁坪县", "3.9", "5%", "1.8"),
    ("松台县", "6.8", "6.5%—7%", "6.3"),
)

if __name__ == "__main__":
    texts = [REPORT.format(county=c, result=r, target=t, revenue=v) for c, r, t, v in COUNTIES]
    panel = build_panel([govie.parse(text) for text in texts])
    print(save_chart(plot_sides(panel, "gdp"), Path(__file__).with_name("panel.svg")))
