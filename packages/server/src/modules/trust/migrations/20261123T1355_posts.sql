-- Posts and comments of Moments can be reported, too: `person_id` is the author of the post.
alter table trust_case
  add column post_id uuid,
  add column comment_id uuid,
  drop constraint trust_case_subject,
  add constraint trust_case_subject check (
    case subject_kind
      when 'message' then conversation_id is not null and seq is not null and person_id is null
      when 'person' then person_id is not null and conversation_id is null and seq is null
      when 'group' then conversation_id is not null and seq is null and person_id is null
      when 'post' then person_id is not null and conversation_id is null and seq is null
      when 'comment' then person_id is not null and conversation_id is null and seq is null
    end is true
    and (post_id is not null) = (subject_kind in ('post', 'comment'))
    and (comment_id is not null) = (subject_kind = 'comment')
  );
