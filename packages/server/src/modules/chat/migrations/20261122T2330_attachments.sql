-- Which message shows which file. Written before the message, under the sender's id of it: a row
-- whose message never came, or is gone, lets nobody read and is swept.
create table chat_attachment (
  conversation_id uuid not null,
  sender_id uuid not null,
  client_id uuid not null,
  file_id uuid not null,
  at timestamptz not null,
  -- The message was found in the log when the sweep looked.
  seen boolean not null default false,
  primary key (conversation_id, sender_id, client_id, file_id)
);
create index chat_attachment_file on chat_attachment (file_id);
create index chat_attachment_sender on chat_attachment (sender_id);
create index chat_attachment_unseen on chat_attachment (at) where not seen;
