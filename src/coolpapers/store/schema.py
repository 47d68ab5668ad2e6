"""The tables, as an ordered list of migrations; the n-th brings a store to version n.

A migration is never edited once released: a new one is added behind it.
"""

MIGRATIONS: tuple[str, ...] = (
    """
    -- The truth: one row a paper. `record` is a records.Paper as MessagePack.
    CREATE TABLE papers (
        number INTEGER PRIMARY KEY,
        id     TEXT NOT NULL UNIQUE,
        record BLOB NOT NULL,
        hash   BLOB NOT NULL
    ) STRICT;

    -- What each source said last of a paper: fingerprints of the records of one run.
    CREATE TABLE origins (
        paper  INTEGER NOT NULL REFERENCES papers (number),
        source TEXT NOT NULL,
        run    INTEGER NOT NULL,
        hashes BLOB NOT NULL,
        PRIMARY KEY (paper, source)
    ) STRICT, WITHOUT ROWID;

    -- The change log: each paper once, at its newest change. Positions only grow.
    CREATE TABLE changes (
        position INTEGER PRIMARY KEY AUTOINCREMENT,
        paper    INTEGER NOT NULL UNIQUE REFERENCES papers (number)
    ) STRICT;

    -- Category listings in reading order. Days are YYYYMMDD, `published` seconds since 1970.
    CREATE TABLE listed (
        category  TEXT NOT NULL,
        day       INTEGER NOT NULL,
        published INTEGER NOT NULL,
        paper     INTEGER NOT NULL REFERENCES papers (number),
        PRIMARY KEY (category, day, published, paper)
    ) STRICT, WITHOUT ROWID;

    -- How many papers a category has on a day; category '*' counts every paper once.
    CREATE TABLE category_days (
        category TEXT NOT NULL,
        day      INTEGER NOT NULL,
        papers   INTEGER NOT NULL,
        PRIMARY KEY (category, day)
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE presented (
        venue TEXT NOT NULL,
        year  INTEGER NOT NULL,
        paper INTEGER NOT NULL REFERENCES papers (number),
        track TEXT NOT NULL,
        PRIMARY KEY (venue, year, paper)
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE edition_tracks (
        venue  TEXT NOT NULL,
        year   INTEGER NOT NULL,
        track  TEXT NOT NULL,
        papers INTEGER NOT NULL,
        PRIMARY KEY (venue, year, track)
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE branch_papers (
        branch TEXT PRIMARY KEY,
        papers INTEGER NOT NULL
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE stars (
        paper INTEGER PRIMARY KEY REFERENCES papers (number),
        pdf   INTEGER NOT NULL DEFAULT 0,
        faq   INTEGER NOT NULL DEFAULT 0
    ) STRICT;

    -- Imports of files: where to go on after an interruption. `reached` is an uncompressed byte.
    CREATE TABLE imports (
        run      INTEGER PRIMARY KEY AUTOINCREMENT,
        file     TEXT NOT NULL,
        reached  INTEGER NOT NULL DEFAULT 0,
        line     INTEGER NOT NULL DEFAULT 0,
        new      INTEGER NOT NULL DEFAULT 0,
        changed  INTEGER NOT NULL DEFAULT 0,
        same     INTEGER NOT NULL DEFAULT 0,
        failed   INTEGER NOT NULL DEFAULT 0,
        finished INTEGER NOT NULL DEFAULT 0
    ) STRICT;
    CREATE INDEX imports_file ON imports (file);
    """,
    """
    -- The words that tell a paper from others, by descending weight, separated by commas.
    CREATE TABLE keywords (
        paper INTEGER PRIMARY KEY REFERENCES papers (number),
        words TEXT NOT NULL
    ) STRICT;

    -- How far those who follow the change log in this store have come.
    CREATE TABLE followers (
        name     TEXT PRIMARY KEY,
        position INTEGER NOT NULL
    ) STRICT, WITHOUT ROWID;
    """,
    """
    -- Work to be done. A queue has one unfinished job of a key. Times are seconds since 1970;
    -- `ready_s` is when a waiting job may be taken and when the lease of a taken one is over.
    CREATE TABLE jobs (
        number        INTEGER PRIMARY KEY AUTOINCREMENT,
        queue         TEXT NOT NULL,
        kind          TEXT NOT NULL,
        key           TEXT NOT NULL,
        payload       TEXT NOT NULL,
        priority      INTEGER NOT NULL,
        state         TEXT NOT NULL DEFAULT 'waiting',
        taking        INTEGER NOT NULL DEFAULT 0,
        attempt       INTEGER NOT NULL DEFAULT 0,
        most_attempts INTEGER NOT NULL,
        added_s       REAL NOT NULL,
        ready_s       REAL NOT NULL,
        ended_s       REAL NOT NULL DEFAULT 0,
        worker        TEXT NOT NULL DEFAULT '',
        progress      REAL NOT NULL DEFAULT 0,
        reason        TEXT NOT NULL DEFAULT ''
    ) STRICT;
    CREATE UNIQUE INDEX jobs_open ON jobs (queue, key) WHERE state IN ('waiting', 'taken');
    CREATE INDEX jobs_next ON jobs (queue, priority DESC, number)
        WHERE state IN ('waiting', 'taken');
    CREATE INDEX jobs_key ON jobs (queue, key, number);
    CREATE INDEX jobs_ended ON jobs (ended_s) WHERE state NOT IN ('waiting', 'taken');
    """,
    """
    -- A few weighted words that find papers like a paper: `word weight stem`, separated by commas.
    ALTER TABLE keywords ADD COLUMN chosen TEXT NOT NULL DEFAULT '';

    -- How large the library was when a follower began.
    ALTER TABLE followers ADD COLUMN papers INTEGER NOT NULL DEFAULT 0;

    -- The forward index: which stems a paper has, as `search.forward` packs them.
    CREATE TABLE bags (
        paper INTEGER PRIMARY KEY REFERENCES papers (number),
        stems BLOB NOT NULL
    ) STRICT;
    """,
    """
    -- Which papers a source announced in which category on which day, held or not.
    CREATE TABLE announced (
        paper    TEXT NOT NULL,
        category TEXT NOT NULL,
        day      INTEGER NOT NULL,
        kind     TEXT NOT NULL,
        held     INTEGER NOT NULL,
        PRIMARY KEY (paper, category, day)
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX announced_day ON announced (day, category, held);
    CREATE INDEX announced_gaps ON announced (day, category, paper) WHERE held = 0;

    -- When a day's whole list of a category was read last.
    CREATE TABLE verified (
        day      INTEGER NOT NULL,
        category TEXT NOT NULL,
        at_s     REAL NOT NULL,
        PRIMARY KEY (day, category)
    ) STRICT, WITHOUT ROWID;

    -- Where each harvest goes on, how it went, and why it was stopped if it was.
    CREATE TABLE harvests (
        name        TEXT PRIMARY KEY,
        cursor      TEXT NOT NULL DEFAULT '',
        tried_s     REAL NOT NULL DEFAULT 0,
        succeeded_s REAL NOT NULL DEFAULT 0,
        failures    INTEGER NOT NULL DEFAULT 0,
        changed     INTEGER NOT NULL DEFAULT 0,
        reason      TEXT NOT NULL DEFAULT '',
        kept        TEXT NOT NULL DEFAULT ''
    ) STRICT, WITHOUT ROWID;

    -- The editions of venues that the operator wants.
    CREATE TABLE editions (
        name    TEXT PRIMARY KEY,
        added_s REAL NOT NULL
    ) STRICT, WITHOUT ROWID;

    -- Papers that their source does not have, and until when it is not asked again.
    CREATE TABLE absent (
        paper   TEXT PRIMARY KEY,
        until_s REAL NOT NULL
    ) STRICT, WITHOUT ROWID;
    """,
    """
    -- When each change was made, in seconds since 1970; 0 if it was before this was kept.
    ALTER TABLE changes ADD COLUMN changed INTEGER NOT NULL DEFAULT 0;

    -- Searches that the operator keeps under a name; `branch` is arxiv, venue or all.
    CREATE TABLE saved_searches (
        name   TEXT PRIMARY KEY,
        branch TEXT NOT NULL,
        query  TEXT NOT NULL
    ) STRICT, WITHOUT ROWID;

    -- Digests sent or being sent: of which search, for which day (YYYYMMDD), to whom.
    CREATE TABLE digests (
        name    TEXT NOT NULL,
        day     INTEGER NOT NULL,
        target  TEXT NOT NULL,
        sent    INTEGER NOT NULL DEFAULT 0,
        claimed INTEGER NOT NULL,
        PRIMARY KEY (name, day, target)
    ) STRICT, WITHOUT ROWID;
    """,
    """
    -- What models said. `subject` is a printed paper id, or `upload:` and a token; `writer` is
    -- who may write an open answer; `revision` grows with every change.
    CREATE TABLE answers (
        number     INTEGER PRIMARY KEY AUTOINCREMENT,
        subject    TEXT NOT NULL,
        language   TEXT NOT NULL,
        model      TEXT NOT NULL,
        version    INTEGER NOT NULL,
        prompt     TEXT NOT NULL,
        said_model TEXT NOT NULL,
        state      TEXT NOT NULL DEFAULT 'open',
        reason     TEXT NOT NULL DEFAULT '',
        left_out   TEXT NOT NULL DEFAULT '[]',
        begun_s    REAL NOT NULL,
        ended_s    REAL NOT NULL DEFAULT 0,
        writer     TEXT NOT NULL DEFAULT '',
        revision   INTEGER NOT NULL DEFAULT 0,
        UNIQUE (subject, language, model, version, prompt)
    ) STRICT;

    CREATE TABLE answer_parts (
        answer  INTEGER NOT NULL REFERENCES answers (number),
        part    INTEGER NOT NULL,
        text    TEXT NOT NULL,
        is_done INTEGER NOT NULL DEFAULT 0,
        read    INTEGER NOT NULL DEFAULT 0,
        cached  INTEGER NOT NULL DEFAULT 0,
        written INTEGER NOT NULL DEFAULT 0,
        cost    REAL NOT NULL DEFAULT 0,
        seconds REAL NOT NULL DEFAULT 0,
        PRIMARY KEY (answer, part)
    ) STRICT, WITHOUT ROWID;

    -- Titles and abstracts in other languages, by a digest of what was translated.
    CREATE TABLE translations (
        digest   BLOB NOT NULL,
        language TEXT NOT NULL,
        text     TEXT NOT NULL,
        model    TEXT NOT NULL,
        prompt   TEXT NOT NULL,
        made_s   REAL NOT NULL,
        PRIMARY KEY (digest, language)
    ) STRICT, WITHOUT ROWID;

    -- How often was asked on a day, by whom (a digest; '*' is everybody), and what was spent.
    CREATE TABLE asked (
        day     TEXT NOT NULL,
        kind    TEXT NOT NULL,
        visitor TEXT NOT NULL,
        times   INTEGER NOT NULL,
        PRIMARY KEY (day, kind, visitor)
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE spent (
        day    TEXT NOT NULL,
        model  TEXT NOT NULL,
        tokens INTEGER NOT NULL,
        money  REAL NOT NULL,
        PRIMARY KEY (day, model)
    ) STRICT, WITHOUT ROWID;
    """,
    """
    -- What papers of the same work are found by: a checksum of the title's letters and digits.
    CREATE TABLE titles (
        title INTEGER NOT NULL,
        paper INTEGER NOT NULL REFERENCES papers (number),
        PRIMARY KEY (title, paper)
    ) STRICT, WITHOUT ROWID;

    -- Papers that are records of one work, which is named by the lowest of their numbers.
    CREATE TABLE works (
        paper INTEGER PRIMARY KEY REFERENCES papers (number),
        work  INTEGER NOT NULL
    ) STRICT;
    CREATE INDEX works_work ON works (work);
    """,
    """
    -- How many answers are whole, and since when, is asked with every feed that shows them.
    CREATE INDEX answers_done ON answers (ended_s) WHERE state = 'done';
    """,
    """
    -- How many answers became whole, ever: a feed that shows them asks with each request.
    CREATE TABLE finished (answers INTEGER NOT NULL) STRICT;
    INSERT INTO finished SELECT count(*) FROM answers WHERE state = 'done';
    """,
    """
    -- Who opened what today: digests of networks under the salt of the day. Both go with the day.
    CREATE TABLE star_day (day INTEGER PRIMARY KEY, salt BLOB NOT NULL) STRICT;

    CREATE TABLE starred (
        visitor BLOB NOT NULL,
        paper   INTEGER NOT NULL REFERENCES papers (number),
        key     TEXT NOT NULL,
        last    INTEGER NOT NULL,
        steps   INTEGER NOT NULL,
        day     INTEGER NOT NULL,
        PRIMARY KEY (visitor, paper, key)
    ) STRICT, WITHOUT ROWID;
    """,
    """
    -- Papers taken in before works were looked for: joined from the newest down to this number.
    INSERT INTO followers (name, position) SELECT 'unjoined', coalesce(max(number), 0) FROM papers;
    """,
    """
    -- The row number of the first paper that was new on a day (UTC, YYYYMMDD). Numbers only grow,
    -- so these tell when each paper came; those of before this table came at no known time.
    CREATE TABLE arrivals (day INTEGER PRIMARY KEY, first INTEGER NOT NULL) STRICT;
    """,
)
