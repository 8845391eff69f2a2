"""What stands below each verb's ``--help``: commands as one would type them."""

EXIT_STATUS = """Exit status: 0 every check held; 1 the POS failed a check; 2 unknown: an armed
fault never fired, nothing was run, or a check could not decide; 3 wrong use or configuration;
4 tillproof itself failed. Standard output is the result, all else goes to standard error. NO_COLOR
is heeded. 'tillproof VERB --help' has the options and examples of each verb."""

EXAMPLES = {
    "init": ("tillproof init till-tests", "tillproof init --lang zh --ci gitlab"),
    "run": (
        "tillproof run",
        "tillproof run my.feature:12 --format json",
        "tillproof run -j 4 --only paper_out --skip needs.refund",
        "tillproof run --shard 2/5 --allure allure-results",
        "tillproof run --baseline known.json",
    ),
    "explore": (
        "tillproof explore --list",
        "tillproof explore -j 2 --time-limit 600",
        "tillproof explore --shard 1/4 --name nightly",
    ),
    "replay": ("tillproof replay runs/latest/failures/NAME --times 10",),
    "doctor": ("tillproof doctor", "tillproof doctor --config other.toml"),
    "check": ("tillproof check runs/latest",),
    "diff": ("tillproof diff runs/a/scenarios/001-x runs/b/scenarios/001-x",),
    "explain": ("tillproof explain runs/latest charged-once",),
    "console": (
        "tillproof console",
        "tillproof console --listen 127.0.0.1:0 --headless",
        "tillproof console --listen 0.0.0.0:8400 --token SECRET",
    ),
    "faults": ("tillproof faults", "tillproof faults --format json"),
    "checks": ("tillproof checks",),
    "events": ("tillproof events --format json",),
    "steps": ("tillproof steps",),
    "completion": (
        'eval "$(tillproof completion bash)"',
        "tillproof completion zsh > ~/.zfunc/_tillproof",
        "tillproof completion fish > ~/.config/fish/completions/tillproof.fish",
    ),
}


def examples(verb: str) -> str | None:
    """The paragraph for a verb, in click's own notation; None where its help has its own."""
    if verb not in EXAMPLES:
        return None
    return "\b\nExamples:\n" + "\n".join(f"  {line}" for line in EXAMPLES[verb])
