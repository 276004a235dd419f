"""The two cookies, `HttpOnly` and `SameSite=Strict`: the session's, and the device's, which only delivers."""

from datetime import timedelta

from litestar.datastructures import Cookie

from firsthand.base.settings import Settings

DEVICE_LIFE = timedelta(days=400)


def session_name(settings: Settings) -> str:
    """From the configured public origin, never from a request."""
    return "__Host-firsthand" if settings.under_tls else "firsthand"


def device_name(settings: Settings) -> str:
    return f"{session_name(settings)}-device"


def session(settings: Settings, token: str) -> Cookie:
    return _cookie(settings, session_name(settings), token, settings.session_absolute)


def device(settings: Settings, token: str) -> Cookie:
    """As long-lived as browsers allow; renewed at each sign-in."""
    return _cookie(settings, device_name(settings), token, DEVICE_LIFE)


def no_session(settings: Settings) -> Cookie:
    return _cookie(settings, session_name(settings), "", timedelta())


def _cookie(settings: Settings, name: str, value: str, life: timedelta) -> Cookie:
    seconds = int(life.total_seconds())
    return Cookie(
        key=name, value=value, path="/", max_age=seconds, secure=settings.under_tls, httponly=True, samesite="strict"
    )
