"""The garbage collector rests while there is much to make, and works again afterwards, whatever happened."""

import gc

import pytest

from lib.kept.uncollected import uncollected


def test_it_rests_until_the_last_has_left():
    with uncollected():
        with uncollected():
            assert not gc.isenabled()
        assert not gc.isenabled()
    assert gc.isenabled()


def test_it_works_again_after_an_error():
    with pytest.raises(KeyError), uncollected():
        raise KeyError
    assert gc.isenabled()
