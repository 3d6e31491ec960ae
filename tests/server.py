"""A real PostgreSQL server for tests, on a free port of this machine, run as nobody special."""

import os
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

USER = "opsplan"
"""The server's own superuser, and its database."""


@dataclass(frozen=True, slots=True)
class Server:
    """A running server; `url` reaches a database of its own for each name."""

    port: int
    folder: Path
    programs: Path

    def url(self, database: str = USER, password: str | None = None) -> str:
        """The address of a database."""
        secret = f":{password}" if password else ""
        return f"postgresql://{USER}{secret}@127.0.0.1:{self.port}/{database}"

    def create(self, name: str) -> str:
        """A new database; returns its address."""
        import psycopg

        with psycopg.connect(self.url(), autocommit=True) as connection:
            connection.execute(f'CREATE DATABASE "{name}"'.encode())
        return self.url(name)

    def control(self, *words: str) -> None:
        """`pg_ctl` with these words."""
        as_owner(self.programs / "pg_ctl", "-D", self.folder / "data", "-w", *words)

    def start(self) -> None:
        """Start it, with a log of its own."""
        options = f"-p {self.port} -c listen_addresses=127.0.0.1 -c unix_socket_directories="
        self.control("-o", options, "-l", str(self.folder / "log"), "start")

    def stop(self, mode: str = "fast") -> None:
        """Stop it: `fast`, or `immediate` as a power cut would."""
        self.control("-m", mode, "stop")


def server_programs() -> Path | None:
    """Where Debian or the path has the server's programs; None where there are none."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    if found:
        return found[-1].parent
    on_path = shutil.which("initdb")
    return Path(on_path).parent if on_path else None


def as_owner(*words: object) -> None:
    """Run a program of the server's, which refuses to run as root."""
    prefix = ["runuser", "-u", "nobody", "--"] if os.geteuid() == 0 else []
    command = [*prefix, *map(str, words)]
    done = subprocess.run(command, capture_output=True, text=True, cwd="/", check=False)
    assert done.returncode == 0, f"{command}: {done.stdout}{done.stderr}"


@contextmanager
def running_server() -> Iterator[Server]:
    """A server in a folder of its own, stopped and gone afterwards."""
    programs = server_programs()
    assert programs is not None
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = int(free.getsockname()[1])
    with tempfile.TemporaryDirectory(prefix="opsplan-pg-") as name:
        folder = Path(name)
        if os.geteuid() == 0:
            shutil.chown(folder, "nobody", "nogroup")
        server = Server(port, folder, programs)
        words = ("-A", "trust", "-U", USER, "-E", "UTF8", "--locale=C.UTF-8", "-N")
        as_owner(programs / "initdb", "-D", folder / "data", *words)
        server.start()
        try:
            import psycopg

            with psycopg.connect(server.url("postgres"), autocommit=True) as connection:
                connection.execute(b"CREATE DATABASE opsplan")
            yield server
        finally:
            server.stop("immediate")
