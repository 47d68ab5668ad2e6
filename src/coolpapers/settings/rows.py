"""The table of settings: a row for each, in the order in which they are shown."""

from typing import NamedTuple

import platformdirs

Value = str | int | float | bool


class Row(NamedTuple):
    """One setting: its name, default, unit and what it does, in a sentence."""

    name: str
    default: Value
    unit: str
    sentence: str
    secret: bool = False


ROWS: tuple[Row, ...] = (
    Row(
        "data",
        platformdirs.user_data_dir("coolpapers", appauthor=False),
        "directory",
        "Where the store, the index and everything else of a library lives.",
    ),
    Row("host", "127.0.0.1", "address", "The address the site listens on."),
    Row("port", 8000, "port", "The port the site listens on; 0 takes a free one."),
    Row("workers", 1, "processes", "How many processes serve pages; each reads, none writes."),
    Row("threads", 4, "threads", "How many pages one process makes at the same time."),
    Row(
        "base_path",
        "",
        "path",
        "The path under which a proxy shows the site, such as `/papers`; empty for its root.",
    ),
    Row(
        "site_url",
        "",
        "address",
        "The address by which readers know the site, for feeds; empty takes it from the request.",
    ),
    Row("title", "Cool Papers", "text", "The name of the site, shown in its bar and in feeds."),
    Row(
        "language",
        "",
        "en or zh",
        "The interface's language; empty follows each reader's browser.",
    ),
    Row("stars", True, "yes or no", "Whether openings of PDF and FAQ are counted."),
    Row(
        "stars_per_visitor",
        500,
        "openings",
        "How many openings of one visitor count in a day; 0 sets no limit.",
    ),
    Row(
        "sync",
        True,
        "yes or no",
        "Whether `serve` keeps the library in step with its sources and fetches unknown papers.",
    ),
    Row(
        "sync_days",
        7,
        "days",
        "How far back the first harvest of arXiv goes; `coolpapers sync --history` has no limit.",
    ),
    Row(
        "contact",
        "",
        "address",
        "How sources can reach you, an e-mail or a page; sent with each request; else `site_url`.",
    ),
    Row(
        "fetch_interval_s",
        3.0,
        "seconds",
        "The pause between requests to one group of hosts; arXiv asks for three seconds.",
    ),
    Row(
        "fetch_mirror",
        "",
        "address",
        "An address through which everything is fetched, `MIRROR/host/path`; empty goes directly.",
    ),
    Row(
        "fetch_private",
        False,
        "yes or no",
        "Whether hosts that are not on the public internet may be fetched from; for a mirror.",
    ),
    Row("pdfs", True, "yes or no", "Whether PDFs are fetched from their sources to be read here."),
    Row(
        "trusted_proxies",
        "127.0.0.1 ::1",
        "addresses",
        "Proxies whose `X-Forwarded-For` and `X-Forwarded-Proto` are believed; networks as well.",
    ),
    Row("log_format", "text", "text or json", "How the log is written to standard error."),
    Row(
        "log_level",
        "warning",
        "debug, info, warning or error",
        "What is logged at least; `info` has a line for every request, without its query.",
    ),
    Row(
        "metrics",
        "local",
        "local, all or none",
        "Who may read `/metrics`: this machine and private networks, everybody, or nobody.",
    ),
    Row(
        "server",
        "",
        "address",
        "Another Cool Papers that commands which have `--server` ask instead of the library here.",
    ),
    Row("server_key", "", "key", "The key that the other Cool Papers wants.", secret=True),
    Row(
        "api_rate",
        600,
        "requests a minute",
        "How often one reader may ask the API of each serving process; 0 sets no limit.",
    ),
    Row(
        "api_keys",
        "",
        "keys",
        "Keys, with spaces, one of which who asks the API must send; empty asks for none.",
        secret=True,
    ),
    Row(
        "api_origins",
        "",
        "addresses",
        "Sites, such as `https://example.org`, whose scripts may ask the API; `*` allows all.",
    ),
    Row("smtp_host", "", "host", "The mail server that digests are sent through."),
    Row("smtp_port", 587, "port", "The port of the mail server."),
    Row(
        "smtp_security",
        "starttls",
        "starttls, tls or none",
        "How the connection to the mail server is protected.",
    ),
    Row("smtp_user", "", "text", "The name to log in to the mail server with; empty logs not in."),
    Row("smtp_password", "", "text", "The password for it.", secret=True),
    Row("mail_from", "", "e-mail address", "Whom digests come from; empty takes `smtp_user`."),
    Row("pdf_cache_mb", 2000, "MB", "How much of the fetched PDFs is kept in the data directory."),
    Row("pdf_cache_days", 30, "days", "After how many days a PDF is fetched anew."),
    Row("text_cache_mb", 200, "MB", "How much of the texts read from PDFs is kept."),
    Row("embeddings_model", "", "name", "Whose vectors the space takes; empty is its own words."),
    Row("embeddings_address", "", "address", "Its endpoint, which gets all titles and abstracts."),
    Row("embeddings_key", "", "secret", "The key of that endpoint.", secret=True),
    Row("embeddings_batch", 64, "papers", "How many papers are sent to it in one request."),
    Row("faq", True, "yes or no", "Whether questions about papers are answered."),
    Row(
        "model",
        "",
        "name",
        "The language model that answers: a preset such as `kimi`, or a name of your own.",
    ),
    Row("model_name", "", "text", "What its provider calls that model; empty is the preset's."),
    Row("model_address", "", "address", "The base address of its endpoint; empty is the preset's."),
    Row("model_key", "", "secret", "The key of its endpoint.", secret=True),
    Row("faq_at_once", 4, "answers", "How many answers are written at the same time."),
    Row("faq_queue", 500, "answers", "How many answers may wait; then nobody may ask for more."),
    Row("faq_visitor", 20, "answers", "How many answers a visitor may start a day; 0 is no limit."),
    Row("faq_day", 1000, "answers", "How many answers may be started a day; 0 is no limit."),
    Row(
        "faq_tokens",
        50_000_000,
        "tokens",
        "How many tokens models may read and write a day; 0 is no limit.",
    ),
    Row(
        "faq_money",
        0.0,
        "money",
        "What models may cost a day, in the currency of their prices; 0 is no limit.",
    ),
    Row(
        "follow_ups",
        30,
        "questions",
        "How many further questions a visitor may ask a day; 0 switches them off.",
    ),
    Row(
        "own_pdfs",
        "session",
        "off, session or keep",
        "Whether visitors may have PDFs of their own read, and whether these outlast the session.",
    ),
    Row("own_pdf_mb", 20, "MB", "How large a visitor's own PDF may be."),
    Row("translations", True, "yes or no", "Whether titles and abstracts are translated."),
    Row(
        "translations_visitor",
        300,
        "papers",
        "How many titles and abstracts are translated for a visitor a day; 0 is no limit.",
    ),
    Row(
        "magic_token",
        "",
        "secret",
        "Who shows this token comes first in the queue and is not limited; empty is nobody.",
        secret=True,
    ),
)
