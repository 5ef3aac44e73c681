import pytest

from tests.cast import Partnership, make_partnership


@pytest.fixture
def cast(db: None) -> Partnership:
    return make_partnership()
