"""What clients may see, in real-time order: an operation that begins after another was answered must know of it."""

from collections.abc import Callable
from dataclasses import dataclass

from tests.proof.interleavings.executions import Outcome
from tests.support.service import Answer


@dataclass(frozen=True, kw_only=True)
class Rule:
    """What the answer of an operation must say, if it began after another operation was answered.

    Attributes:
        earlier: the operation that was answered.
        later: the one that began after that.
        holds: of the two answers, in this order.
        requirement: in words.
    """

    earlier: str
    later: str
    holds: Callable[[Answer, Answer], bool]
    requirement: str

    def violated_by(self, earlier: Outcome, later: Outcome) -> bool:
        # A handler that failed has no answer; that it failed is a violation in the end.
        return isinstance(earlier, Answer) and isinstance(later, Answer) and not self.holds(earlier, later)

    def __str__(self) -> str:
        return f"{self.later}, which began after the answer to {self.earlier}, {self.requirement}"


def refused(later: str, *, after: str) -> Rule:
    """Whoever took something away has been answered: nobody is given it any more."""
    return Rule(
        earlier=after,
        later=later,
        holds=lambda earlier, answer: earlier.status >= 400 or answer.status >= 400,
        requirement="must be refused",
    )


def accepted(later: str, *, after: str) -> Rule:
    """What somebody was told is there can be used."""
    return Rule(
        earlier=after,
        later=later,
        holds=lambda earlier, answer: earlier.status >= 400 or answer.status == 200,
        requirement="must be accepted",
    )


def same_content(earlier: str, later: str) -> Rule:
    """What was handed out once is handed out again, byte by byte."""
    return Rule(
        earlier=earlier,
        later=later,
        holds=lambda first, second: first.status >= 400 or second.content == first.content,
        requirement="must give the same",
    )


def shows(later: str, wanted: Callable[[Answer], bool], *, after: str, requirement: str) -> Rule:
    """What was done is seen by whoever looks then."""
    return Rule(
        earlier=after,
        later=later,
        holds=lambda earlier, answer: earlier.status >= 400 or (answer.status == 200 and wanted(answer)),
        requirement=requirement,
    )


def has_failed(outcome: Outcome) -> bool:
    """Whether a route failed, or a function told the source of its event that it did."""
    if isinstance(outcome, Answer):
        return outcome.status >= 500
    return bool(outcome.get("batchItemFailures") or "failed" in outcome)
