"""`python -m local run|build|demo|logs`; the Makefile calls it."""

import sys
import traceback

from local import build, demo, logs, programs, run, settings
from local.console import FailedError, complain, say


def main() -> int:
    """Do what the first argument says; gives the exit status."""
    programs.forget_aws_account()
    try:
        here = settings.from_environment()
    except FailedError as failed:
        complain(str(failed))
        return 1
    try:
        return _do(sys.argv[1:], here)
    except FailedError as failed:
        complain(str(failed))
    except KeyboardInterrupt:
        say("stopped")
        return 0
    except Exception as error:  # noqa: BLE001 - a person at the terminal is spared the details
        here.logs.mkdir(parents=True, exist_ok=True)
        crash = here.logs / "crash.log"
        crash.write_text("".join(traceback.format_exception(error)))
        complain(f"unexpected: {error!r}; please report it with {crash}")
    return 1


def _do(arguments: list[str], here: settings.Settings) -> int:
    match arguments:
        case ["run"]:
            run.run(here)
        case ["build"]:
            with build.up_to_date(here):
                say("the build is up to date")
        case ["demo"]:
            demo.play(here)
        case ["logs"]:
            logs.show(here)
        case _:
            complain("usage: python -m local run|build|demo|logs")
            return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
