"""What a device served by itself keeps, however long it runs."""

import pytest

from emulators.errors import HistoryError
from harness.serve.ground import RecentBlobs


def test_the_latest_blobs_are_kept_up_to_a_number_of_bytes() -> None:
    blobs = RecentBlobs(100)
    names = [blobs.put(bytes([number]) * 30) for number in range(10)]
    assert [blobs.get(name)[0] for name in names[-3:]] == [7, 8, 9]
    with pytest.raises(HistoryError):
        blobs.get(names[6])


def test_a_blob_larger_than_the_bound_is_there_until_the_next() -> None:
    blobs = RecentBlobs(100)
    name = blobs.put(b"x" * 500)
    assert blobs.put(b"x" * 500) == name
    assert len(blobs.get(name)) == 500
    blobs.put(b"y")
    with pytest.raises(HistoryError):
        blobs.get(name)
