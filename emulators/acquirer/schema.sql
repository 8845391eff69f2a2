-- The books of one run. Every row is written once and never changed; "seq" is the order over all
-- tables, and the books are what the rows add up to in that order. Amounts are integers in minor
-- units of "currency" (ISO 4217 numeric); card numbers are masked; dates are ISO 8601.

-- One transaction changed its state. The four figures are what that moved in its batch's totals;
-- "side" is where the amount stands from then on; "change" is booked, declined, reversed, voided,
-- unvoided, completed, uncompleted, tombstone, uploaded or dropped. "digest" is the SHA-256 of the
-- request.
CREATE TABLE IF NOT EXISTS journal (
    seq INTEGER PRIMARY KEY,
    debits_count INTEGER NOT NULL, debits_minor INTEGER NOT NULL,
    credits_count INTEGER NOT NULL, credits_minor INTEGER NOT NULL,
    terminal TEXT NOT NULL, batch TEXT NOT NULL, trace TEXT NOT NULL,
    kind_of TEXT NOT NULL, change TEXT NOT NULL,
    amount_minor INTEGER NOT NULL, currency INTEGER NOT NULL, side TEXT NOT NULL,
    rrn TEXT NOT NULL, auth_code TEXT NOT NULL, card TEXT NOT NULL, code TEXT NOT NULL,
    original_batch TEXT NOT NULL, original_trace TEXT NOT NULL,
    digest TEXT NOT NULL, business_date TEXT NOT NULL
);

-- A batch was opened or closed, with the totals that the books had for it at that moment.
CREATE TABLE IF NOT EXISTS batches (
    seq INTEGER PRIMARY KEY,
    debits_count INTEGER NOT NULL, debits_minor INTEGER NOT NULL,
    credits_count INTEGER NOT NULL, credits_minor INTEGER NOT NULL,
    terminal TEXT NOT NULL, batch TEXT NOT NULL, state TEXT NOT NULL, how TEXT NOT NULL,
    business_date TEXT NOT NULL, funding_date TEXT NOT NULL, next_batch TEXT NOT NULL
);

-- The totals that a terminal gave in a settlement that did not balance.
CREATE TABLE IF NOT EXISTS claims (
    seq INTEGER PRIMARY KEY,
    debits_count INTEGER NOT NULL, debits_minor INTEGER NOT NULL,
    credits_count INTEGER NOT NULL, credits_minor INTEGER NOT NULL,
    terminal TEXT NOT NULL, batch TEXT NOT NULL
);

-- The records of a batch upload, as the terminal sent them.
CREATE TABLE IF NOT EXISTS uploads (
    seq INTEGER PRIMARY KEY,
    terminal TEXT NOT NULL, batch TEXT NOT NULL, trace TEXT NOT NULL, kind_of TEXT NOT NULL,
    amount_minor INTEGER NOT NULL, rrn TEXT NOT NULL, auth_code TEXT NOT NULL, card TEXT NOT NULL
);

-- The host's business date from then on.
CREATE TABLE IF NOT EXISTS dates (
    seq INTEGER PRIMARY KEY,
    business_date TEXT NOT NULL
);

-- Which merchant a terminal belongs to: its latest row. None follows the first that is sure: a
-- merchant that is known, or was named twice in a row.
CREATE TABLE IF NOT EXISTS terminals (
    seq INTEGER PRIMARY KEY,
    terminal TEXT NOT NULL, merchant TEXT NOT NULL, sure INTEGER NOT NULL
);

-- Where the rows of closed batches lie in the journal: a host has not all of them in memory and
-- looks them up here. "rrn" is only that of a row by which a transaction got it. It follows from the
-- journal, and a host that starts makes what is not there.
CREATE TABLE IF NOT EXISTS places (
    terminal TEXT NOT NULL, batch TEXT NOT NULL, trace TEXT NOT NULL, seq INTEGER NOT NULL,
    rrn TEXT NOT NULL, auth_code TEXT NOT NULL,
    PRIMARY KEY (terminal, batch, trace, seq)
) WITHOUT ROWID;

-- The closed batches whose rows have their places; "place" is the "seq" of a batch's opening. The
-- number of transactions follows what comes late.
CREATE TABLE IF NOT EXISTS closed (
    place INTEGER PRIMARY KEY,
    terminal TEXT NOT NULL, batch TEXT NOT NULL, transactions INTEGER NOT NULL
);

CREATE INDEX IF NOT EXISTS places_by_rrn ON places (rrn) WHERE rrn != '';
CREATE UNIQUE INDEX IF NOT EXISTS closed_by_name ON closed (terminal, batch);
CREATE INDEX IF NOT EXISTS batches_by_name ON batches (terminal, batch);
CREATE INDEX IF NOT EXISTS claims_by_name ON claims (terminal, batch);
CREATE INDEX IF NOT EXISTS uploads_by_name ON uploads (terminal, batch);
CREATE INDEX IF NOT EXISTS refunds ON journal (terminal, original_batch, original_trace)
    WHERE kind_of = 'refund' AND original_trace != '';

-- Each transaction as it stands now: its latest row.
CREATE VIEW IF NOT EXISTS transactions AS
    SELECT * FROM journal
    WHERE seq IN (SELECT max(seq) FROM journal GROUP BY terminal, batch, trace);

-- Each batch's totals now: the sum of the journal.
CREATE VIEW IF NOT EXISTS batch_totals AS
    SELECT terminal, batch,
        sum(debits_count) AS debits_count, sum(debits_minor) AS debits_minor,
        sum(credits_count) AS credits_count, sum(credits_minor) AS credits_minor
    FROM journal GROUP BY terminal, batch;

-- What stands for each merchant, by the business date that its batch is funded from ('' while it is
-- open): money that comes late is seen here.
CREATE VIEW IF NOT EXISTS funding AS
    SELECT terminals.merchant, coalesce(closed.funding_date, '') AS funding_date,
        sum(t.debits_minor) - sum(t.credits_minor) AS net_minor
    FROM batch_totals AS t
    LEFT JOIN terminals ON terminals.seq =
        (SELECT max(seq) FROM terminals WHERE terminal = t.terminal)
    LEFT JOIN batches AS closed
        ON closed.terminal = t.terminal AND closed.batch = t.batch AND closed.state = 'closed'
    GROUP BY terminals.merchant, coalesce(closed.funding_date, '');

-- Where the journal and the standing transactions do not come to the same figures: no row, ever.
CREATE VIEW IF NOT EXISTS imbalances AS
    SELECT batch_totals.*
    FROM batch_totals
    JOIN (
        SELECT terminal, batch,
            sum(side = 'debit') AS debits, sum(iif(side = 'debit', amount_minor, 0)) AS debited,
            sum(side = 'credit') AS credits, sum(iif(side = 'credit', amount_minor, 0)) AS credited
        FROM transactions GROUP BY terminal, batch
    ) AS standing USING (terminal, batch)
    WHERE (debits_count, debits_minor, credits_count, credits_minor)
        != (debits, debited, credits, credited);
