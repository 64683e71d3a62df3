import { Plural, Trans, useLingui } from '@lingui/react/macro';
import { inboxOf, nameIn } from '@plaza/client';
import type { Member } from '@plaza/contract';
import { Flag, Link2, LogOut, Megaphone, Pencil, Plus, Tag } from 'lucide-react';
import { useState } from 'react';
import { Link } from 'wouter';
import { Avatar, ListRow, SectionCard } from '../../ui/index.ts';
import { ReportDialog } from '../trust/index.ts';
import { GroupRules } from './groups/GroupRules.tsx';
import { useGroupDialogs, type GroupDialog } from './groups/use-group-dialogs.tsx';
import type { InfoProps } from './InfoPane.tsx';
import { personName } from './names.ts';
import { oneLine } from './text.ts';
import { useMembers } from './use-members.ts';

const shownMembers = 19;

function Tile({ member, id, state }: { member: Member } & Pick<InfoProps, 'id' | 'state'>) {
  const { personId, photoPath } = member.person;
  const name = nameIn(state, id, personId) || personName(state, personId);
  return (
    <li className="min-w-0">
      <Link
        to={personId === state.me?.personId ? '/me' : `/contacts/${personId}`}
        className="flex flex-col items-center gap-1 rounded-xl py-1.5 hover:bg-hover"
      >
        <Avatar id={personId} name={name} photoPath={photoPath} />
        <span dir="auto" className="w-full truncate text-center text-xs text-muted">
          {name}
        </span>
      </Link>
    </li>
  );
}

type OpenProps = InfoProps & { open(dialog: GroupDialog): void };

function Members({ id, state, conversation, open }: OpenProps) {
  const { t } = useLingui();
  const members = useMembers(state, id);
  const isMember = inboxOf(state, id)?.leftSeq === null;
  const mayAdd = isMember && !conversation.dissolved;
  return (
    <SectionCard
      title={<Plural value={conversation.memberCount} one="# member" other="# members" />}
    >
      <ul className="grid grid-cols-[repeat(auto-fill,minmax(3.75rem,1fr))] gap-1 p-2">
        {(members ?? []).slice(0, shownMembers).map((member) => (
          <Tile key={member.person.personId} member={member} id={id} state={state} />
        ))}
        {mayAdd ? (
          <li className="min-w-0">
            <Link
              to={`/chats/${id}/add`}
              className="flex flex-col items-center gap-1 rounded-xl py-1.5 hover:bg-hover"
            >
              <span className="grid size-12 place-items-center rounded-full border border-dashed border-muted text-muted">
                <Plus aria-hidden="true" className="size-5" />
              </span>
              <span className="text-xs text-muted">
                <Trans>Add</Trans>
              </span>
            </Link>
          </li>
        ) : null}
      </ul>
      <ListRow title={t`All members`} onClick={() => open('members')} />
      {mayAdd ? (
        <ListRow
          title={t`Join by a link`}
          start={<Link2 aria-hidden="true" className="size-5 text-muted" />}
          onClick={() => open('link')}
        />
      ) : null}
    </SectionCard>
  );
}

function About({ conversation, open }: OpenProps) {
  const { t } = useLingui();
  const { announcement, dissolved } = conversation;
  return (
    <SectionCard>
      <ListRow
        title={t`Announcement`}
        subtitle={announcement === null ? t`None` : oneLine(announcement.text).slice(0, 80)}
        start={<Megaphone aria-hidden="true" className="size-5 text-muted" />}
        onClick={() => open('announcement')}
      />
      {dissolved ? null : (
        <>
          <ListRow
            title={t`Name of the group`}
            subtitle={conversation.name ?? t`None yet`}
            onClick={() => open('rename')}
            end={<Pencil aria-hidden="true" className="size-4.5" />}
          />
          <ListRow
            title={t`My name in this group`}
            start={<Tag aria-hidden="true" className="size-5 text-muted" />}
            onClick={() => open('nickname')}
          />
        </>
      )}
    </SectionCard>
  );
}

/** The members of a group, and what may be done with it. */
export function GroupInfo({ id, state, conversation }: InfoProps) {
  const members = state.conversations.get(id)?.members ?? null;
  const { dialog, open } = useGroupDialogs({ conversation, state, members });
  const isMember = inboxOf(state, id)?.leftSeq === null;
  const shown = { id, state, conversation, open };
  return (
    <>
      <Members {...shown} />
      {isMember ? <About {...shown} /> : null}
      <GroupRules {...shown} />
      {dialog}
    </>
  );
}

/** How to get away from a group: at the very end, where nobody presses by chance. */
export function GroupExit({ id, state, conversation }: InfoProps) {
  const { t } = useLingui();
  const { dialog, open } = useGroupDialogs({ conversation, state, members: null });
  const [isReporting, setReporting] = useState(false);
  const isMember = inboxOf(state, id)?.leftSeq === null;
  return (
    <>
      <ListRow
        title={t`Report the group`}
        onClick={() => setReporting(true)}
        start={<Flag aria-hidden="true" className="size-5 text-muted" />}
      />
      {isMember ? (
        <ListRow
          title={t`Leave the group`}
          tone="danger"
          onClick={() => open('leave')}
          start={<LogOut aria-hidden="true" className="size-5 text-danger" />}
        />
      ) : null}
      {dialog}
      {isReporting ? (
        <ReportDialog
          subject={{ kind: 'group', conversationId: id }}
          onClose={() => setReporting(false)}
        />
      ) : null}
    </>
  );
}
