-- What two people see of each other's Moments, each as the owner of the row wants it.
alter table contacts_contact
  add column chat_only boolean not null default false,
  add column hide_mine boolean not null default false,
  add column hide_theirs boolean not null default false,
  drop constraint contacts_contact_bare,
  add constraint contacts_contact_bare check (
    listed
    or (remark is null and tags = '{}' and not starred
      and not chat_only and not hide_mine and not hide_theirs)
  );
