"""The examples for CI: right by their makers' schemas, and made of commands that exist."""

import json
import re
from pathlib import Path

import pytest
from click.testing import CliRunner

from harness import starter
from tests.quality.commands import commands, unknown

check_jsonschema = pytest.importorskip("check_jsonschema")
ROOT = Path(__file__).parents[2]
CI = ROOT / "docs" / "ci"
STARTER = Path(starter.__file__).parent / "files"
SCHEMAS = {
    CI / "github.yml": "vendor.github-workflows",
    CI / "gitlab.yml": "vendor.gitlab-ci",
    STARTER / "github.yml": "vendor.github-workflows",
    STARTER / "gitlab.yml": "vendor.gitlab-ci",
}


@pytest.mark.parametrize("path", SCHEMAS, ids=lambda path: path.parent.name + path.stem)
def test_it_is_right_by_its_makers_schema(path: Path) -> None:
    asked = ["--builtin-schema", SCHEMAS[path], "--output-format", "json", str(path)]
    done = CliRunner().invoke(check_jsonschema.main, asked)
    assert done.exit_code == 0, json.loads(done.stdout)["errors"]


def test_a_wrong_file_would_be_found(tmp_path: Path) -> None:
    wrong = tmp_path / "wrong.yml"
    wrong.write_text((CI / "github.yml").read_text().replace("runs-on", "run-on"))
    asked = ["--builtin-schema", "vendor.github-workflows", str(wrong)]
    assert CliRunner().invoke(check_jsonschema.main, asked).exit_code == 1


@pytest.mark.parametrize("path", [*SCHEMAS, CI / "Containerfile"], ids=lambda path: path.name)
def test_its_commands_exist(path: Path) -> None:
    found = list(commands(path))
    assert found
    assert [unknown(words) for words in found] == [""] * len(found)


def test_the_container_file_is_made_of_instructions() -> None:
    text = (CI / "Containerfile").read_text(encoding="utf-8").replace("\\\n", " ")
    lines = [line for line in text.splitlines() if line and not line.startswith("#")]
    assert [line.split()[0] for line in lines] == [
        "FROM", "RUN", "WORKDIR", "COPY", "RUN", "RUN", "USER", "WORKDIR", "EXPOSE", "ENTRYPOINT",
        "CMD",
    ]  # fmt: skip
    for line in lines[-2:]:
        assert all(isinstance(word, str) for word in json.loads(line.partition(" ")[2]))
    assert re.fullmatch(r"EXPOSE( \d+)+", lines[-3])
