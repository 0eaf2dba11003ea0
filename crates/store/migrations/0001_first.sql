-- The first form. Column types are TEXT, BIGINT, DOUBLE PRECISION, BOOLEAN and BYTEA only; times are epoch
-- milliseconds, ids are text, JSON is opaque text. {clustered} stores the rows in the order of the primary key where
-- the database can.

CREATE TABLE facts (
    name TEXT NOT NULL PRIMARY KEY,
    value TEXT NOT NULL
);

-- Journal -------------------------------------------------------------------------------------------------------------

CREATE TABLE journal_heads (
    partition BIGINT NOT NULL PRIMARY KEY,
    position BIGINT NOT NULL,
    hash BYTEA NOT NULL
);

CREATE TABLE journal (
    partition BIGINT NOT NULL,
    position BIGINT NOT NULL,
    at BIGINT NOT NULL,
    name TEXT NOT NULL,
    subject TEXT NOT NULL,
    brand_id TEXT NOT NULL,
    actor TEXT NOT NULL,
    trace TEXT NOT NULL,
    data TEXT NOT NULL,
    commitment BYTEA NOT NULL,
    salt BYTEA,
    personal TEXT,
    hash BYTEA NOT NULL,
    PRIMARY KEY (partition, position)
) {clustered};

CREATE TABLE cursors (
    consumer TEXT NOT NULL,
    partition BIGINT NOT NULL,
    position BIGINT NOT NULL,
    fence BIGINT NOT NULL,
    PRIMARY KEY (consumer, partition)
);

CREATE TABLE leases (
    name TEXT NOT NULL PRIMARY KEY,
    holder TEXT NOT NULL,
    fence BIGINT NOT NULL,
    expires_at BIGINT NOT NULL
);

CREATE TABLE idempotency (
    actor TEXT NOT NULL,
    key TEXT NOT NULL,
    unit TEXT NOT NULL,
    fingerprint TEXT NOT NULL,
    result TEXT NOT NULL,
    at BIGINT NOT NULL,
    PRIMARY KEY (actor, key, unit)
);
CREATE INDEX idempotency_at ON idempotency (at);

CREATE TABLE outbox (
    id TEXT NOT NULL PRIMARY KEY,
    recipient TEXT NOT NULL,
    sequence BIGINT NOT NULL,
    payload TEXT NOT NULL,
    attempts BIGINT NOT NULL,
    due_at BIGINT NOT NULL,
    claimed_until BIGINT NOT NULL,
    last_error TEXT,
    created_at BIGINT NOT NULL
);
CREATE UNIQUE INDEX outbox_order ON outbox (recipient, sequence);
CREATE INDEX outbox_due ON outbox (due_at);

CREATE TABLE blobs (
    id TEXT NOT NULL PRIMARY KEY,
    name TEXT NOT NULL,
    media_type TEXT NOT NULL,
    size BIGINT NOT NULL,
    hash BYTEA NOT NULL,
    owner TEXT NOT NULL,
    conversation_id TEXT,
    -- Whether all of it has arrived.
    complete BOOLEAN NOT NULL,
    created_at BIGINT NOT NULL
);
CREATE INDEX blobs_owner ON blobs (owner, created_at);
CREATE INDEX blobs_unsent ON blobs (created_at) WHERE conversation_id IS NULL;

CREATE TABLE blob_chunks (
    blob_id TEXT NOT NULL,
    sequence BIGINT NOT NULL,
    content BYTEA NOT NULL,
    PRIMARY KEY (blob_id, sequence)
);

-- People --------------------------------------------------------------------------------------------------------------

CREATE TABLE brands (
    id TEXT NOT NULL PRIMARY KEY,
    name TEXT NOT NULL,
    locale TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    version BIGINT NOT NULL
);

CREATE TABLE teams (
    id TEXT NOT NULL PRIMARY KEY,
    brand_id TEXT NOT NULL REFERENCES brands (id),
    name TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    version BIGINT NOT NULL,
    CONSTRAINT teams_name UNIQUE (brand_id, name)
);

CREATE TABLE members (
    id TEXT NOT NULL PRIMARY KEY,
    name TEXT NOT NULL,
    email TEXT NOT NULL,
    search TEXT NOT NULL,
    password_hash TEXT NOT NULL,
    role TEXT NOT NULL,
    state TEXT NOT NULL,
    locale TEXT NOT NULL,
    capacity BIGINT NOT NULL,
    presence TEXT NOT NULL,
    active BIGINT NOT NULL,
    idle_since BIGINT,
    last_seen_at BIGINT,
    created_at BIGINT NOT NULL,
    version BIGINT NOT NULL,
    CONSTRAINT members_email UNIQUE (email)
);

CREATE TABLE team_members (
    team_id TEXT NOT NULL REFERENCES teams (id),
    member_id TEXT NOT NULL REFERENCES members (id),
    PRIMARY KEY (team_id, member_id)
);
CREATE INDEX team_members_member ON team_members (member_id);

