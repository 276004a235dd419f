import asyncio
import threading

import pytest

from firsthand.base.problems import Problem
from firsthand.identity import passphrases, rules


def test_hashes_are_argon2id_at_owasps_parameters_and_salted():
    first, second = passphrases.hashed("quiet lamp"), passphrases.hashed("quiet lamp")
    assert first.startswith("$argon2id$v=19$m=19456,t=2,p=1$")
    assert first != second
    assert not passphrases.is_outdated(first)


def test_the_right_passphrase_matches_and_no_other():
    kept = passphrases.hashed("quiet lamp over the river")
    assert passphrases.matches(kept, "quiet lamp over the river")
    assert not passphrases.matches(kept, "quiet lamp over the rivers")


def test_a_passphrase_is_the_same_however_its_letters_are_composed():
    assert passphrases.matches(passphrases.hashed("caf\u00e9 au lait ou th\u00e9"), "cafe\u0301 au lait ou the\u0301")


@pytest.mark.parametrize("kept", [None, "", "not a hash", "$argon2id$v=19$m=19456,t=2,p=1$AAAA$AAAA"])
def test_without_a_hash_nothing_matches(kept):
    assert not passphrases.matches(kept, "the passphrase of nobody")


def test_a_hash_of_other_parameters_is_outdated():
    assert passphrases.is_outdated("$argon2id$v=19$m=8192,t=1,p=1$c29tZXNhbHRzb21lc2FsdA$" + "A" * 43)


@pytest.mark.parametrize(
    "easy", ["passwordpassword", "123456789012", "qwertyuiopas", "aaaaaaaaaaaaaaaa", "Quill Example1"]
)
def test_what_would_be_guessed_is_refused(easy):
    assert passphrases.refusal(easy, "Quill Example", "quill@firsthand.example") == rules.TOO_EASY


@pytest.mark.parametrize("good", ["quiet lamp over a river", "Ładna-chmura-nad-rzeką", "quiet lamp over a river " * 40])
def test_what_is_long_and_odd_is_taken(good):
    assert passphrases.refusal(good, "Quill Example") is None


def test_no_more_than_two_hashes_are_made_at_once():
    at_once, most, lock = 0, 0, threading.Lock()

    def work():
        nonlocal at_once, most
        with lock:
            at_once += 1
            most = max(most, at_once)
        threading.Event().wait(0.01)
        with lock:
            at_once -= 1

    async def many():
        await asyncio.gather(*(passphrases.aside(work) for _ in range(10)))

    asyncio.run(many())
    assert most == 2


def test_a_crowd_is_told_to_come_back_instead_of_waiting_for_ever():
    gate = threading.Event()

    async def crowd():
        waiting = [asyncio.create_task(passphrases.aside(gate.wait)) for _ in range(64)]
        await asyncio.sleep(0)
        with pytest.raises(Problem) as refused:
            await passphrases.aside(gate.wait)
        gate.set()
        await asyncio.gather(*waiting)
        return refused.value

    problem = asyncio.run(crowd())
    assert (problem.code, problem.headers) == ("unavailable", {"Retry-After": "5"})
