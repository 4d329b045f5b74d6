"""A run of the machine: requests to the doors, each beside what the model says, and a look at everything after it."""

from collections.abc import Mapping
from contextlib import ExitStack
from typing import Any

from hypothesis.stateful import RuleBasedStateMachine, invariant

from tests.proof.doors import Clock
from tests.proof.invariants import wrong_with
from tests.proof.machine import agreement
from tests.proof.machine.ground import LEARNERS, ground, new_model, text
from tests.proof.machine.model_kept import Answer
from tests.proof.machine.model_things import Certificate, Place
from tests.proof.rows import Row
from tests.support.service import Answer as Response
from tests.support.service import Caller, Service

CALLERS = {learner.sub: learner for learner in LEARNERS}
# A multiple of it lies between any two steps; courses are kept for less.
STEP_SECONDS = 10


class MachineBase(RuleBasedStateMachine):
    emulated = False

    def __init__(self) -> None:
        super().__init__()
        self._stack = ExitStack()
        self.ground = self._stack.enter_context(ground(emulated=self.emulated))
        self.service = Service()
        self.model = new_model()
        self.kept = self.ground.facts()
        self.erased: set[str] = set()
        self.now = text()

    def teardown(self) -> None:
        self._stack.close()

    def step(self, steps: int = 1) -> str:
        """Let the clock go on; gives the time."""
        Clock.move(STEP_SECONDS * steps)
        self.erased = set()
        self.now = text()
        return self.now

    def call(
        self,
        method: str,
        url: str,
        caller: Caller | None,
        body: Any = None,  # noqa: ANN401 - as Service takes it
        headers: Mapping[str, str] | None = None,
    ) -> Response:
        answer = self.service.call(method, url, caller=caller, body=body, headers=headers)
        assert answer.status < 500, answer.content
        return answer

    @staticmethod
    def agrees(answer: Response, expected: Answer) -> bool:
        """Compare status and code with what the model says; gives whether it was no refusal."""
        status, code = expected
        assert answer.status == status, (answer.status, answer.content, expected)
        if code is not None:
            assert answer.json["code"] == code, (answer.content, expected)
        return code is None

    def url(self, place: Place) -> str:
        return f"/my-courses/{self.model.courses[place[1]].slug}"

    def certificate_row(self, place: Place) -> Row:
        return next(
            row for row in self.ground.rows()["course-certificates"] if (row["user_id"], row["course_id"]) == place
        )

    def ever_issued(self) -> list[Certificate]:
        return sorted((certificate for _, certificate in self.model.codes()), key=lambda one: (one.issued_at, one.code))

    @invariant()
    def everything_is_as_it_should_be(self) -> None:
        after = self.ground.facts()
        if after is self.kept:
            return
        wrong = [
            *wrong_with(self.kept, after, self.erased),
            *agreement.differences(self.model, self.ground.rows()),
        ]
        assert not wrong, "\n".join(wrong)
        self.kept = after