CREATE TABLE invitations (
    id TEXT NOT NULL PRIMARY KEY,
    token_hash BYTEA NOT NULL,
    email TEXT NOT NULL,
    name TEXT NOT NULL,
    role TEXT NOT NULL,
    team_ids TEXT NOT NULL,
    invited_by TEXT,
    created_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    accepted_at BIGINT,
    CONSTRAINT invitations_token UNIQUE (token_hash)
);

CREATE TABLE sessions (
    id TEXT NOT NULL PRIMARY KEY,
    token_hash BYTEA NOT NULL,
    csrf_token TEXT NOT NULL,
    member_id TEXT NOT NULL REFERENCES members (id),
    created_at BIGINT NOT NULL,
    last_used_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    CONSTRAINT sessions_token UNIQUE (token_hash)
);
CREATE INDEX sessions_member ON sessions (member_id);

CREATE TABLE tokens (
    id TEXT NOT NULL PRIMARY KEY,
    name TEXT NOT NULL,
    role TEXT NOT NULL,
    hint TEXT NOT NULL,
    token_hash BYTEA NOT NULL,
    created_by TEXT,
    created_at BIGINT NOT NULL,
    last_used_at BIGINT,
    expires_at BIGINT,
    CONSTRAINT tokens_token UNIQUE (token_hash)
);

-- Channels and queues -------------------------------------------------------------------------------------------------

CREATE TABLE queues (
    id TEXT NOT NULL PRIMARY KEY,
    brand_id TEXT NOT NULL REFERENCES brands (id),
    team_id TEXT NOT NULL REFERENCES teams (id),
    name TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    version BIGINT NOT NULL,
    CONSTRAINT queues_name UNIQUE (brand_id, name)
);

CREATE TABLE channels (
    id TEXT NOT NULL PRIMARY KEY,
    brand_id TEXT NOT NULL REFERENCES brands (id),
    kind TEXT NOT NULL,
    name TEXT NOT NULL,
    key TEXT NOT NULL,
    queue_id TEXT NOT NULL REFERENCES queues (id),
    enabled BOOLEAN NOT NULL,
    settings TEXT NOT NULL,
    allowed_origins TEXT NOT NULL,
    identity_secret TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    version BIGINT NOT NULL,
    CONSTRAINT channels_key UNIQUE (key)
);

-- Customers -----------------------------------------------------------------------------------------------------------

CREATE TABLE customers (
    id TEXT NOT NULL PRIMARY KEY,
    brand_id TEXT NOT NULL,
    name TEXT NOT NULL,
    search TEXT NOT NULL,
    external_id TEXT,
    email TEXT,
    phone TEXT,
    tier TEXT,
    locale TEXT NOT NULL,
    attributes TEXT NOT NULL,
    note TEXT NOT NULL,
    known BOOLEAN NOT NULL,
    conversation_count BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    last_seen_at BIGINT,
    version BIGINT NOT NULL
);
CREATE UNIQUE INDEX customers_external ON customers (brand_id, external_id) WHERE external_id IS NOT NULL;

-- Devices of customers: which visitor is which customer.
CREATE TABLE visitors (
    id TEXT NOT NULL,
    channel_id TEXT NOT NULL,
    customer_id TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    PRIMARY KEY (channel_id, id)
) {clustered};
CREATE INDEX visitors_customer ON visitors (customer_id);

CREATE TABLE consents (
    channel_id TEXT NOT NULL,
    visitor_id TEXT NOT NULL,
    text_hash TEXT NOT NULL,
    at BIGINT NOT NULL,
    PRIMARY KEY (channel_id, visitor_id, text_hash)
);

-- Identity tokens that were used, until they expire: one token signs in one device.
CREATE TABLE identity_tokens (
    channel_id TEXT NOT NULL,
    jti TEXT NOT NULL,
    visitor_id TEXT NOT NULL,
    expires_at BIGINT NOT NULL,
    PRIMARY KEY (channel_id, jti)
);
CREATE INDEX identity_tokens_expiry ON identity_tokens (expires_at);

CREATE TABLE products (
    id TEXT NOT NULL PRIMARY KEY,
    brand_id TEXT NOT NULL,
    sku TEXT NOT NULL,
    name TEXT NOT NULL,
    name_en TEXT NOT NULL,
    category TEXT NOT NULL,
    price_minor BIGINT NOT NULL,
    currency TEXT NOT NULL,
    CONSTRAINT products_sku UNIQUE (brand_id, sku)
);

CREATE TABLE orders (
    id TEXT NOT NULL PRIMARY KEY,
    brand_id TEXT NOT NULL,
    customer_id TEXT NOT NULL,
    number TEXT NOT NULL,
    status TEXT NOT NULL,
    items TEXT NOT NULL,
    total_minor BIGINT NOT NULL,
    currency TEXT NOT NULL,
    tracking TEXT,
    placed_at BIGINT NOT NULL,
    CONSTRAINT orders_number UNIQUE (brand_id, number)
);
CREATE INDEX orders_customer ON orders (customer_id, placed_at);

-- Conversations -------------------------------------------------------------------------------------------------------

