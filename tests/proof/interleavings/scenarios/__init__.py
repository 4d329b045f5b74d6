"""All scenarios."""

from tests.proof.interleavings.scenarios import (
    assignments,
    certificates,
    changes,
    claims,
    courses,
    erasures,
    instructors,
    large_orders,
    learners,
    links,
    payments,
    rechecks,
    reissues,
    staff,
)

SCENARIOS = (
    *certificates.SCENARIOS,
    *reissues.SCENARIOS,
    *payments.SCENARIOS,
    *links.SCENARIOS,
    *claims.SCENARIOS,
    *large_orders.SCENARIOS,
    *courses.SCENARIOS,
    *instructors.SCENARIOS,
    *rechecks.SCENARIOS,
    *erasures.SCENARIOS,
    *assignments.SCENARIOS,
    *learners.SCENARIOS,
    *staff.SCENARIOS,
    *changes.SCENARIOS,
)
