-- Posts lead with their author, and so does all that others leave at them: one shard holds a post
-- with its likes and comments. Who may see what is nowhere written: it is judged at each read.

create table moments_post (
  author_id uuid not null,
  post_id uuid not null,
  at timestamptz not null,
  text text not null,
  -- For searching: one form of letters, with the names of place and link.
  folded text not null,
  attachment jsonb,
  place jsonb,
  mentions uuid[] not null default '{}',
  audience_kind text not null,
  audience_tags text[] not null default '{}',
  audience_person_ids uuid[] not null default '{}',
  comment_count integer not null default 0,
  primary key (author_id, post_id),
  constraint moments_post_text check (char_length(text) <= 2000),
  constraint moments_post_something check (text <> '' or attachment is not null),
  constraint moments_post_mentions check (cardinality(mentions) <= 50),
  constraint moments_post_audience check (audience_kind in ('all', 'me', 'these', 'except')),
  constraint moments_post_named check (
    audience_kind in ('these', 'except')
    or (audience_tags = '{}' and audience_person_ids = '{}')
  ),
  constraint moments_post_comments check (comment_count between 0 and 1000)
);
-- The feed looks into it once for each friend, the album many times for one.
create index moments_post_recent on moments_post (author_id, at, post_id);

create table moments_file (
  author_id uuid not null,
  post_id uuid not null,
  file_id uuid not null,
  primary key (author_id, post_id, file_id),
  foreign key (author_id, post_id) references moments_post
);
create index moments_file_file on moments_file (file_id);

create table moments_like (
  author_id uuid not null,
  post_id uuid not null,
  by_id uuid not null,
  at timestamptz not null,
  primary key (author_id, post_id, by_id),
  foreign key (author_id, post_id) references moments_post on delete cascade
);
create index moments_like_by on moments_like (by_id, at);

create table moments_comment (
  author_id uuid not null,
  post_id uuid not null,
  comment_id uuid not null,
  by_id uuid not null,
  -- What it answers may be gone since; whom it answers stays.
  reply_to_id uuid,
  reply_to_person_id uuid,
  text text not null,
  at timestamptz not null,
  primary key (author_id, post_id, comment_id),
  foreign key (author_id, post_id) references moments_post on delete cascade,
  constraint moments_comment_text check (char_length(text) between 1 and 1000),
  constraint moments_comment_reply check ((reply_to_id is null) = (reply_to_person_id is null))
);
create index moments_comment_by on moments_comment (by_id, at);

-- Without a row everything is as it is for a newcomer: all is open to friends, nothing to others.
create table moments_person (
  person_id uuid primary key,
  window_kind text not null default 'all',
  allows_strangers boolean not null default false,
  cover_id uuid,
  notices_read_at timestamptz not null default '-infinity',
  constraint moments_person_window check (
    window_kind in ('threeDays', 'month', 'halfYear', 'all')
  )
);
create index moments_person_cover on moments_person (cover_id) where cover_id is not null;

create table moments_notice (
  person_id uuid not null,
  notice_id uuid not null,
  kind text not null,
  author_id uuid not null,
  post_id uuid not null,
  by_id uuid not null,
  comment_id uuid,
  at timestamptz not null,
  primary key (person_id, notice_id),
  constraint moments_notice_other check (person_id <> by_id),
  constraint moments_notice_kind check (
    (kind in ('like', 'mention') and comment_id is null)
    or (kind in ('comment', 'reply') and comment_id is not null)
  )
);
create index moments_notice_recent on moments_notice (person_id, at, notice_id);
-- The same thing is told once, also when its telling begins again after a crash.
create unique index moments_notice_once
  on moments_notice (person_id, author_id, post_id, by_id, comment_id, kind) nulls not distinct;
create index moments_notice_post on moments_notice (author_id, post_id);
create index moments_notice_by on moments_notice (by_id);
