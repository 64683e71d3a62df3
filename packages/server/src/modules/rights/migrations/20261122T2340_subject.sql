-- An export may be of a part alone, such as one conversation; null: of everything.
alter table rights_export
  add column subject_kind text,
  add column subject_id text,
  add constraint rights_export_subject check (num_nulls(subject_kind, subject_id) in (0, 2));
