"""Why there is no answer, as sentences: the reasons of errors are words for programs."""

from coolpapers.errors import AnswerRefusedError, CoolPapersError, ModelBusyError, PaperTextError
from coolpapers.web.language import Texts


def reason_said(texts: Texts, reason: str) -> str:
    """Why an answer failed, or waits."""
    key = f"faq.reason_{reason}"
    return texts(key if key in texts else "faq.reason_failed")


def refusal_said(texts: Texts, reason: str) -> str:
    """Why nothing is begun now."""
    key = f"faq.refused_{reason}"
    return texts(key) if key in texts else reason_said(texts, reason)


def status_of(error: CoolPapersError) -> int:
    """The status of an answer that is refused."""
    if isinstance(error, AnswerRefusedError):
        return 404 if error.reason == "off" else 429
    if isinstance(error, ModelBusyError):
        return 503
    return 422 if isinstance(error, PaperTextError) else 502
