-- What should not be so, since when, and who has seen it. One that is over stays while it is muted.
CREATE TABLE alarms (
    id TEXT NOT NULL PRIMARY KEY,
    kind TEXT NOT NULL,
    subject TEXT NOT NULL,
    server TEXT NOT NULL,
    severity TEXT NOT NULL,
    value DOUBLE PRECISION NOT NULL,
    threshold DOUBLE PRECISION NOT NULL,
    raised_at BIGINT NOT NULL,
    -- When a server last said that it is so.
    seen_at BIGINT NOT NULL,
    cleared_at BIGINT,
    acknowledged_by TEXT REFERENCES members (id),
    acknowledged_at BIGINT,
    muted_until BIGINT,
    CONSTRAINT alarms_what UNIQUE (kind, subject, server)
);
