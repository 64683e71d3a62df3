-- The feed of who has many friends walks back in time and looks whose posts these are.
create index moments_post_time on moments_post (at, post_id, author_id);
