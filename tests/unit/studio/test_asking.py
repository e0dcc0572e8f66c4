"""What a plan is called by what was asked for."""

import pytest

from halley.studio.jobs.asking import planned
from halley.studio.wire.jobs import NewJob


@pytest.mark.parametrize(("sample", "called"), [(1, "1 item of all libraries"), (3, "3 items of all libraries")])
def test_a_sample_is_called_by_how_many_items_it_has(sample: int, called: str) -> None:
    assert planned(NewJob(kind="plan", sample=sample)) == called
