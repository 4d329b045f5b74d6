"""`python -m local run|build|demo|logs`, for the Makefile."""

import sys
import traceback

from local import build, demo, logs, programs, run
from local.console import CommandError, print_error, print_line
from local.settings import Settings, from_environment


def main() -> int:
    """Execute the command in the first argument; returns the exit status."""
    programs.use_dummy_aws_account()
    try:
        settings = from_environment()
    except CommandError as error:
        print_error(str(error))
        return 1
    try:
        return _execute(sys.argv[1:], settings)
    except CommandError as error:
        print_error(str(error))
    except KeyboardInterrupt:
        print_line("stopped")
        return 0
    except Exception as error:  # noqa: BLE001 - the terminal gets one line, the file the traceback
        settings.logs.mkdir(parents=True, exist_ok=True)
        crash = settings.logs / "crash.log"
        crash.write_text("".join(traceback.format_exception(error)))
        print_error(f"unexpected: {error!r}; please report it with {crash}")
    return 1


def _execute(arguments: list[str], settings: Settings) -> int:
    match arguments:
        case ["run"]:
            run.run(settings)
        case ["build"]:
            with build.up_to_date(settings):
                print_line("the build is up to date")
        case ["demo"]:
            demo.run(settings)
        case ["logs"]:
            logs.show(settings)
        case _:
            print_error("usage: python -m local run|build|demo|logs")
            return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
