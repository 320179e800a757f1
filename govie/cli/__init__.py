"""The command `govie`. One module a subcommand; spaCy is imported only once there is work to do."""

from __future__ import annotations

import typer

from govie.cli import check, evaluate, info, join, panel, parse, strip, train

HELP = """
Read Chinese government work reports (政府工作报告) as data.

Every quantity that a report states becomes an observation: which indicator, what value and unit,
what the number says (level, growth, change, multiple, share, ratio, rank), whether it is an actual, an
estimate or a target, for which period, and the exact characters that say so.

Exit status: 0 all well, 1 some input failed, 2 wrong usage, 3 trouble with the model.
"""

app = typer.Typer(
    help=HELP,
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode="markdown",
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
app.command("parse", epilog=parse.EXAMPLES)(parse.parse)
app.command("panel", epilog=panel.EXAMPLES)(panel.panel)
app.command("evaluate", epilog=evaluate.EXAMPLES)(evaluate.evaluate)
app.command("check", epilog=check.EXAMPLES)(check.check)
app.command("join", epilog=join.EXAMPLES)(join.join)
app.command("strip", epilog=strip.EXAMPLES)(strip.strip)
app.command("train", epilog=train.EXAMPLES)(train.train)
app.command("info", epilog=info.EXAMPLES)(info.info)


def main() -> None:
    """Run the command with the arguments that the shell gave."""
    app(prog_name="govie")
