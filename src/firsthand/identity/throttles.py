"""Slowing whoever guesses passphrases and codes, without keeping anybody out whose e-mail is known.

Each bucket is a debt: a try adds to it, time pays it off, and beyond its allowance the next try has to wait.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from ipaddress import IPv6Address, ip_address
from math import ceil

from sqlmodel import Session, col, delete, select

from firsthand.base import clock
from firsthand.base.problems import Problem
from firsthand.base.sealed import keyed_hash
from firsthand.identity.tables import Throttle


@dataclass(frozen=True)
class Rate:
    """`burst` tries at once, then one each `each`."""

    burst: int
    each: timedelta


PAIR = Rate(5, timedelta(seconds=15))
ADDRESS = Rate(30, timedelta(seconds=3))
ACCOUNT = Rate(10, timedelta(minutes=1))
SLOWED = timedelta(seconds=2)


@dataclass(frozen=True)
class Attempt:
    """`account` is a normalised e-mail; `device` is set where the account is enrolled on it, and then counts alone."""

    account: str
    address: str
    device: str | None = None

    @property
    def own(self) -> dict[str, Rate]:
        """Buckets that refuse: the account from here, and everything from here."""
        if self.device:
            return {keyed_hash("throttle.device", self.account, self.device): PAIR}
        here = network(self.address)
        pair, address = keyed_hash("throttle.pair", self.account, here), keyed_hash("throttle.address", here)
        return {pair: PAIR, address: ADDRESS}

    @property
    def everybodys(self) -> dict[str, Rate]:
        """The account from anywhere: it delays the answer, and never refuses it."""
        return {} if self.device else {keyed_hash("throttle.account", self.account): ACCOUNT}


def network(address: str) -> str:
    """An IPv4 address, or the /64 that one IPv6 subscriber has to himself."""
    try:
        parsed = ip_address(address)
    except ValueError:
        return address
    if not isinstance(parsed, IPv6Address):
        return str(parsed)
    return str(parsed.ipv4_mapped or IPv6Address(int(parsed) >> 64 << 64))


def take(session: Session, attempt: Attempt) -> timedelta:
    """Counts a try before it is judged, so that many at once are counted too; answers by how much to delay it.

    Raises as `refuse`.
    """
    refuse(session, attempt.own)
    now = clock.now()
    debts = _debts(session, attempt.everybodys)
    slowed = any(_wait(debts.get(bucket), rate, now) > timedelta() for bucket, rate in attempt.everybodys.items())
    count(session, {**attempt.own, **attempt.everybodys})
    return SLOWED if slowed else timedelta()


def refuse(session: Session, rates: Mapping[str, Rate]) -> None:
    """Raises Problem `slow-down` with `Retry-After` in seconds; a refused try counts for nothing."""
    now = clock.now()
    debts = _debts(session, rates)
    longest = max(_wait(debts.get(bucket), rate, now) for bucket, rate in rates.items())
    if longest > timedelta():
        seconds = ceil(longest.total_seconds())
        raise Problem("slow-down", members={"retry_after": seconds}, headers={"Retry-After": str(seconds)})


def count(session: Session, rates: Mapping[str, Rate]) -> None:
    """One try in each bucket."""
    now = clock.now()
    session.exec(delete(Throttle).where(col(Throttle.paid_off_at) < now))
    debts = _debts(session, rates)
    for bucket, rate in rates.items():
        _add(session, debts.get(bucket), bucket, rate, now)


def give_back(session: Session, attempt: Attempt) -> None:
    """The try was right: it counts for nothing, and neither do the earlier ones of this account from here."""
    rates = {**attempt.own, **attempt.everybodys}
    pair = next(iter(rates))
    for bucket, debt in _debts(session, rates).items():
        if bucket == pair:
            session.delete(debt)
        else:
            debt.paid_off_at -= rates[bucket].each


def _debts(session: Session, buckets: Iterable[str]) -> dict[str, Throttle]:
    found = session.exec(select(Throttle).where(col(Throttle.bucket).in_(list(buckets))))
    return {debt.bucket: debt for debt in found}


def _wait(debt: Throttle | None, rate: Rate, now: datetime) -> timedelta:
    """Until one more try fits into the allowance."""
    owed = debt.paid_off_at - now if debt else timedelta()
    return owed + rate.each - rate.burst * rate.each


def _add(session: Session, debt: Throttle | None, bucket: str, rate: Rate, now: datetime) -> None:
    if debt is None:
        session.add(Throttle(bucket=bucket, paid_off_at=now + rate.each))
    else:
        debt.paid_off_at = min(max(debt.paid_off_at, now) + rate.each, now + rate.burst * rate.each)
