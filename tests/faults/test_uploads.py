"""Two public clients upload over a line that is cut at any byte, to processes that are killed: all of it comes, once.

No byte that was acknowledged is ever missing: what the service answers as an offset never grows less.
"""

import os
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from random import Random

import httpx
import pytest

from faults.rounds import Rounds
from firsthand.attachments import objects
from firsthand.base import databases, ids, schema
from firsthand.base.settings import Settings
from firsthand.web.cookies import device_name
from journeys.server import free_port
from support.client import Client
from support.databases import NewSettings
from support.process import Process
from support.proxy import Fault, Faults, Proxy, clear
from support.service import PASSPHRASE, _hire
from support.tus import Line, Uploaded, by_tus_js, by_tuspy
from support.uploads import PATH, File, Uploading

SIZE = 1_500_017
_KILLING = {2}
"""Connections."""
_CUT = 4
"""So many are cut in any case."""
Send = Callable[[Line, File], Uploaded]


@dataclass
class Afloat:
    """A phone, a bad line, and the processes at its other end: on SQLite one, on PostgreSQL two."""

    processes: list[Process]
    phone: Client
    proxy: Proxy
    settings: Settings

    @property
    def line(self) -> Line:
        cookie = device_name(self.settings)
        return Line(f"http://127.0.0.1:{self.proxy.port}{PATH}", f"{cookie}={self.phone.http.cookies[cookie]}")

    @contextmanager
    def sinking(self, random: Random, way: "Way") -> Iterator[None]:
        """Each connection goes to any of the processes; one is killed while it lasts."""
        kills: list[threading.Timer] = []
        one_by_one = threading.Lock()

        def kill(process: Process) -> None:
            with one_by_one:
                process.restart()

        def planned(number: int) -> Faults:
            process = random.choice(self.processes)
            self.proxy.target = process.settings.port
            if number in _KILLING:
                kills.append(threading.Timer(random.uniform(0, 0.02), kill, [process]))
                kills[-1].start()
            return cut(random, way) if number <= _CUT else cuts(random, way)

        self.proxy.happened.clear()
        self.proxy.follow(planned)
        try:
            yield
        finally:
            for each in kills:
                each.join()
            self.proxy.follow(clear)
        assert kills, "the file came before anybody was killed"
        assert self.proxy.happened, "nothing was cut"

    def content(self, uploaded: Uploaded) -> bytes:
        assert uploaded.url
        kept = objects.opened(self.settings)
        return kept.get(objects.whole(ids.UUID(uploaded.url.rsplit("/", 1)[1])))

    def receipt(self, file: File) -> list[dict[str, str]]:
        about = self.phone.about(id=file.submission, attachments=[file.announced])
        answer = self.phone.post(self.phone.envelope(about)).raise_for_status().json()
        return list(self.phone.received(answer["receipt"])[0]["attachments"])


@pytest.fixture(scope="module")
def afloat(tmp_path_factory: pytest.TempPathFactory, new_settings: NewSettings) -> Iterator[Afloat]:
    settings = new_settings(tmp_path_factory.mktemp("uploads") / "var").model_copy(update={"origin": None})
    email = _hired(settings)
    each = [settings.model_copy(update={"port": free_port()}) for _ in range(2 if settings.database_url else 1)]
    with pytest.MonkeyPatch.context() as patched, Proxy(each[0].port).running() as proxy:
        patched.setenv("NO_PROXY", "127.0.0.1")
        processes = [Process(settings).start() for settings in each]
        phone = Client(http=httpx.Client(base_url=f"http://127.0.0.1:{proxy.port}", trust_env=False))
        phone.sign_in(email, PASSPHRASE)
        phone.enrol()
        yield Afloat(processes, phone, proxy, settings)
        phone.http.close()
        for process in processes:
            process.kill()


def _hired(settings: Settings) -> str:
    email, database = f"{ids.new()}@invented.example", databases.opened(settings)
    schema.upgrade(database.engine)
    database.writes.run_sync(lambda session: _hire(session, email, "practitioner", None))
    database.close()
    return email


def cut(random: Random, way: "Way") -> Faults:
    """Soon."""
    at = random.randrange(min(way.request, SIZE // 3))
    return Fault(random.choice(("tear", "tear", "stall")), at, random.uniform(0, 0.05)), None


def cuts(random: Random, way: "Way") -> Faults:
    """At any byte of what is sent, or of the first of its answer; or not at all."""
    if random.random() < 0.15:
        return None, Fault("tear", random.randrange(way.answer), 0)
    act = random.choice(("tear", "stall", "again"))
    fault = Fault(act, random.randrange(way.request), random.uniform(0, 0.05))
    return (None if random.random() < 0.3 else fault), None


def file() -> File:
    return File(os.urandom(SIZE))


def never_less(uploaded: Uploaded) -> bool:
    return all(one <= next_ for one, next_ in pairwise(uploaded.offsets))


@dataclass
class Way:
    """Bytes in which a connection may be cut: of a request, and of an `answer`: tuspy takes half a header for a whole
    one."""

    send: Send
    request: int = SIZE
    answer: int = 600


@pytest.fixture(params=["tuspy with checksums", "tus-js-client", "tus-js-client in chunks"])
def way(request: pytest.FixtureRequest, tmp_path: Path) -> Way:
    ways: dict[str, Way] = {
        "tuspy with checksums": Way(lambda line, file: by_tuspy(line, file, 150_000, checksum=True), 150_000, 8),
        "tus-js-client": Way(lambda line, file: by_tus_js(line, file, tmp_path / "file")),
        "tus-js-client in chunks": Way(lambda line, file: by_tus_js(line, file, tmp_path / "file", 300_000), 300_000),
    }
    return ways[request.param]


def test_whatever_is_cut_and_whoever_is_killed_the_file_comes_whole(afloat: Afloat, way: Way, rounds: Rounds) -> None:
    for number in rounds.seeds():
        sent = file()
        with afloat.sinking(Random(number), way):
            uploaded = way.send(afloat.line, sent)
        assert not uploaded.error
        assert never_less(uploaded), uploaded.offsets
        assert afloat.content(uploaded) == sent.content
        assert afloat.receipt(sent) == [sent.named]


def test_public_clients_are_told_of_what_is_not_theirs_and_of_what_has_gone(afloat: Afloat, tmp_path: Path) -> None:
    """Both begin anew by themselves; one that withdraws is heard."""
    sent = file()
    strange = by_tus_js(afloat.line, sent, tmp_path / "file", uploadUrl=f"{afloat.line.endpoint}/{ids.new()}")
    assert afloat.content(strange) == sent.content
    withdrawn = by_tus_js(afloat.line, file(), tmp_path / "file", 300_000, terminateAt=600_000)
    assert (withdrawn.error, withdrawn.terminated) == ("", True)
    assert Uploading(afloat.phone, sent, str(withdrawn.url)).ask().status_code == 404
    large = by_tus_js(afloat.line, File(os.urandom(25 * 1024 * 1024 + 1)), tmp_path / "file")
    assert "response code: 413" in large.error
    other = File(b"other", sent.id, sent.submission)
    spoilt = by_tus_js(afloat.line, File(b"spoil"), tmp_path / "file", metadata=other.said)
    assert "response code: 460" in spoilt.error
