-- Pictures that widgets show for a company, under the hash of their bytes.
CREATE TABLE logos (
    hash TEXT NOT NULL PRIMARY KEY,
    media_type TEXT NOT NULL,
    content BYTEA NOT NULL,
    created_at BIGINT NOT NULL
);
