"""Security headers of every answer."""

from litestar.types import Message, Scope

from firsthand.web.assets import Assets, csp_source

Header = tuple[bytes, bytes]

_FILE = {
    "X-Content-Type-Options": "nosniff",
    "Cross-Origin-Resource-Policy": "same-origin",
}
"""All that counts for a file that is never a document: the rest is read from a page, or from a worker's script."""
_NO_DOCUMENT = (b"text/javascript", b"text/css", b"image/png")
_DATA = (b"application/json", b"application/problem+json")
_NOTHING = "default-src 'none'; frame-ancestors 'none'"
"""The policy of what a program reads: shown as a document, it may do nothing."""
_ALWAYS = _FILE | {
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
}
_NOBODYS = "camera=(), geolocation=(), payment=(), usb=(), display-capture=(), microphone="
_UNDER_TLS = {"Strict-Transport-Security": "max-age=63072000; includeSubDomains"}
_UNKEPT = (b"cache-control", b"no-store")
_ARGON2_WORKER = "app/vault/argon2-worker.js"


def content_policy(assets: Assets, *, wasm: bool = False) -> str:
    """Our own files; what stands in a page by its hash; WebAssembly only in the worker that stretches passphrases."""
    inlined = [csp_source(assets.import_map), csp_source(assets.text("app/first.js"))]
    scripts = ["'self'", "'wasm-unsafe-eval'"] if wasm else ["'self'", *inlined]
    own = "img-src font-src connect-src manifest-src worker-src form-action".split()
    directives = [
        "default-src 'none'",
        f"script-src {' '.join(scripts)}",
        f"style-src 'self' {csp_source(assets.text('vendor/app.css'))}",
        *(f"{name} 'self'" for name in own),
    ]
    closing = [
        "base-uri 'none'",
        "frame-ancestors 'none'",
        "require-trusted-types-for 'script'",
        "trusted-types firsthand",
    ]
    return "; ".join([*directives, *closing])


def _written(headers: dict[str, str]) -> list[Header]:
    return [(name.lower().encode(), value.encode()) for name, value in headers.items()]


_FILE_ALONE = _written(_FILE)


class SecurityHeaders:
    """Stands where every answer leaves, to an unknown address too. `no-store` unless a handler says otherwise.

    What it adds is put into bytes once a build; nothing else sets these headers.
    """

    def __init__(self, assets: Assets, *, under_tls: bool, sound: bool) -> None:
        self._assets = assets
        self._build = ""
        self._documents: list[Header] = []
        self._field: list[Header] = []
        self._worker: list[Header] = []
        self._data: list[Header] = []
        self._sound = sound
        self._always = _ALWAYS | (_UNDER_TLS if under_tls else {})

    async def __call__(self, message: Message, scope: Scope) -> None:
        if message["type"] != "http.response.start":
            return
        self._follow_build()
        said = dict(message["headers"])
        due = self._due(scope, said.get(b"content-type", b""))
        message["headers"] = [*message["headers"], *due, *([] if b"cache-control" in said else [_UNKEPT])]

    def _due(self, scope: Scope, media_type: bytes) -> list[Header]:
        path = scope["path"]
        if path.endswith(_ARGON2_WORKER):
            return self._worker
        if media_type.startswith(_DATA):
            return self._data
        is_file = path.startswith("/static/") and media_type.startswith(_NO_DOCUMENT)
        if is_file:
            return _FILE_ALONE
        return self._field if _is_field(scope) else self._documents

    def _follow_build(self) -> None:
        """The import map names the build, and the policy has its hash."""
        if self._build != self._assets.build:
            self._build = self._assets.build
            always = self._always | {"X-Build": self._build, "Permissions-Policy": f"{_NOBODYS}()"}
            self._data = _written(always | {"Content-Security-Policy": _NOTHING})
            page = always | {"Content-Security-Policy": content_policy(self._assets)}
            self._documents = _written(page)
            self._field = _written(page | ({"Permissions-Policy": f"{_NOBODYS}(self)"} if self._sound else {}))
            self._worker = _written(always | {"Content-Security-Policy": content_policy(self._assets, wasm=True)})


def _is_field(scope: Scope) -> bool:
    """A page of the field app: it stays the document for whatever is opened in it, a form with a recording too."""
    handler = scope.get("route_handler")
    return bool(handler and handler.opt.get("field"))
