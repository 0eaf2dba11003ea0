-- The tables that grow without end are kept in stretches, so that what is old can go as a whole: messages by the month in
-- which their conversation began, the journal by position. What was there before is one more stretch.
ALTER TABLE messages RENAME TO messages_rest;
ALTER TABLE messages_rest RENAME CONSTRAINT messages_pkey TO messages_rest_pkey;
ALTER INDEX messages_client RENAME TO messages_rest_client;
CREATE TABLE messages (LIKE messages_rest, PRIMARY KEY (conversation_id, seq)) PARTITION BY RANGE (conversation_id);
CREATE UNIQUE INDEX messages_client ON messages (conversation_id, author_id, client_id) WHERE client_id IS NOT NULL;
ALTER TABLE messages ATTACH PARTITION messages_rest DEFAULT;

ALTER TABLE journal RENAME TO journal_rest;
ALTER TABLE journal_rest RENAME CONSTRAINT journal_pkey TO journal_rest_pkey;
ALTER INDEX journal_subject RENAME TO journal_rest_subject;
CREATE TABLE journal (LIKE journal_rest, PRIMARY KEY (partition, position)) PARTITION BY RANGE (position);
CREATE INDEX journal_subject ON journal (subject);
ALTER TABLE journal ATTACH PARTITION journal_rest DEFAULT;
