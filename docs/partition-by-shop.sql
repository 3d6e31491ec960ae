-- For a server with hundreds of shops and very many entries: the journal's table in 16 parts by
-- shop. Every question that opsplan asks names its shop, so that the server looks into one part.
-- Run once, after the first tick, as the owner of the schema: psql -f partition-by-shop.sql URL
BEGIN;
SET LOCAL search_path = opsplan;
LOCK TABLE entries IN ACCESS EXCLUSIVE MODE;
ALTER TABLE entries RENAME TO entries_before;
CREATE TABLE entries (LIKE entries_before) PARTITION BY HASH (shop);
DO $$
BEGIN
    FOR part IN 0..15 LOOP
        EXECUTE format(
            'CREATE TABLE entries_%s PARTITION OF entries FOR VALUES WITH (MODULUS 16, REMAINDER %s)',
            part, part
        );
    END LOOP;
END
$$;
CREATE SEQUENCE entries_numbers OWNED BY entries.seq;
ALTER TABLE entries ALTER COLUMN seq SET DEFAULT nextval('entries_numbers');
INSERT INTO entries SELECT * FROM entries_before;
SELECT setval('entries_numbers', COALESCE((SELECT MAX(seq) FROM entries), 0) + 1, false);
DROP TABLE entries_before;
CREATE UNIQUE INDEX ON entries (shop, id);
CREATE INDEX ON entries (seq);
CREATE INDEX ON entries (id);
CREATE INDEX ON entries (shop, nominal);
CREATE INDEX ON entries (shop, playbook, duty, id);
CREATE INDEX ON entries (shop, moment);
CREATE INDEX ON entries (shop, playbook, duty) WHERE kind = 'row';
CREATE INDEX ON entries (undoes) WHERE undoes IS NOT NULL;
COMMIT;
