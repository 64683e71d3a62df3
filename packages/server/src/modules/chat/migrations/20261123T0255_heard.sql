-- Which voice messages a person heard, on any device. What was read before counts as heard.

alter table chat_inbox
  add column heard_to_seq bigint not null default 0,
  add column heard_seqs bigint[] not null default '{}',
  add constraint chat_inbox_heard check (cardinality(heard_seqs) <= 50);

update chat_inbox set heard_to_seq = read_seq;
