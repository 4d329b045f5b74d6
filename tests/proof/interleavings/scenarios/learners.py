"""Scenarios of the index of learners: once every record is delivered, it is that of the enrollments."""

from collections.abc import Mapping

from tests.proof.change_invariants import CHANGE_INVARIANTS
from tests.proof.facts import Facts
from tests.proof.index_invariants import index_is_in_line
from tests.proof.interleavings import final_states as final
from tests.proof.interleavings import initial_states as initial
from tests.proof.interleavings.executions import Outcome
from tests.proof.interleavings.final_states import Wrong
from tests.proof.interleavings.operations import (
    changes_of_name,
    enrollment,
    erase,
    index_course,
    index_record,
    refund,
)
from tests.proof.interleavings.scenario import Scenario
from tests.proof.invariants import INVARIANTS
from tests.proof.one_shard import ONE_SHARD
from tests.support.steps import ANNA, BEN


def indexed(facts: Facts, outcomes: Mapping[str, Outcome]) -> Wrong:
    yield from index_is_in_line(facts)
    yield from final.any_final_state(
        facts, {name: outcome for name, outcome in outcomes.items() if "index" not in name}
    )


SCENARIOS = (
    Scenario(
        "two deliveries of an enrollment to index",
        initial.enrolled,
        (index_record("index"), index_record("index again", 41)),
        indexed,
        settings=ONE_SHARD,
    ),
    Scenario(
        "an enrollment that is renamed and renamed back, and both records",
        initial.indexed,
        (
            changes_of_name("Berta", "Anna"),
            index_record("index", after=1),
            index_record("index again", 41, after=2),
        ),
        indexed,
        # The name is not changed by Laurel, which would record it.
        invariants=tuple(one for one in INVARIANTS if one not in CHANGE_INVARIANTS),
        settings=ONE_SHARD,
    ),
    Scenario(
        "a refund of a certificate and its record, and a late one",
        initial.certified_and_indexed,
        (
            refund(),
            index_record("index late", 40),
            index_record("index", 41, when=lambda enrollment: enrollment["status"] == "refunded"),
        ),
        indexed,
        settings=ONE_SHARD,
    ),
    Scenario(
        "an enrollment to index, and an erasure with its record",
        initial.enrolled,
        (erase(), index_record("index"), index_record("index again", 41, when=None)),
        indexed,
        erased=frozenset({ANNA.sub}),
        settings=ONE_SHARD,
    ),
    Scenario(
        "records of two learners in one shard",
        initial.two_enrolled,
        (index_record("index"), index_record("index Ben", 41, learner=BEN), index_record("index again", 42)),
        indexed,
        settings=ONE_SHARD,
    ),
    Scenario(
        "a course to index, a new learner and the record",
        initial.enrolled,
        (enrollment("enroll Ben", BEN), index_course(), index_record("index Ben", 41, learner=BEN, when=bool)),
        indexed,
        settings=ONE_SHARD,
    ),
    Scenario(
        "a course to index, an erasure and its record",
        initial.indexed,
        (erase(), index_course(), index_record("index", 41, when=None)),
        indexed,
        erased=frozenset({ANNA.sub}),
        settings=ONE_SHARD,
    ),
    Scenario(
        "wrong counts, a course to index and a record",
        initial.partly_indexed_with_wrong_counts,
        (index_course(), index_record("index", 41, learner=BEN)),
        indexed,
        invariants=(),
        settings=ONE_SHARD,
    ),
    Scenario(
        "wrong counts, a course to index, a new learner and the record",
        initial.indexed_with_wrong_counts,
        (enrollment("enroll Ben", BEN), index_course(), index_record("index Ben", 41, learner=BEN, when=bool)),
        indexed,
        invariants=(),
        settings=ONE_SHARD,
    ),
)
