"""``tillproof checks``."""

import json

import click

from harness.cli.options import format_option, lang_option

_SOURCES_ZH = {
    "operations": "交易操作",
    "books": "银行账目",
    "wire": "通信报文",
    "paper": "纸质小票",
    "printer": "打印机",
    "stderr": "收银程序日志",
}


@click.command("checks")
@format_option
@lang_option("Language of the texts.")
def command(output: str, lang: str) -> None:
    """List the checks: name, when it holds, what its verdict comes from."""
    from harness.checks.check import checks  # noqa: PLC0415  (heavy; not for --help)

    rows = [
        {
            "name": one.name,
            "holds_when": one.zh if lang == "zh" else one.title,
            "comes_from": _in(lang, one.comes_from),
        }
        for one in checks().values()
    ]
    if output == "json":
        click.echo(json.dumps(rows, ensure_ascii=False, indent=2))
        return
    for row in rows:
        sources = f"（{row['comes_from']}）" if lang == "zh" else f"  ({row['comes_from']})"
        click.echo(f"{row['name']:28} {row['holds_when']}{sources}")


def _in(lang: str, sources: str) -> str:
    """What a verdict comes from, in that language."""
    names = sources.split(", ")
    return "、".join(_SOURCES_ZH[name] for name in names) if lang == "zh" else sources
