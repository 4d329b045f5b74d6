"""Losses of template.yaml on which no test of the template fails, each with the reason why that is right.

Each pattern matches the names of losses: what was lost, as in `OrdersTable.KeySchema.0 dropped`.
"""

import re

from tests.unit.template_mutants.mutations import Loss


def _permissions(function: str, statements: str) -> str:
    """Statements of a function's role, by their numbers, and the single actions and resources of these."""
    statement = rf"{function}FunctionRole\.Policies\.0\.PolicyDocument\.Statement\.({statements})"
    return rf"{statement}(\.(Action|Resource)\.[0-9]+)? dropped"


SURVIVORS = {
    "Integration tests fail when a function calls what its role does not allow (tests/support/permissions.py).": (
        _permissions("Admin", "[124689]|1[013]"),
        r"AdminFunctionRole\.Policies\.0\.PolicyDocument\.Statement\.(7\.Resource\.[01]|12\.Resource\.[013]) dropped",
        _permissions("Announcements", "4"),
        _permissions("Certificates", "[1-9]|1[013-5]"),
        _permissions("Completion", "[4-7]"),
        _permissions("EnrollmentImports", "[2-9]|10"),
        _permissions("Enrollments", "[1-57-9]|1[01]"),
        _permissions("LearnerExports", "[2-5]"),
        _permissions("OrderLines", "[2-5]"),
        _permissions("Progress", "[1-9]|10"),
        _permissions("Recheck", "[2-5]"),
        _permissions("RefundWebhook", "[1-467]"),
        _permissions("Teaching", "[2-689]|1[0-4]"),
        r"TeachingFunctionRole\.Policies\.0\.PolicyDocument\.Statement\.1\.Resource\.1 dropped",
    ),
    "SAM makes a policy of it for a role of its own; these functions have roles.": (
        (
            r"(Announcements|Completion|Pictures)Function\.Events\.\w+\.Properties"
            r"\.DestinationConfig\.OnFailure\.Type dropped"
        ),
    ),
    "S3 generates an id.": (
        r"(Certificates|FailedRecords|Templates)Bucket\.LifecycleConfiguration\.Rules\.[0-9]\.Id dropped",
    ),
    "How fast the pages are, and what that costs.": (
        r"PagesDistribution\.DistributionConfig\.(HttpVersion|IPV6Enabled|PriceClass) dropped",
        r"PagesDistribution\.DistributionConfig\.IPV6Enabled is false",
    ),
}
_PATTERNS = [re.compile(pattern) for patterns in SURVIVORS.values() for pattern in patterns]


def is_listed(loss: Loss) -> bool:
    """Whether there is a reason why no test fails on a loss."""
    return any(pattern.fullmatch(loss.name) for pattern in _PATTERNS)
