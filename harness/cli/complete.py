"""Values that a shell completes: the names of faults and checks."""

import click
from click.shell_completion import CompletionItem


def complete_faults(
    ctx: click.Context, param: click.Parameter, incomplete: str
) -> list[CompletionItem]:
    """Faults, with what happens."""
    from emulators.faults.fault import catalogue  # noqa: PLC0415  (heavy; only when asked)
    from harness.faults import add_harness_faults  # noqa: PLC0415

    del ctx, param
    add_harness_faults()
    return _fitting({name: cls.title() for name, cls in catalogue().items()}, incomplete)


def complete_checks(
    ctx: click.Context, param: click.Parameter, incomplete: str
) -> list[CompletionItem]:
    """Checks, with when they hold."""
    from harness.checks.check import checks  # noqa: PLC0415  (heavy; only when asked)

    del ctx, param
    return _fitting({name: one.title for name, one in checks().items()}, incomplete)


def complete_names(
    ctx: click.Context, param: click.Parameter, incomplete: str
) -> list[CompletionItem]:
    """Faults and checks; tags stand in the user's own features."""
    faults = complete_faults(ctx, param, incomplete)
    return faults + complete_checks(ctx, param, incomplete)


def _fitting(found: dict[str, str], begins: str) -> list[CompletionItem]:
    return [
        CompletionItem(name, help=text) for name, text in found.items() if name.startswith(begins)
    ]
