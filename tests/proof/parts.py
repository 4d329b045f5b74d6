"""Parts of the proof: their tasks, and their results as tables."""

import io
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import redirect_stdout
from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Row:
    """The result of one scenario, or of a share of it.

    Attributes:
        figures: the numbers of states, calls or runs, by column heading.
        violations: each with the steps that lead to it; empty if the scenario holds.
        mutant_killed: whether its mutant was killed; None if it has none.
    """

    name: str
    figures: Mapping[str, int]
    violations: tuple[str, ...] = ()
    mutant_killed: bool | None = None

    @property
    def holds(self) -> bool:
        return self.mutant_killed is not False and not self.violations

    def with_share(self, other: "Row") -> "Row":
        """Add the result of another share of the same scenario."""
        return Row(
            name=self.name,
            figures={name: figure + other.figures[name] for name, figure in self.figures.items()},
            violations=tuple(dict.fromkeys(self.violations + other.violations)),
            mutant_killed=None if self.mutant_killed is None else self.mutant_killed and other.mutant_killed,
        )


@dataclass(frozen=True, kw_only=True)
class Part:
    """A table of the proof.

    Attributes:
        title: the title of the table.
        tasks: each returns a row, or a share of one, and runs in its own process.
    """

    title: str
    tasks: Sequence[Callable[[], Row]]


def prove(parts: Iterable[Part], processes: int) -> Iterator[tuple[Part, list[Row], float]]:
    """Run the parts in order; yield each with its rows and its duration in seconds."""
    with ProcessPoolExecutor(processes) as pool:
        for part in parts:
            begun = time.monotonic()
            rows: dict[str, Row] = {}
            for done in [pool.submit(_quietly, task) for task in part.tasks]:
                row = done.result()
                rows[row.name] = rows[row.name].with_share(row) if row.name in rows else row
            yield part, list(rows.values()), time.monotonic() - begun


def _quietly(task: Callable[[], Row]) -> Row:
    """Run a task without its standard output: functions write metrics there, and only the table is to be printed."""
    with redirect_stdout(io.StringIO()):
        return task()


def table(rows: Sequence[Row]) -> str:
    """Format rows as a Markdown table that is also readable in a terminal."""
    have_mutants = any(row.mutant_killed is not None for row in rows)
    headings = ["scenario", *rows[0].figures, "violations", *(["mutant killed"] if have_mutants else [])]
    lines = [headings] + [
        [
            row.name,
            *(f"{row.figures[name]:,}" for name in rows[0].figures),
            str(len(row.violations)),
            *(["yes" if row.mutant_killed else "NO"] if have_mutants else []),
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
