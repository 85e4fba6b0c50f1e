"""How many messages a second the receiver keeps safe, and how long a visitor waits for it.

Run by `make bench-enquiries`. The receiver is a process of its own and delivers to a mail server
that is another; this process is the visitors. Every figure is of this machine at this moment.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from urllib.parse import urlencode, urlsplit

from practice.enquiries.web.tokens import Tokens
from tests.enquiries.server_process import Process, make_project, receiver

MAIL_SERVER = """
import socket, time
from aiosmtpd.controller import Controller
class Count:
    async def handle_DATA(self, server, session, envelope):
        return "250 taken"
with socket.create_server(("127.0.0.1", 0)) as free:
    port = free.getsockname()[1]
controller = Controller(Count(), hostname="127.0.0.1", port=port)
controller.start()
print(port, flush=True)
time.sleep(36000)
"""


class Visitors:
    """Many visitors over a few connections, each with a message and an address of its own."""

    def __init__(self, process: Process, count: int, connections: int) -> None:
        self.port = urlsplit(process.url).port or 80
        secret = (process.folder / "secret").read_bytes().strip()
        self.tokens = Tokens(secret, lambda: time.time() - 10)
        self.count, self.connections = count, connections
        self.sent = 0
        self.waits: list[float] = []
        self.refused: dict[int, int] = {}

    async def run(self) -> float:
        """Send everything; the seconds that it took."""
        began = time.perf_counter()
        await asyncio.gather(*(self._visit() for _ in range(self.connections)))
        return time.perf_counter() - began

    async def _visit(self) -> None:
        reader, writer = await asyncio.open_connection("127.0.0.1", self.port)
        while self.sent < self.count:
            self.sent += 1
            request = self._request(self.sent)
            began = time.perf_counter()
            writer.write(request)
            status = await _answer(reader)
            self.waits.append(time.perf_counter() - began)
            if status != 200:
                self.refused[status] = self.refused.get(status, 0) + 1
        writer.close()

    def _request(self, number: int) -> bytes:
        body = urlencode(
            {
                "_key": f"benchmark-{number}",
                "_token": self.tokens.issue(),
                "name": "Ada Lovelace",
                "email": f"ada{number}@example.org",
                "service": "career",
                "message": f"Message number {number}: I would like to talk about my next step.",
                "consent": "yes",
                "website": "",
            }
        )
        address = f"10.{number >> 16 & 255}.{number >> 8 & 255}.{number & 255}"
        return (
            "POST /enquiries HTTP/1.1\r\nHost: localhost\r\nAccept: application/json\r\n"
            f"X-Forwarded-For: {address}\r\nContent-Length: {len(body)}\r\n"
            f"Content-Type: application/x-www-form-urlencoded\r\n\r\n{body}"
        ).encode()


async def _answer(reader: asyncio.StreamReader) -> int:
    head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").lower()
    length = int(head.partition("content-length:")[2].partition("\r\n")[0])
    await reader.readexactly(length)
    return int(head.split(" ", 2)[1])


def memory(process: Process) -> float:
    """The receiver's resident memory, in MiB."""
    status = Path(f"/proc/{process.popen.pid}/status")
    if not status.exists():
        return float("nan")  # only Linux has it
    return int(status.read_text().partition("VmRSS:")[2].split()[0]) / 1024


def states(process: Process) -> dict[str, int]:
    """How many enquiries are in each state."""
    (file,) = process.folder.glob("*.db")
    with sqlite3.connect(f"file:{file}?mode=ro", uri=True) as connection:
        return dict(connection.execute("SELECT state, count(*) FROM enquiries GROUP BY state"))


def measure(process: Process, count: int, connections: int, parts: int) -> int:
    """Print a row for each part of the run; how many were accepted."""
    print(
        f"{'accepted':>10} {'per second':>11} {'p50 ms':>8} {'p99 ms':>8} {'max ms':>8} {'MiB':>7}"
    )
    accepted = 0
    visitors = Visitors(process, 0, connections)
    for part in range(1, parts + 1):
        visitors.count = count * part // parts
        visitors.waits = []
        seconds = asyncio.run(visitors.run())
        waits = statistics.quantiles(visitors.waits, n=100)
        taken = len(visitors.waits) - sum(visitors.refused.values())
        accepted += taken
        milliseconds = [1000 * wait for wait in (waits[49], waits[98], max(visitors.waits))]
        print(
            f"{accepted:>10,} {taken / seconds:>11,.0f}",
            *(f"{wait:>8.1f}" for wait in milliseconds),
            f"{memory(process):>7.1f}",
            flush=True,
        )
    if visitors.refused:
        print("refused, by status:", json.dumps(visitors.refused))
    return accepted


def main() -> int:
    """0 when every accepted message is there at the end."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=100_000, help="messages (default: 100000)")
    parser.add_argument("--connections", type=int, default=32, help="together (default: 32)")
    parser.add_argument("--parts", type=int, default=5, help="rows of the table (default: 5)")
    asked = parser.parse_args()
    smtp = subprocess.Popen([sys.executable, "-c", MAIL_SERVER], stdout=subprocess.PIPE, text=True)
    assert smtp.stdout
    settings = {
        "SMTP_HOST": "127.0.0.1",
        "SMTP_PORT": smtp.stdout.readline().strip(),
        "SMTP_SECURITY": "none",
        "TRUSTED_PROXIES": "127.0.0.1",
    }
    try:
        with tempfile.TemporaryDirectory() as temporary:
            project = make_project(Path(temporary) / "project")
            folder = Path(temporary) / "enquiries"
            with receiver(project, folder, **settings) as process:
                accepted = measure(process, asked.count, asked.connections, asked.parts)
                found = states(process)
    finally:
        smtp.kill()
    kept = sum(found.values())
    print(", ".join(f"{number:,} {state}" for state, number in sorted(found.items())))
    print(f"{accepted:,} accepted, {kept:,} kept: {'nothing lost' if kept >= accepted else 'LOST'}")
    return int(kept < accepted)


if __name__ == "__main__":
    sys.exit(main())
