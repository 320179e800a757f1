"""The tokenizer: pkuseg words with forced cuts at numerals, units and bound words."""

from govie.text.tokenizer.report import ReportTokenizer, make_report_tokenizer
from govie.text.tokenizer.segmenter import Segmenter

__all__ = ["ReportTokenizer", "Segmenter", "make_report_tokenizer"]
