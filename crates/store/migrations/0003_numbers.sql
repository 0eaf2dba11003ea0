-- Where a brand's days begin and end: a name of the IANA database.
ALTER TABLE brands ADD COLUMN time_zone TEXT NOT NULL DEFAULT 'Asia/Shanghai';

-- Since when a person's first word is awaited.
ALTER TABLE conversations ADD COLUMN awaited_since BIGINT;

-- What happened in each quarter of an hour, added up from the journal; `counts` is JSON.
CREATE TABLE tallies (
    slot BIGINT NOT NULL,
    brand_id TEXT NOT NULL,
    team_id TEXT NOT NULL,
    counts TEXT NOT NULL,
    PRIMARY KEY (slot, brand_id, team_id)
) {clustered};
