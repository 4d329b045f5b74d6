"""Rules of real-time order: an operation that starts after another was answered must observe its effect."""

from collections.abc import Callable
from dataclasses import dataclass

from tests.proof.interleavings.executions import Outcome
from tests.support.service import Answer


@dataclass(frozen=True, kw_only=True)
class Rule:
    """A requirement on the answer of an operation that starts after another operation was answered.

    Attributes:
        earlier: the operation that was answered.
        later: the one that started after that.
        holds: whether the two answers, in this order, comply.
        requirement: in words.
    """

    earlier: str
    later: str
    holds: Callable[[Answer, Answer], bool]
    requirement: str

    def violated_by(self, earlier: Outcome, later: Outcome) -> bool:
        # A failed handler has no answer; its failure is a violation of the final state.
        return isinstance(earlier, Answer) and isinstance(later, Answer) and not self.holds(earlier, later)

    def __str__(self) -> str:
        return f"{self.later}, which started after the answer to {self.earlier}, {self.requirement}"


def refused(later: str, *, after: str) -> Rule:
    """After the answer to `after`, which ended the access, `later` must be refused."""
    return Rule(
        earlier=after,
        later=later,
        holds=lambda earlier, answer: earlier.status >= 400 or answer.status >= 400,
        requirement="must be refused",
    )


def accepted(later: str, *, after: str) -> Rule:
    """After the answer to `after`, `later` must be accepted."""
    return Rule(
        earlier=after,
        later=later,
        holds=lambda earlier, answer: earlier.status >= 400 or answer.status == 200,
        requirement="must be accepted",
    )


def same_content(earlier: str, later: str) -> Rule:
    """After the answer to `earlier`, `later` must return the same bytes."""
    return Rule(
        earlier=earlier,
        later=later,
        holds=lambda first, second: first.status >= 400 or second.content == first.content,
        requirement="must return the same content",
    )


def shows(later: str, wanted: Callable[[Answer], bool], *, after: str, requirement: str) -> Rule:
    """After the answer to `after`, `later` must show its effect."""
    return Rule(
        earlier=after,
        later=later,
        holds=lambda earlier, answer: earlier.status >= 400 or (answer.status == 200 and wanted(answer)),
        requirement=requirement,
    )


def has_failed(outcome: Outcome) -> bool:
    """Whether a route failed, or a function reported a failure to its event source."""
    if isinstance(outcome, Answer):
        return outcome.status >= 500
    return bool(outcome.get("batchItemFailures") or "failed" in outcome)
