"""Commands on a deployed stack: `python -m tools.operate --stack laurel COMMAND`; docs/operations.md explains them.

They need AWS credentials of an operator, and invoke the deployed functions, which do the work.
"""

import argparse
import sys
from collections.abc import Callable, Sequence

from tools.operations import learner_index, learners, pending, pictures, redriving, restoring, stopping
from tools.operations.stack import OperationFailed, Stack


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command; returns the exit code."""
    options = _parser().parse_args(arguments)
    try:
        options.run(Stack(options.stack), options)
    except OperationFailed as error:
        sys.stderr.write(f"{error}\n")
        return 1
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m tools.operate", description="Commands on a deployed stack.")
    parser.add_argument("--stack", default="laurel", help="the stack's name (default: laurel)")
    commands = parser.add_subparsers(dest="command", required=True)

    def command(name: str, does: str, run: Callable[[Stack, argparse.Namespace], None]) -> argparse.ArgumentParser:
        added = commands.add_parser(name, help=does)
        added.set_defaults(run=run)
        return added

    command(
        "redrive", "process stream records and messages that failed, again", lambda stack, _: redriving.redrive(stack)
    )
    command("reannounce", "announce completions that were never announced", lambda stack, _: learners.reannounce(stack))
    draw = command(
        "draw-pictures",
        "draw the pictures of certificates that have none",
        lambda stack, given: pictures.draw_pictures(stack, again=given.all),
    )
    draw.add_argument("--all", action="store_true", help="draw those again that have one")
    recheck = command(
        "recheck",
        "check all enrollments of a course again",
        lambda stack, given: learners.recheck(stack, given.course_id),
    )
    recheck.add_argument("course_id")
    index = command(
        "index-learners",
        "count and index the learners of a course again",
        lambda stack, given: learner_index.index_learners(stack, given.course_id),
    )
    index.add_argument("course_id")
    check = command(
        "check",
        "check whether a learner has completed a course",
        lambda stack, given: learners.check(stack, given.user_id, given.course_id),
    )
    check.add_argument("user_id")
    check.add_argument("course_id")
    command("stop", "let no function be invoked, so that nothing is written", lambda stack, _: stopping.stop(stack))
    start = command(
        "start", "let functions be invoked again", lambda stack, given: stopping.start(stack, given.functions)
    )
    start.add_argument("functions", nargs="*", metavar="FUNCTION", help="its name in template.yaml (default: all)")
    restore = command(
        "restore-tables",
        "restore all tables to one instant, beside those of the stack",
        lambda stack, given: restoring.restore_tables(stack, given.instant),
    )
    restore.add_argument("instant", help="such as 2026-01-12T08:30:00Z")
    copy = command(
        "copy-back",
        "make the tables of a stopped stack equal to restored ones",
        lambda stack, given: restoring.copy_back(stack, given.prefix),
    )
    copy.add_argument("prefix", help="of the restored tables, as restore-tables has printed it")
    command("requeue", "queue the pending work of courses and orders again", lambda stack, _: pending.requeue(stack))
    return parser


if __name__ == "__main__":
    sys.exit(main())
