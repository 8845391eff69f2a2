"""``tillproof init``."""

from pathlib import Path

import click

from harness.cli.options import lang_option

_NEXT = {
    "en": (
        "Next: fill in pos.py, or name your till in tillproof.toml.\n"
        "{where}tillproof doctor   tells what it sees of your till and its slips\n"
        "{where}tillproof run      runs the features; 'tillproof run shipped' all that come with it"
    ),
    "zh": (
        "下一步：补全 pos.py，或在 tillproof.toml 中写明收银机的启动命令。\n"
        "{where}tillproof doctor --lang zh   检查收银机的连接和小票的识别\n"
        "{where}tillproof run                运行场景；“tillproof run shipped”运行自带的全部场景"
    ),
}

_DONE = {
    "en": ("wrote  {}", "kept   {}: it was there"),
    "zh": ("已写入  {}", "已保留  {}：文件已存在"),
}


@click.command("init")
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path), default=".")
@lang_option("Of the features, the adapter and the output.")
@click.option("--ci", type=click.Choice(["github", "gitlab"]), default="github", help="Whose CI.")
def command(folder: Path, lang: str, ci: str) -> None:
    """Put a starter configuration, adapter, features and CI file into FOLDER.

    Files that are there already are left as they are.
    """
    from harness.starter import begin  # noqa: PLC0415  (only when it is used)

    begun = begin(folder, lang, ci)
    wrote, kept = _DONE[lang]
    for name in begun.written:
        click.echo(wrote.format(folder / name))
    for name in begun.kept:
        click.echo(kept.format(folder / name))
    where = "" if folder == Path() else f"cd {folder}; "
    click.echo(f"\n{_NEXT[lang].format(where=where)}")
