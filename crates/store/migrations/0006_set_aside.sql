-- Entries of the journal that a consumer could not handle and has gone on without.
CREATE TABLE set_aside (
    consumer TEXT NOT NULL,
    partition BIGINT NOT NULL,
    position BIGINT NOT NULL,
    subject TEXT NOT NULL,
    name TEXT NOT NULL,
    trace TEXT NOT NULL,
    at BIGINT NOT NULL,
    PRIMARY KEY (consumer, partition, position)
) {clustered};
