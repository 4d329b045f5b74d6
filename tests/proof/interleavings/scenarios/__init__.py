"""All scenarios."""

from tests.proof.interleavings.scenarios import (
    certificates,
    claims,
    courses,
    erasures,
    large_orders,
    learners,
    links,
    payments,
    rechecks,
    reissues,
)

SCENARIOS = (
    *certificates.SCENARIOS,
    *reissues.SCENARIOS,
    *payments.SCENARIOS,
    *links.SCENARIOS,
    *claims.SCENARIOS,
    *large_orders.SCENARIOS,
    *courses.SCENARIOS,
    *rechecks.SCENARIOS,
    *erasures.SCENARIOS,
    *learners.SCENARIOS,
)
