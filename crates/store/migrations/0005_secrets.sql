-- What must be kept and never shown: sealed under the key that `key_id` names. The keys are not in the database.
CREATE TABLE secrets (
    owner TEXT NOT NULL,
    kind TEXT NOT NULL,
    key_id TEXT NOT NULL,
    content TEXT NOT NULL,
    PRIMARY KEY (owner, kind)
) {clustered};

-- Secrets of earlier versions stand in the clear, under no key, until the next start of a server seals them.
INSERT INTO secrets (owner, kind, key_id, content) SELECT id, 'identity_secret', '', identity_secret FROM channels;
INSERT INTO secrets (owner, kind, key_id, content)
    SELECT 'deployment', name, '', value FROM facts WHERE name = 'visitor_token_key';
DELETE FROM facts WHERE name = 'visitor_token_key';
ALTER TABLE channels DROP COLUMN identity_secret;

-- Answers that are remembered for the retry of a request held them, too.
DELETE FROM idempotency WHERE unit IN ('channel_create', 'channel_update', 'channel_rotate_secret');
