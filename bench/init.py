"""Initialization of each function after `sam build`, beside a reference, in one run; and the size of its package.

    make bench-init

CPU milliseconds, over those of bare Python: what a cold start takes before the first request. The reference imports
what any function with PynamoDB, a logger and a resolver of routes does.
"""

import os
import statistics
import subprocess
import sys
from pathlib import Path
from typing import Any

from samtranslator.yaml_helper import yaml_parse

ROOT = Path(__file__).resolve().parent.parent
BUILT = ROOT / ".aws-sam" / "build"
ROUNDS = int(os.environ.get("ROUNDS", "15"))

BARE = ""
REFERENCE = """
from pynamodb.models import Model
from aws_lambda_powertools import Logger
from aws_lambda_powertools.event_handler import APIGatewayHttpResolver
import botocore.session
Logger()
APIGatewayHttpResolver()
"""
FUNCTION = "import app"
MEASURED = """
import resource
{program}
used = resource.getrusage(resource.RUSAGE_SELF)
print((used.ru_utime + used.ru_stime) * 1000)
"""
VARIABLES = {
    "AWS_ACCESS_KEY_ID": "test",
    "AWS_SECRET_ACCESS_KEY": "test",
    "AWS_DEFAULT_REGION": "eu-central-1",
    "POWERTOOLS_SERVICE_NAME": "laurel",
    "PATH": os.defpath,
}


def functions() -> dict[str, dict[str, Any]]:
    """Each function's properties."""
    template = yaml_parse((ROOT / "template.yaml").read_text("utf-8"))
    common = template["Globals"]["Function"]
    return {
        name: {
            "variables": [*common["Environment"]["Variables"], *properties.get("Environment", {}).get("Variables", {})],
            "layers": ["SharedLayer", *(layer["Ref"] for layer in properties.get("Layers", []))],
        }
        for name, resource in template["Resources"].items()
        if resource["Type"] == "AWS::Serverless::Function"
        for properties in [resource["Properties"]]
    }


def cpu_ms(program: str, folders: list[Path], variables: list[str]) -> float:
    """The CPU time of a new process that runs a program, in milliseconds."""
    environment = {
        # A number where a number is needed, and a choice where only some values are allowed.
        **dict.fromkeys(variables, "1"),
        "STRIPE_MODE": "live",
        "TIME_ZONE": "UTC",
        **VARIABLES,
        "PYTHONPATH": os.pathsep.join(map(str, folders)),
    }
    ran = subprocess.run(
        [sys.executable, "-s", "-S", "-c", MEASURED.format(program=program)],
        env=environment,
        check=True,
        capture_output=True,
        text=True,
    )
    return float(ran.stdout.splitlines()[-1])


def size(folder: Path) -> int:
    """The bytes of the files in a folder."""
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


def main() -> None:
    """Print the table."""
    shared = BUILT / "SharedLayer" / "python"
    programs = {"bare Python": (BARE, [], []), "reference": (REFERENCE, [shared], [])}
    for name, function in functions().items():
        layers = [BUILT / layer / "python" for layer in function["layers"]]
        programs[name] = (FUNCTION, [BUILT / name, *layers], function["variables"])
    # In turns, so that a busy moment of the machine meets all of them.
    measured: dict[str, list[float]] = {name: [] for name in programs}
    for _ in range(ROUNDS):
        for name, (program, folders, variables) in programs.items():
            measured[name].append(cpu_ms(program, folders, variables))
    bare, reference = (statistics.median(measured[name]) for name in ("bare Python", "reference"))
    lines = [f"{'':24}{'init, ms CPU':>14}{'x reference':>14}{'own KB':>10}{'with layers KB':>16}"]
    for name, (_, folders, _) in programs.items():
        taken = statistics.median(measured[name]) - bare
        own, all_of_it = (sum(map(size, part)) // 1024 for part in (folders[:1], folders))
        lines.append(f"{name:24}{taken:14.0f}{taken / (reference - bare):14.2f}{own:10,}{all_of_it:16,}")
    sys.stdout.write("\n".join([*lines, ""]))


if __name__ == "__main__":
    main()