CREATE TABLE conversations (
    id TEXT NOT NULL PRIMARY KEY,
    brand_id TEXT NOT NULL,
    team_id TEXT NOT NULL,
    channel_id TEXT NOT NULL,
    customer_id TEXT NOT NULL,
    thread TEXT NOT NULL,
    status TEXT NOT NULL,
    handler TEXT NOT NULL,
    turn TEXT NOT NULL,
    member_id TEXT,
    queue_id TEXT,
    last_seq BIGINT NOT NULL,
    read_seq BIGINT NOT NULL,
    customer_read_seq BIGINT NOT NULL,
    bot_seq BIGINT NOT NULL,
    bot_state TEXT NOT NULL,
    preview_author TEXT NOT NULL,
    preview_text TEXT NOT NULL,
    preview_at BIGINT NOT NULL,
    opened_at BIGINT NOT NULL,
    last_message_at BIGINT NOT NULL,
    waiting_since BIGINT,
    queued_at BIGINT,
    assigned_at BIGINT,
    resolved_at BIGINT,
    snoozed_until BIGINT,
    rating_score BIGINT,
    rating_comment TEXT,
    rated_at BIGINT,
    previous_id TEXT,
    locale TEXT NOT NULL,
    version BIGINT NOT NULL
);
-- One conversation that is not resolved for each customer and thread of a channel.
CREATE UNIQUE INDEX conversations_open ON conversations (channel_id, customer_id, thread) WHERE status <> 'resolved';
CREATE INDEX conversations_customer ON conversations (customer_id, opened_at);
CREATE INDEX conversations_status ON conversations (status, last_message_at, id);
CREATE INDEX conversations_queue ON conversations (queue_id, queued_at, id) WHERE queue_id IS NOT NULL;
CREATE INDEX conversations_member ON conversations (member_id, status, last_message_at, id) WHERE member_id IS NOT NULL;
CREATE INDEX conversations_snoozed ON conversations (snoozed_until) WHERE snoozed_until IS NOT NULL;
CREATE INDEX conversations_rated ON conversations (rated_at, id) WHERE rated_at IS NOT NULL;

CREATE TABLE messages (
    conversation_id TEXT NOT NULL,
    seq BIGINT NOT NULL,
    id TEXT NOT NULL,
    author_kind TEXT NOT NULL,
    author_id TEXT,
    author_name TEXT,
    visibility TEXT NOT NULL,
    content TEXT NOT NULL,
    client_id TEXT,
    evidence TEXT,
    created_at BIGINT NOT NULL,
    PRIMARY KEY (conversation_id, seq)
) {clustered};
CREATE UNIQUE INDEX messages_client ON messages (conversation_id, author_id, client_id) WHERE client_id IS NOT NULL;

-- Recent handling times of each queue, from which waits are estimated.
CREATE TABLE handling_times (
    queue_id TEXT NOT NULL,
    conversation_id TEXT NOT NULL,
    ended_at BIGINT NOT NULL,
    duration BIGINT NOT NULL,
    PRIMARY KEY (queue_id, ended_at, conversation_id)
) {clustered};

CREATE TABLE canned_replies (
    id TEXT NOT NULL PRIMARY KEY,
    brand_id TEXT NOT NULL,
    shortcut TEXT NOT NULL,
    title TEXT NOT NULL,
    text TEXT NOT NULL,
    search TEXT NOT NULL,
    shared BOOLEAN NOT NULL,
    member_id TEXT,
    created_at BIGINT NOT NULL,
    version BIGINT NOT NULL
);
CREATE UNIQUE INDEX canned_replies_shared ON canned_replies (brand_id, shortcut) WHERE shared;
CREATE UNIQUE INDEX canned_replies_own ON canned_replies (member_id, brand_id, shortcut) WHERE NOT shared;

-- Knowledge -----------------------------------------------------------------------------------------------------------

CREATE TABLE faq (
    id TEXT NOT NULL PRIMARY KEY,
    brand_id TEXT NOT NULL,
    question TEXT NOT NULL,
    question_key TEXT NOT NULL,
    similar_questions TEXT NOT NULL,
    answer TEXT NOT NULL,
    category TEXT NOT NULL,
    locale TEXT NOT NULL,
    enabled BOOLEAN NOT NULL,
    search TEXT NOT NULL,
    hits BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL,
    updated_by TEXT,
    version BIGINT NOT NULL,
    CONSTRAINT faq_question UNIQUE (brand_id, locale, question_key)
);
CREATE INDEX faq_updated ON faq (updated_at, id);

CREATE TABLE unanswered (
    id TEXT NOT NULL PRIMARY KEY,
    brand_id TEXT NOT NULL,
    question TEXT NOT NULL,
    question_key TEXT NOT NULL,
    locale TEXT NOT NULL,
    count BIGINT NOT NULL,
    first_seen_at BIGINT NOT NULL,
    last_seen_at BIGINT NOT NULL,
    last_conversation_id TEXT,
    state TEXT NOT NULL,
    faq_id TEXT,
    CONSTRAINT unanswered_question UNIQUE (brand_id, locale, question_key)
);
CREATE INDEX unanswered_state ON unanswered (state, count, id);
