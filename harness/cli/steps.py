"""``tillproof steps``."""

import json

import click

from harness.cli.options import format_option, lang_option


@click.command("steps")
@format_option
@lang_option("Language of phrases and of what they do.")
def command(output: str, lang: str) -> None:
    """List the phrases that scenarios are made of."""
    from harness.bdd.phrases import phrases  # noqa: PLC0415  (behave is slow to import)
    from harness.bdd.runner import load_shipped_steps  # noqa: PLC0415

    load_shipped_steps()
    rows = [{"en": one.en, "zh": one.zh, "what": one.explained(lang)} for one in phrases()]
    if output == "json":
        click.echo(json.dumps(rows, ensure_ascii=False, indent=2))
        return
    for row in rows:
        click.echo(f"{row['zh' if lang == 'zh' else 'en']}\n    {row['what']}")
