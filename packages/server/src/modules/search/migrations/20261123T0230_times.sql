-- Blocks know when each of their entries was written, so that the newest are read first and no
-- others. What was indexed before is indexed again: it all comes from the logs.

truncate search_block, search_stale, search_progress;
alter table search_block
  -- Four bytes for each entry: seconds since 1970.
  add column times bytea not null,
  add constraint search_block_counted
    check (octet_length(times) = (end_seq - block::bigint * 128) * 4);
alter table search_block alter column times set storage plain;
