-- Entries that another part of the city writes once, such as the end of a call, by its own id.
-- Shard key: the conversation.
create table chat_note (
  conversation_id uuid not null,
  note_id uuid not null,
  seq bigint not null check (seq > 0),
  primary key (conversation_id, note_id)
);
