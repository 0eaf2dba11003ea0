-- Where a partition of the journal begins: everything up to here is in archived files.
CREATE TABLE journal_origins (
    partition BIGINT NOT NULL PRIMARY KEY,
    position BIGINT NOT NULL,
    hash BYTEA NOT NULL
);

-- Files with entries of the journal, in order: the hash of each stands in the next.
CREATE TABLE journal_archives (
    number BIGINT NOT NULL PRIMARY KEY,
    file TEXT NOT NULL,
    hash BYTEA NOT NULL,
    -- The entries in it are older than this.
    before BIGINT NOT NULL,
    entries BIGINT NOT NULL,
    -- From where to where it goes in each partition, as JSON.
    stretches TEXT NOT NULL,
    made_at BIGINT NOT NULL,
    -- Whether the journal has let go of what is in it.
    released BOOLEAN NOT NULL
);

-- Customers who were erased because somebody asked for it: whoever brings an older backup back erases them again.
CREATE TABLE erasures (
    customer_id TEXT NOT NULL PRIMARY KEY,
    at BIGINT NOT NULL
);

-- What a team has done, for lists that would otherwise be searched from the newest of all teams on.
CREATE INDEX conversations_team ON conversations (team_id, status, last_message_at, id);

CREATE INDEX journal_subject ON journal (subject);
CREATE INDEX blobs_conversation ON blobs (conversation_id) WHERE conversation_id IS NOT NULL;
CREATE INDEX customers_unseen ON customers (last_seen_at) WHERE external_id IS NULL;
CREATE INDEX unanswered_seen ON unanswered (last_seen_at);
