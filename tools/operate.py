"""Commands on a deployed stack: `python -m tools.operate --stack laurel COMMAND`; docs/operations.md explains them.

They need AWS credentials of an operator, and invoke the deployed functions, which do the work.
"""

import argparse
import sys
from collections.abc import Sequence

from tools.operations import learners, redriving
from tools.operations.stack import OperationFailed, Stack


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command; returns the exit code."""
    options = _parser().parse_args(arguments)
    stack = Stack(options.stack)
    try:
        match options.command:
            case "redrive":
                redriving.redrive(stack)
            case "reannounce":
                learners.reannounce(stack)
            case "recheck":
                learners.recheck(stack, options.course_id)
            case "check":
                learners.check(stack, options.user_id, options.course_id)
    except OperationFailed as error:
        sys.stderr.write(f"{error}\n")
        return 1
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m tools.operate", description="Commands on a deployed stack.")
    parser.add_argument("--stack", default="laurel", help="the stack's name (default: laurel)")
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("redrive", help="process stream records and messages that failed, again")
    commands.add_parser("reannounce", help="announce completions that were never announced")
    recheck = commands.add_parser("recheck", help="check all enrollments of a course again")
    recheck.add_argument("course_id")
    check = commands.add_parser("check", help="check whether a learner has completed a course")
    check.add_argument("user_id")
    check.add_argument("course_id")
    return parser


if __name__ == "__main__":
    sys.exit(main())
