"""Which test files run in the same of several processes: those that share what takes a minute to start."""

from pathlib import PurePosixPath

from xdist.scheduler import LoadFileScheduling

END_TO_END = PurePosixPath("tests/e2e")
# The files that share `deployed_laptop`; those after it start a service of their own, and all others share `laptop`.
COPIES = {"test_laptop_runs.py", "test_laptop_saving.py"}
NOT_SHARED = {"test_deployment.py", "test_first_admin.py", "test_restore.py", "test_saved_data.py"}


def scope(nodeid: str) -> str:
    """The name of what a test's file shares with others, or of the file alone."""
    file = PurePosixPath(nodeid.partition("::")[0])
    if END_TO_END not in file.parents or file.name in NOT_SHARED:
        return str(file)
    return "deployed_laptop" if file.name in COPIES else "laptop"


class ByService(LoadFileScheduling):  # type: ignore[misc]  # xdist has no types
    """The tests of a scope run in one process, in order."""

    def _split_scope(self, nodeid: str) -> str:
        return scope(nodeid)
