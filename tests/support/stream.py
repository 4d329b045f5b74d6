"""The stream of lesson progress, and an event source mapping that delivers its records late, twice, or never."""

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
from tests.support.wire import ProcessKilled, answers, inject_fault

type Record = dict[str, Any]

_MAPPING = resources()["CompletionFunction"]["Properties"]["Events"]["LessonProgress"]["Properties"]
ATTEMPTS = 1 + int(_MAPPING["MaximumRetryAttempts"])


@contextmanager
def fault(chance: random.Random, *, share: float, calls: int) -> Iterator[None]:
    """Make some invocations of a function fail, before or after one of its calls.

    Args:
        chance: the random number generator.
        share: the fraction of invocations that fail.
        calls: the approximate maximum of calls per invocation.
    """
    with ExitStack() as stack:
        if chance.random() < share:
            failure = chance.choice([ProcessKilled(), ReadTimeoutError(endpoint_url="https://dynamodb.example/")])
            # Most calls are reads: half of the faults are at the few calls that write a completion.
            operation, most = chance.choice([("*", calls), ("TransactWriteItems", 2)])
            done = chance.random() < 0.5
            stack.enter_context(inject_fault(failure, at=chance.randint(1, most), done=done, operation=operation))
        yield


@dataclass(kw_only=True)
class Stream:
    """Records in order per learner, and an event source mapping with the settings of template.yaml.

    Attributes:
        lost: learners whose records are never delivered.
        missed: learners with a record that was lost, dropped, or discarded after the last retry.
        waiting: each learner's records that are not delivered yet.
        delivered: the number of deliveries, repeated ones included.
    """

    chance: random.Random
    lost: frozenset[str] = frozenset()
    missed: set[str] = field(default_factory=set)
    waiting: dict[str, deque[Record]] = field(default_factory=dict)
    delivered: int = 0
    _images: dict[str, dict[str, Any]] = field(default_factory=dict)

    @contextmanager
    def filled(self) -> Iterator[None]:
        """Add a record for each write inside the block that passes the mapping's filter."""
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
        """Add a record after a learner's others."""
        # The function ignores `eventID`: here it holds the learner, even of a malformed record.
        record = {"eventID": user_id, "eventName": name, "eventSource": "aws:dynamodb", "dynamodb": change}
        self.waiting.setdefault(user_id, deque()).append(record)

    def drop(self) -> None:
        """Drop the next record of a random learner."""
        self.missed.add(self._take(self.chance.choice(list(self.waiting)))["eventID"])

    def _take(self, user_id: str) -> Record:
        record = self.waiting[user_id].popleft()
        if not self.waiting[user_id]:
            del self.waiting[user_id]
        return record

    def next_batch(self) -> list[Record]:
        """Take records of a few learners, in order per learner, and number them."""
        learners = self.chance.sample(list(self.waiting), min(len(self.waiting), self.chance.randint(1, 4)))
        batch: list[Record] = []
        size = self.chance.randint(1, 40)
        while len(batch) < size and (left := [user_id for user_id in learners if user_id in self.waiting]):
            batch.append(self._take(self.chance.choice(left)))
        for number, record in enumerate(batch, start=self.delivered):
            record["dynamodb"]["SequenceNumber"] = f"{number:021}"
        return batch

    def deliver(self, batch: Sequence[Record]) -> None:
        """Deliver a batch until it succeeds or is discarded; after a failure, in halves from the failed record on."""
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
        """Invoke the function; return the index of the first record to deliver again."""
        self.delivered += len(batch)
        try:
            with self.filled(), fault(self.chance, share=0.25, calls=2 * len(batch)):
                answer = function("completion").handler({"Records": batch}, Context())
        except (ProcessKilled, BatchProcessingError):
            return 0
        numbers = [record["dynamodb"]["SequenceNumber"] for record in batch]
        failed = [numbers.index(failure["itemIdentifier"]) for failure in answer["batchItemFailures"]]
        return min(failed, default=len(batch))
