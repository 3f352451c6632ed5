"""The codes a look leaves behind, in words: why it ended so."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from sources.models import Source

_REASONS: dict[str, Promise] = {
    "ok": pgettext_lazy("look", "read"),
    "unchanged": pgettext_lazy("look", "unchanged"),
    "not_modified": pgettext_lazy("look", "unchanged, says the server"),
    "gone": pgettext_lazy("look", "gone"),
    "missing": pgettext_lazy("look", "missing"),
    "restricted": pgettext_lazy("look", "behind a wall"),
    "blocked": pgettext_lazy("look", "our reader is blocked"),
    "unreachable": pgettext_lazy("look", "unreachable"),
    "empty_shell": pgettext_lazy("look", "empty without scripts"),
    "refused": pgettext_lazy("look", "refused by our own guard"),
    "unknown": pgettext_lazy("look", "cannot tell"),
    "failed": pgettext_lazy("look", "our reader failed"),
    "forbidden_address": pgettext_lazy("look", "a private address"),
    "dns": pgettext_lazy("look", "its name is not known"),
    "connect": pgettext_lazy("look", "no connection"),
    "connect_timeout": pgettext_lazy("look", "no connection in time"),
    "tls": pgettext_lazy("look", "no safe connection (TLS)"),
    "read_timeout": pgettext_lazy("look", "no answer in time"),
    "total_timeout": pgettext_lazy("look", "the answer took too long"),
    "timeout": pgettext_lazy("look", "no answer in time"),
    "too_slow": pgettext_lazy("look", "the answer was too slow"),
    "too_large": pgettext_lazy("look", "larger than we read"),
    "truncated": pgettext_lazy("look", "the answer broke off"),
    "bad_encoding": pgettext_lazy("look", "wrongly compressed"),
    "protocol": pgettext_lazy("look", "not understandable HTTP"),
    "reset": pgettext_lazy("look", "the connection was cut"),
    "url_refused": pgettext_lazy("look", "an address we do not read"),
    "bad_redirect": pgettext_lazy("look", "a redirect to nowhere"),
    "redirect_loop": pgettext_lazy("look", "redirects in a circle"),
    "too_many_redirects": pgettext_lazy("look", "too many redirects"),
    "unexpected_304": pgettext_lazy("look", "unchanged, though we asked anew"),
    "robots": pgettext_lazy("look", "forbidden by robots.txt"),
    "robots_unreachable": pgettext_lazy("look", "its robots.txt is unreachable"),
    "deadline": pgettext_lazy("look", "our own time ran out"),
    "not_attempted": pgettext_lazy("look", "not tried"),
    "internal": pgettext_lazy("look", "a fault of ours"),
    "no_answer": pgettext_lazy("look", "no answer"),
    "not_read": pgettext_lazy("look", "could not be read"),
    "content": pgettext_lazy("look", "read"),
    "redirected_to_consent": pgettext_lazy("look", "led to a consent page"),
    "redirected_to_login": pgettext_lazy("look", "led to a log-in page"),
    "redirected_to_error_page": pgettext_lazy("look", "led to an error page"),
    "redirected_to_section": pgettext_lazy("look", "led to a list of articles"),
    "redirected_to_home": pgettext_lazy("look", "led to the home page"),
    "says_not_found": pgettext_lazy("look", "the page says it was not found"),
    "parked": pgettext_lazy("look", "the site is closed or for sale"),
    "says_unavailable": pgettext_lazy("look", "the page says it is out of order"),
    "gate": pgettext_lazy("look", "asks for an age or a region"),
    "moved": pgettext_lazy("look", "read at its new address"),
    "needs_javascript": pgettext_lazy("look", "empty without scripts"),
    "wall": pgettext_lazy("look", "behind a wall"),
    "no_text": pgettext_lazy("look", "no text"),
    "like_missing_page": pgettext_lazy("look", "the page this server sends for any address"),
    "much_shorter": pgettext_lazy("look", "much shorter than before"),
    "undecodable": pgettext_lazy("look", "the text cannot be decoded"),
    "reading_timed_out": pgettext_lazy("look", "reading it took too long"),
    "reading_crashed": pgettext_lazy("look", "reading it failed"),
    "not_found": pgettext_lazy("look", "the words are not there"),
    "declared_on_page": pgettext_lazy("look", "declared on the page"),
    "edited_silently": pgettext_lazy("look", "edited without a note on the page"),
    "not_compared": pgettext_lazy("look", "the text differs; not compared in detail"),
    "by_reader": pgettext_lazy("look", "a new version of our reader sees it otherwise"),
    "back_as_accepted": pgettext_lazy("look", "the words stand there as accepted again"),
    "page_back": pgettext_lazy("look", "the page can be read again"),
    "ambiguous": pgettext_lazy("look", "the words stand there more than once"),
    "empty_quote": pgettext_lazy("look", "no words to look for"),
    "not_in_capture": pgettext_lazy("look", "not in the file brought by hand"),
    "other_surroundings": pgettext_lazy("look", "in other surroundings"),
    "not_on_the_page_before": pgettext_lazy("look", "it did not stand on the page before"),
    "redirected": pgettext_lazy("look", "read at its new address"),
    "rest_of_sentence_differs": pgettext_lazy("look", "the rest of its sentence differs"),
    "same_words": pgettext_lazy("look", "the same words"),
    "cosmetic": pgettext_lazy("look", "only spelling or spaces differ"),
}
# Names of products and kinds of robot checks: all of them say the same to a person.
_ROBOT_CHECKS = frozenset(
    """akamai anubis aws_waf bot_wall_address bot_wall_text bot_wall_title captcha cloudflare
    cloudflare_challenge datadome ddos_guard fastly imperva kasada perimeterx sucuri
    vercel""".split()  # noqa: SIM905
)
_DIFFERING: dict[str, Promise] = {
    "number": pgettext_lazy("differs in", "figures"),
    "date": pgettext_lazy("differs in", "dates"),
    "name": pgettext_lazy("differs in", "names"),
    "negation": pgettext_lazy("differs in", "negation"),
    "quotation": pgettext_lazy("differs in", "quotation"),
    "word": pgettext_lazy("differs in", "words"),
}


_DECLARED: dict[str, Promise] = {
    "retraction": pgettext_lazy("page label", "retracted"),
    "correction": pgettext_lazy("page label", "declares a correction"),
    "apology": pgettext_lazy("page label", "apologises and corrects"),
    "editors_note": pgettext_lazy("page label", "editor’s note"),
}


def labels_in_words(source: Source) -> list[str]:
    """Return what the latest version of a page declares of itself, in words."""
    snapshot = source.latest_snapshot
    labels = snapshot.labels if snapshot is not None else []
    return [str(_DECLARED.get(label, label)) for label in labels]


def reason_in_words(detail: str) -> str:
    """Return ``code`` or ``code: more`` in words, with what a machine added kept behind it."""
    code, colon, more = detail.partition(":")
    words = _one_reason(code.strip())
    if words is None:
        return detail
    more = more.strip()
    return f"{words} ({more})" if colon and more else words


def _one_reason(code: str) -> str | None:
    if code in _REASONS:
        return str(_REASONS[code])
    if code in _ROBOT_CHECKS:
        return _("a check for robots: %(which)s") % {"which": code}
    if code.startswith("status_"):
        return f"HTTP {code.removeprefix('status_')}"
    if code.startswith("poor_page_"):
        return _one_reason(code.removeprefix("poor_page_"))
    if code.startswith("rest_of_sentence_differs_in_"):
        rest, _mark, kinds_code = code.partition("_in_")
        return f"{_REASONS[rest]}: {_one_reason(f'differs_in_{kinds_code}')}"
    if code.startswith("differs_in_"):
        kinds = code.removeprefix("differs_in_").split("_")
        named = " · ".join(str(_DIFFERING.get(kind, kind)) for kind in kinds)
        return _("differs in %(what)s") % {"what": named}
    return None
