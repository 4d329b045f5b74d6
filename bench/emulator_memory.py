"""How much memory the emulator on a laptop takes for each request.

`python -m bench.emulator_memory`, beside `make run`, prints its resident memory before and after some heartbeats.
"""

import argparse
import json
import urllib.request
from pathlib import Path
from typing import Any

EVENT = {"lesson_id": "hive", "type": "playback", "position_seconds": 20, "played": [[0, 20]]}


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--url", default="http://127.0.0.1:8080")
    arguments.add_argument("--requests", type=int, default=3000)
    arguments.add_argument("--data", type=Path, default=Path(".local"), help="the folder of the running service")
    given = arguments.parse_args()
    port = int((given.data / "emulator-port").read_text())
    token = _get(f"{given.url}/local/token?sub=demo-maya&name=Maya%20Cohen")["access_token"]
    _heartbeats(given.url, token, 0, 100)
    before = _resident_kilobytes(port)
    _heartbeats(given.url, token, 100, given.requests)
    after = _resident_kilobytes(port)
    print(f"{before / 1024:.0f} MB, then {after / 1024:.0f} MB: {(after - before) / given.requests:.1f} KB a request")


def _heartbeats(url: str, token: str, first: int, count: int) -> None:
    for number in range(first, first + count):
        moment = f"2026-01-12T{8 + number // 3600:02}:{number // 60 % 60:02}:{number % 60:02}Z"
        event = {**EVENT, "event_id": f"memory-{number}", "occurred_at": moment}
        _get(f"{url}/my-courses/beekeeping-for-beginners/progress", {"events": [event]}, token)


def _get(url: str, body: object = None, token: str = "") -> Any:  # noqa: ANN401 - whatever the service answers
    headers = {"Content-Type": "application/json", **({"Authorization": f"Bearer {token}"} if token else {})}
    request = urllib.request.Request(url, None if body is None else json.dumps(body).encode(), headers)  # noqa: S310
    with urllib.request.urlopen(request) as answer:  # noqa: S310 - the address of the laptop's service
        return json.load(answer)


def _resident_kilobytes(port: int) -> int:
    """The resident memory of the process that listens on a port of the loopback interface."""
    inode = next(
        fields[9]
        for fields in (line.split() for line in Path("/proc/net/tcp").read_text().splitlines()[1:])
        if fields[1].endswith(f":{port:04X}") and fields[3] == "0A"
    )
    for process in Path("/proc").glob("[0-9]*"):
        try:
            if any(f"socket:[{inode}]" in str(link.readlink()) for link in (process / "fd").iterdir()):
                status = (process / "status").read_text()
                return int(status.partition("VmRSS:")[2].split()[0])
        except OSError:
            continue
    raise SystemExit("The emulator is not running.")


if __name__ == "__main__":
    main()
