"""Measure the time and memory of rendering a certificate: Laurel's renderer and the usual alternatives.

`python bench/render.py [rounds]`. Each renderer and template has its own warm process. The processes take turns, so
that other load on the machine affects all of them equally. Times are milliseconds per call.
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
RENDERERS = ("laurel", "plain", "pikepdf")
WARM_UP, ROUNDS = 10, 60


def face(number: int) -> CertificateFace:
    """A different certificate for each call: nothing but the course can be cached from the call before."""
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


def worker(renderer: str, template_path: Path) -> None:
    """Render one certificate per number on standard input; print each call's time, and at the end the peak memory."""
    template = template_path.read_bytes()
    call = import_renderer(renderer)
    for line in sys.stdin:
        certificate = face(int(line))
        began = time.perf_counter()
        result = call(template, certificate)
        print((time.perf_counter() - began) * 1000, flush=True)
        del result
    print(peak_memory(), flush=True)


def peak_memory() -> float:
    """This process's peak resident memory in MB; getrusage would include its parent's, from before the exec."""
    status = Path("/proc/self/status").read_text()
    (line,) = (line for line in status.splitlines() if line.startswith("VmHWM"))
    return int(line.split()[1]) / 1024


def import_renderer(name: str) -> Callable[[bytes, CertificateFace], bytes]:
    """Import one renderer alone, so that the memory of the others is not counted."""
    if name == "laurel":
        from shared.pdf.render import render

        return render
    from bench import overlays

    return overlays.with_pypdf if name == "plain" else overlays.with_pikepdf


def measure(folder: Path, rounds: int) -> dict[str, dict[str, dict[str, float]]]:
    """Time every renderer on every template.

    Returns:
        By template and renderer: `median` and `p99` in milliseconds, `peak` in MB, and `ratio` of its median to
            that of `plain`.
    """
    from bench.templates import templates
    from shared.pdf.prepare import prepare

    workers = {}
    for name, template in templates():
        (folder / "upload.pdf").write_bytes(template)
        for renderer in RENDERERS:
            path = folder / f"{renderer}-{name}.pdf"
            path.write_bytes(prepare(template).pdf if renderer == "laurel" else template)
            arguments = [sys.executable, __file__, "worker", renderer, str(path)]
            workers[name, renderer] = subprocess.Popen(
                arguments, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
            )
    times: dict[tuple[str, str], list[float]] = {key: [] for key in workers}
    for number in range(WARM_UP + rounds * len(NAMES)):
        for key, process in workers.items():
            taken = request_render(process, number)
            if number >= WARM_UP:
                times[key].append(taken)
    found: dict[str, dict[str, dict[str, float]]] = {}
    for (name, renderer), process in workers.items():
        peak, _ = process.communicate()
        median = statistics.median(times[name, renderer])
        found.setdefault(name, {})[renderer] = {
            "median": median,
            "p99": statistics.quantiles(times[name, renderer], n=100)[98],
            "peak": float(peak),
            "ratio": median / statistics.median(times[name, "plain"]),
        }
    return found


def request_render(process: subprocess.Popen[str], number: int) -> float:
    """Have a worker render one certificate, and return its time."""
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
    print(f"{'template':14}{'renderer':10}{'median ms':>10}{'p99 ms':>10}{'peak MB':>10}{'of plain':>10}")
    for name, renderers in found.items():
        for renderer, figures in renderers.items():
            print(f"{name:14}{renderer:10}", *(f"{figures[key]:9.2f}" for key in ("median", "p99", "peak", "ratio")))
    print(json.dumps(found))


if __name__ == "__main__":
    if sys.argv[1:2] == ["worker"]:
        worker(sys.argv[2], Path(sys.argv[3]))
    else:
        main(int(sys.argv[1]) if len(sys.argv) > 1 else ROUNDS)
