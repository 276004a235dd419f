"""The reference of the form: the same questions in the same words, as bare as HTML can be, served plainly."""

from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

from markupsafe import escape

from firsthand.forms.definitions import Question
from firsthand.forms.library import Library
from firsthand.forms.wording import Wording
from firsthand.web.kept import Kept

_PAGE = """<!DOCTYPE html><html lang="{language}"><meta charset="utf-8"><title>{title}</title>
<meta name="viewport" content="width=device-width"><form method="dialog">{parts}</form></html>"""
_SIX = ("yes", "no", "dont_know", "declined", "not_asked_unsafe", "not_asked")


def page(library: Library, form_id: str, language: str) -> str:
    """Every part, question and answer that is offered; native controls, no style, no script."""
    form = library.current(form_id)
    theirs, english = library.bilingual(form, language)
    spoken = [theirs] if language == "en" else [theirs, english]
    parts = []
    for section in form.sections:
        parts.append(f"<h1>{_both(*(str(words.section(section.id).title) for words in spoken))}</h1>")
        parts += [_question(asked, spoken) for asked in section.walk()]
    return _PAGE.format(language=language, title=form.id, parts="".join(parts))


def _question(asked: Question, spoken: list[Wording]) -> str:
    lines = [words.question(asked.id) for words in spoken]
    hint = f"<p>{_both(*(str(line.hint) for line in lines))}</p>" if lines[0].hint else ""
    legend = _both(*(str(line.text) for line in lines))
    return f"<fieldset><legend>{legend}</legend>{hint}{_control(asked, spoken)}</fieldset>"


def _control(asked: Question, spoken: list[Wording]) -> str:
    if asked.kind in ("text", "exact_words", "date", "person"):
        return f'<textarea name="{asked.id}"></textarea>'
    values = [str(value) for value in range(11)] if asked.kind == "scale" else asked.values or _SIX
    kind = "checkbox" if asked.kind == "choices" else "radio"
    return "".join(
        f'<label><input type="{kind}" name="{asked.id}" value="{value}">{_option(asked, value, spoken)}</label>'
        for value in values
    )


def _option(asked: Question, value: str, spoken: list[Wording]) -> str:
    if asked.kind == "scale":
        return value
    return _both(*(str(words.question(asked.id).option(value)) for words in spoken))


def _both(first: str, *second: str) -> str:
    return str(escape(first)) + "".join(f" <i>{escape(line)}</i>" for line in second)


@contextmanager
def served(pages: dict[str, str]) -> Iterator[str]:
    """Serves each page under its path, packed as the form is; yields the address."""
    kept = {path: Kept.of(text) for path, text in pages.items()}

    class Plain(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            one = kept.get(self.path)
            self.send_response(200 if one else 404)
            body = one.packed.br if one else b""
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.send_header("Content-Encoding", "br")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Plain)
    Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
