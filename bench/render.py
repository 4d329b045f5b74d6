"""How long a certificate takes, and how much memory: Laurel beside the ways it is usually done.

`python bench/render.py [rounds]`. Every way and template has a process of its own, kept warm; all of them take
turns, so that whatever else the machine does falls on all alike. Times are milliseconds of one call.
"""

import json
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT / folder) for folder in ("src", "layers/pdf", ".")]

from shared.domain.certificate import CertificateFace, printed_code

NAMES = ("Nguyễn Thị Ánh", "Łukasz Żółć", "محمد علي", "李小龙", "किशोर कुमार")
WAYS = ("laurel", "plain", "pikepdf")
WARM_UP, ROUNDS = 10, 60


def face(number: int) -> CertificateFace:
    """A certificate of its own for each call: nothing can be remembered of the one before but the course."""
    code = printed_code(f"{number:020d}")
    return CertificateFace(
        issued_name=NAMES[number % len(NAMES)],
        issued_course_title="Foundations of Data Science",
        issued_at=datetime(2026, 11, 20, 9, 30, tzinfo=UTC),
        signatory_name="Dr. Maria Álvarez",
        signatory_title="Head of Learning",
        verification_url=f"https://certificates.example.com/certificates/verify/{code}",
        verification_code=code,
    )


def worker(way: str, template_path: Path) -> None:
    """Render what standard input asks for; answer each with its time, and at the end with the peak of memory."""
    template = template_path.read_bytes()
    call = way_of(way)
    for line in sys.stdin:
        certificate = face(int(line))
        began = time.perf_counter()
        result = call(template, certificate)
        print((time.perf_counter() - began) * 1000, flush=True)
        del result
    print(peak_memory(), flush=True)


def peak_memory() -> float:
    """The most memory that this process has had, in MB; getrusage would count its parent's before the start."""
    status = Path("/proc/self/status").read_text()
    (line,) = (line for line in status.splitlines() if line.startswith("VmHWM"))
    return int(line.split()[1]) / 1024


def way_of(name: str) -> Callable[[bytes, CertificateFace], bytes]:
    """Import one way alone, so that no other's memory counts."""
    if name == "laurel":
        from shared.pdf.render import render

        return render
    from bench import overlays

    return overlays.with_pypdf if name == "plain" else overlays.with_pikepdf


def measure(folder: Path, rounds: int) -> dict[str, dict[str, dict[str, float]]]:
    """Time every way on every template.

    Returns:
        By template and way: `median` and `p99` in milliseconds, `peak` in MB, `ratio` of medians to the plain way.
    """
    from bench.templates import templates
    from shared.pdf.prepare import prepare

    workers = {}
    for name, template in templates():
        (folder / "upload.pdf").write_bytes(template)
        for way in WAYS:
            path = folder / f"{way}-{name}.pdf"
            path.write_bytes(prepare(template).pdf if way == "laurel" else template)
            arguments = [sys.executable, __file__, "worker", way, str(path)]
            workers[name, way] = subprocess.Popen(arguments, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    times: dict[tuple[str, str], list[float]] = {key: [] for key in workers}
    for number in range(WARM_UP + rounds * len(NAMES)):
        for key, process in workers.items():
            taken = asked(process, number)
            if number >= WARM_UP:
                times[key].append(taken)
    found: dict[str, dict[str, dict[str, float]]] = {}
    for (name, way), process in workers.items():
        peak, _ = process.communicate()
        median = statistics.median(times[name, way])
        found.setdefault(name, {})[way] = {
            "median": median,
            "p99": statistics.quantiles(times[name, way], n=100)[98],
            "peak": float(peak),
            "ratio": median / statistics.median(times[name, "plain"]),
        }
    return found


def asked(process: subprocess.Popen[str], number: int) -> float:
    """Let a worker render one certificate; give its time."""
    assert process.stdin  # noqa: S101 - both are pipes
    assert process.stdout  # noqa: S101
    process.stdin.write(f"{number}\n")
    process.stdin.flush()
    return float(process.stdout.readline())


def main(rounds: int) -> None:
    """Print a table, and the same figures as JSON."""
    import tempfile

    with tempfile.TemporaryDirectory() as folder:
        found = measure(Path(folder), rounds)
    print(f"{'template':14}{'way':10}{'median ms':>10}{'p99 ms':>10}{'peak MB':>10}{'of plain':>10}")
    for name, ways in found.items():
        for way, figures in ways.items():
            print(f"{name:14}{way:10}", *(f"{figures[key]:9.2f}" for key in ("median", "p99", "peak", "ratio")))
    print(json.dumps(found))


if __name__ == "__main__":
    if sys.argv[1:2] == ["worker"]:
        worker(sys.argv[2], Path(sys.argv[3]))
    else:
        main(int(sys.argv[1]) if len(sys.argv) > 1 else ROUNDS)
