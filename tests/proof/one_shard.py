"""An index of learners with one shard, so that two learners meet in its counts, and a course has few steps."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from shared.stores import learner_index
from shared.usecases import learner_index as indexing

ONE_SHARD = tuple((module, "SHARDS", 1) for module in (learner_index, indexing))


@contextmanager
def one_shard() -> Iterator[None]:
    """Index learners in one shard."""
    with pytest.MonkeyPatch.context() as patch:
        for module, name, replacement in ONE_SHARD:
            patch.setattr(module, name, replacement)
        yield
