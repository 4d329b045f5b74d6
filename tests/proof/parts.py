"""Parts of the proof: what each tries, counted, and how it is told."""

import io
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import redirect_stdout
from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Row:
    """What came of one scenario, or of a share of it.

    Attributes:
        figures: how much was tried, by what it is.
        violations: what was wrong, each with the steps that lead there; none is what is to be proved.
        caught: whether its mutant was killed; None where it has none.
    """

    name: str
    figures: Mapping[str, int]
    violations: tuple[str, ...] = ()
    caught: bool | None = None

    @property
    def holds(self) -> bool:
        return self.caught is not False and not self.violations

    def with_share(self, other: "Row") -> "Row":
        """Take the result of another share of the same scenario."""
        return Row(
            name=self.name,
            figures={name: figure + other.figures[name] for name, figure in self.figures.items()},
            violations=tuple(dict.fromkeys(self.violations + other.violations)),
            caught=None if self.caught is None else self.caught and other.caught,
        )


@dataclass(frozen=True, kw_only=True)
class Part:
    """A table of the proof.

    Attributes:
        title: above the table.
        tasks: each gives a row, or a share of one, in a process of its own.
    """

    title: str
    tasks: Sequence[Callable[[], Row]]


def prove(parts: Iterable[Part], processes: int) -> Iterator[tuple[Part, list[Row], float]]:
    """Do the parts one after the other; gives each with its rows and the seconds that it took."""
    with ProcessPoolExecutor(processes) as pool:
        for part in parts:
            begun = time.monotonic()
            rows: dict[str, Row] = {}
            for done in [pool.submit(_quietly, task) for task in part.tasks]:
                row = done.result()
                rows[row.name] = rows[row.name].with_share(row) if row.name in rows else row
            yield part, list(rows.values()), time.monotonic() - begun


def _quietly(task: Callable[[], Row]) -> Row:
    """Do a task; functions write their metrics to the standard output, where the table shall stand alone."""
    with redirect_stdout(io.StringIO()):
        return task()


def table(rows: Sequence[Row]) -> str:
    """Write rows as a table that reads well in a terminal and as Markdown."""
    have_mutants = any(row.caught is not None for row in rows)
    headings = ["scenario", *rows[0].figures, "violations", *(["mutant killed"] if have_mutants else [])]
    lines = [headings] + [
        [
            row.name,
            *(f"{row.figures[name]:,}" for name in rows[0].figures),
            str(len(row.violations)),
            *(["yes" if row.caught else "NO"] if have_mutants else []),
        ]
        for row in rows
    ]
    widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
    lines.insert(1, ["-" * width for width in widths])
    return "\n".join(
        "| "
        + " | ".join(
            cell.ljust(width) if index == 0 else cell.rjust(width)
            for index, (cell, width) in enumerate(zip(line, widths, strict=True))
        )
        + " |"
        for line in lines
    )
