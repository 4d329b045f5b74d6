"""Only `make deploy` and its kind see the user's own AWS settings."""

import os
import subprocess
from pathlib import Path

import pytest

from tests.support.template import ROOT

OWN = {"AWS_PROFILE": "mine", "AWS_SECRET_ACCESS_KEY": "hidden", "AWS_CONFIG_FILE": "/home/ada/aws"}


def settings_of(folder: Path, *goals: str) -> dict[str, str]:
    """The AWS settings that a recipe sees, in the place of the goals' own recipes."""
    probe = folder / "probe.mk"
    names = "run check deploy destroy client-secret setup"
    probe.write_text(f"{names}: export PATH := {os.environ['PATH']}\n{names}: ; @env | grep ^AWS_ || true\n")
    # The goals' prerequisites are left as they are, so they count as up to date.
    ignored = [
        f"--old-file={name}" for name in (".venv/.installed", ".tools/emulator/.installed", "web/dist/index.html")
    ]
    command = ["make", "--silent", "-f", "Makefile", "-f", str(probe), *ignored, *goals]
    inherited = {name: value for name, value in os.environ.items() if not name.startswith(("AWS_", "MAKE"))}
    answer = subprocess.run(command, cwd=ROOT, env={**inherited, **OWN}, capture_output=True, text=True, check=True)  # noqa: S603
    return dict(line.split("=", 1) for line in answer.stdout.splitlines())


@pytest.mark.parametrize("goal", ["deploy", "destroy", "client-secret"])
def test_what_is_done_in_an_account_sees_them(tmp_path: Path, goal: str) -> None:
    assert settings_of(tmp_path, goal) == OWN


@pytest.mark.parametrize("goals", [[], ["run"], ["setup"], ["check", "deploy"]])
def test_nothing_else_does_not_even_in_the_same_make(tmp_path: Path, goals: list[str]) -> None:
    assert settings_of(tmp_path, *goals) == {
        "AWS_CONFIG_FILE": "/dev/null",
        "AWS_SHARED_CREDENTIALS_FILE": "/dev/null",
        "AWS_EC2_METADATA_DISABLED": "true",
    }
