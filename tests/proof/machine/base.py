"""The state machine's base: requests to the service, each compared with the reference model, and the invariants."""

from collections.abc import Mapping
from contextlib import ExitStack
from typing import Any

from hypothesis.stateful import RuleBasedStateMachine, invariant

from tests.proof.change_invariants import a_record_has_its_change
from tests.proof.fake_aws import Clock
from tests.proof.invariants import INVARIANTS, violations_of
from tests.proof.large_orders import one_line_at_a_time
from tests.proof.machine.differences import differences
from tests.proof.machine.environment import LEARNERS, environment, new_model, text
from tests.proof.machine.model_entities import Certificate, EnrollmentKey
from tests.proof.machine.model_state import Answer
from tests.proof.rows import Row
from tests.support.service import Answer as Response
from tests.support.service import Caller, Service

CALLERS = {learner.sub: learner for learner in LEARNERS}
# The steps are multiples of this apart; courses are cached for less.
STEP_SECONDS = 10
# A rule may send several requests: what the record of the first says may no longer be so.
_HELD = tuple(one for one in INVARIANTS if one is not a_record_has_its_change)


class MachineBase(RuleBasedStateMachine):
    """The base.

    Attributes:
        on_moto: whether moto has the data, instead of the twin.
        one_line_at_a_time: whether an order is large with two lines already.
    """

    on_moto = False
    one_line_at_a_time = False

    def __init__(self) -> None:
        super().__init__()
        self._stack = ExitStack()
        self.environment = self._stack.enter_context(environment(on_moto=self.on_moto))
        self.service = Service()
        self.model = new_model()
        if self.one_line_at_a_time:
            self._stack.enter_context(one_line_at_a_time())
            self.model.lines_at_once = 1
        self.stored = self.environment.facts()
        self.erased: set[str] = set()
        self.now = text()

    def teardown(self) -> None:
        self._stack.close()

    def step(self, steps: int = 1) -> str:
        """Advance the clock; return the time."""
        Clock.move(STEP_SECONDS * steps)
        self.erased = set()
        self.now = text()
        return self.now

    def call(
        self,
        method: str,
        url: str,
        caller: Caller | None,
        body: Any = None,  # noqa: ANN401 - as in Service
        headers: Mapping[str, str] | None = None,
    ) -> Response:
        answer = self.service.call(method, url, caller=caller, body=body, headers=headers)
        assert answer.status < 500, answer.content
        return answer

    @staticmethod
    def agrees(answer: Response, expected: Answer) -> bool:
        """Compare status and code with the model; return whether the request was accepted."""
        status, code = expected
        assert answer.status == status, (answer.status, answer.content, expected)
        if code is not None:
            assert answer.json["code"] == code, (answer.content, expected)
        return code is None

    def url(self, key: EnrollmentKey) -> str:
        return f"/my-courses/{self.model.courses[key[1]].slug}"

    def certificate_row(self, key: EnrollmentKey) -> Row:
        return next(
            row for row in self.environment.rows()["course-certificates"] if (row["user_id"], row["course_id"]) == key
        )

    def all_certificates(self) -> list[Certificate]:
        """In the same order in each run, whatever their random codes; a reissued one has the time of the one before."""
        certificates = [certificate for _, certificate in self.model.codes()]
        return sorted(certificates, key=lambda one: (one.issued_at, one.replaced_at or "~"))

    @invariant()
    def invariants_hold_and_the_model_agrees(self) -> None:
        after = self.environment.facts()
        if after is self.stored:
            return
        wrong = [
            *violations_of(self.stored, after, self.erased, _HELD),
            *differences(self.model, self.environment.rows()),
        ]
        assert not wrong, "\n".join(wrong)
        self.stored = after
