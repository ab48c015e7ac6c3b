"""What every test has."""

import pytest


@pytest.fixture(scope="session", autouse=True)
def no_cache_of_the_user(tmp_path_factory):
    """Commands that tests start remember things in a folder of their own."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("KYSELYLINT_CACHE_DIR", str(tmp_path_factory.mktemp("cache")))
        yield
