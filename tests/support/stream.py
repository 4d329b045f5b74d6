"""The stream of lesson progress, and what brings its records to the completion function: late, twice, or not at all."""

import random
from collections import deque
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from typing import Any

from aws_lambda_powertools.utilities.batch.exceptions import BatchProcessingError
from botocore.exceptions import ReadTimeoutError

from tests.support.service import Context, function
from tests.support.template import resources
from tests.support.wire import Died, answers, cut_off

type Record = dict[str, Any]

_MAPPING = resources()["CompletionFunction"]["Properties"]["Events"]["LessonProgress"]["Properties"]
ATTEMPTS = 1 + int(_MAPPING["MaximumRetryAttempts"])


@contextmanager
def fault(chance: random.Random, *, share: float, calls: int) -> Iterator[None]:
    """Let a function fail in some of its invocations, before or after any of its calls.

    Args:
        chance: decides whether, where and how.
        share: of the invocations that fail.
        calls: how many calls an invocation makes at most, about.
    """
    with ExitStack() as stack:
        if chance.random() < share:
            failure = chance.choice([Died(), ReadTimeoutError(endpoint_url="https://dynamodb.example/")])
            # Most calls read: every other time it is about the few that complete somebody.
            operation, most = chance.choice([("*", calls), ("TransactWriteItems", 2)])
            done = chance.random() < 0.5
            stack.enter_context(cut_off(failure, at=chance.randint(1, most), done=done, operation=operation))
        yield


@dataclass(kw_only=True)
class Stream:
    """Records in order for each learner, and an event source mapping that template.yaml's settings describe.

    Attributes:
        lost: learners of whom no record ever arrives.
        missed: learners of whom some record was lost, dropped, or given up.
        waiting: each learner's records that were not delivered yet.
        delivered: how many records the function was given, each time counted.
    """

    chance: random.Random
    lost: frozenset[str] = frozenset()
    missed: set[str] = field(default_factory=set)
    waiting: dict[str, deque[Record]] = field(default_factory=dict)
    delivered: int = 0
    _images: dict[str, dict[str, Any]] = field(default_factory=dict)

    @contextmanager
    def filled(self) -> Iterator[None]:
        """Take up what is written meanwhile, as far as the mapping's filter lets it through."""
        with answers("UpdateItem") as written:
            try:
                yield
            finally:
                for image in (answer.get("Attributes", {}) for answer in written):
                    if "course_lesson" in image:
                        self._emit(image)

    def _emit(self, image: dict[str, Any]) -> None:
        keys = {name: image[name] for name in ("user_id", "course_lesson")}
        before = self._images.get(str(keys))
        self._images[str(keys)] = image
        user_id = image["user_id"]["S"]
        if user_id in self.lost:
            self.missed.add(user_id)
        elif "completed_at" in image:
            images = {"NewImage": image} if before is None else {"OldImage": before, "NewImage": image}
            self.put(user_id, {"Keys": keys, **images}, name="MODIFY" if before else "INSERT")

    def put(self, user_id: str, change: dict[str, Any], name: str = "MODIFY") -> None:
        """Put a record behind a learner's others."""
        # The function knows of no `eventID`: here it says whose record it is, malformed or not.
        record = {"eventID": user_id, "eventName": name, "eventSource": "aws:dynamodb", "dynamodb": change}
        self.waiting.setdefault(user_id, deque()).append(record)

    def drop(self) -> None:
        """Lose the next record of some learner."""
        self.missed.add(self._take(self.chance.choice(list(self.waiting)))["eventID"])

    def _take(self, user_id: str) -> Record:
        record = self.waiting[user_id].popleft()
        if not self.waiting[user_id]:
            del self.waiting[user_id]
        return record

    def next_batch(self) -> list[Record]:
        """Take records of a few learners, each learner's in order, and number them."""
        learners = self.chance.sample(list(self.waiting), min(len(self.waiting), self.chance.randint(1, 4)))
        batch: list[Record] = []
        size = self.chance.randint(1, 40)
        while len(batch) < size and (left := [user_id for user_id in learners if user_id in self.waiting]):
            batch.append(self._take(self.chance.choice(left)))
        for number, record in enumerate(batch, start=self.delivered):
            record["dynamodb"]["SequenceNumber"] = f"{number:021}"
        return batch

    def deliver(self, batch: Sequence[Record]) -> None:
        """Deliver a batch until it is through or given up: after a failure, in halves, from the first failed record."""
        for _ in range(ATTEMPTS):
            batch = batch[self._invoke(batch) :]
            if not batch:
                return
            if len(batch) > 1:
                half = len(batch) // 2
                self.deliver(batch[:half])
                self.deliver(batch[half:])
                return
        self.missed.update(record["eventID"] for record in batch)

    def _invoke(self, batch: Sequence[Record]) -> int:
        """Invoke the function; gives the index of the first record that it must see again."""
        self.delivered += len(batch)
        try:
            with self.filled(), fault(self.chance, share=0.25, calls=2 * len(batch)):
                answer = function("completion").handler({"Records": batch}, Context())
        except (Died, BatchProcessingError):
            return 0
        numbers = [record["dynamodb"]["SequenceNumber"] for record in batch]
        failed = [numbers.index(failure["itemIdentifier"]) for failure in answer["batchItemFailures"]]
        return min(failed, default=len(batch))
