"""Each difference between ministack and AWS is described for the version that is installed."""

import re

from tests.support.template import ROOT

PINNED = re.compile(r"^ministack==(\S+)", re.MULTILINE)
VERIFIED = re.compile(r"\bministack (\d+(?:\.\d+)+)\b")


def test_every_difference_was_verified_in_the_installed_version() -> None:
    [installed] = PINNED.findall((ROOT / "requirements" / "emulator.txt").read_text())
    for path in sorted((ROOT / "local" / "ministack").rglob("*.py")):
        assert set(VERIFIED.findall(path.read_text())) <= {installed}, path


def test_every_patch_describes_what_ministack_does_and_what_aws_does() -> None:
    text = (ROOT / "local" / "ministack" / "in_process" / "patches.py").read_text()
    patches = re.findall(r"^def _\w+\(.*?\n    \"\"\"(.*?)\"\"\"", text, re.DOTALL | re.MULTILINE)
    assert len(patches) == text.count("\ndef _") > 0
    for patch in patches:
        assert VERIFIED.search(patch)
        assert "\n    AWS: " in patch
        assert "https://docs.aws.amazon.com/" in patch
