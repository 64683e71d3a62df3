import { Plural, Trans, useLingui } from '@lingui/react/macro';
import { inboxOf } from '@plaza/client';
import type { Member } from '@plaza/contract';
import { LogOut, Pencil, Plus } from 'lucide-react';
import { useState } from 'react';
import { Link } from 'wouter';
import { Avatar, ListRow, SectionCard } from '../../ui/index.ts';
import type { InfoProps } from './InfoPane.tsx';
import { LeaveDialog } from './LeaveDialog.tsx';
import { MembersDialog } from './MembersDialog.tsx';
import { personName } from './names.ts';
import { useMembers } from './use-members.ts';
import { RenameDialog } from './RenameDialog.tsx';

const shownMembers = 19;

function Tile({ member, state }: { member: Member; state: InfoProps['state'] }) {
  const { personId, photoPath } = member.person;
  const name = personName(state, personId);
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

/** The members of a group, and what may be done with it. */
export function GroupInfo({ id, state, conversation }: InfoProps) {
  const { t } = useLingui();
  const [open, setOpen] = useState<'none' | 'rename' | 'leave' | 'members'>('none');
  const members = useMembers(state, id);
  const isMember = inboxOf(state, id)?.leftSeq === null;
  const close = () => setOpen('none');
  return (
    <>
      <SectionCard
        title={<Plural value={conversation.memberCount} one="# member" other="# members" />}
      >
        <ul className="grid grid-cols-[repeat(auto-fill,minmax(3.75rem,1fr))] gap-1 p-2">
          {(members ?? []).slice(0, shownMembers).map((member) => (
            <Tile key={member.person.personId} member={member} state={state} />
          ))}
          {isMember ? (
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
        <ListRow title={t`All members`} onClick={() => setOpen('members')} />
      </SectionCard>
      {isMember ? (
        <SectionCard>
          <ListRow
            title={t`Name of the group`}
            subtitle={conversation.name ?? t`None yet`}
            onClick={() => setOpen('rename')}
            end={<Pencil aria-hidden="true" className="size-4.5" />}
          />
          <ListRow
            title={t`Leave the group`}
            tone="danger"
            onClick={() => setOpen('leave')}
            start={<LogOut aria-hidden="true" className="size-5 text-danger" />}
          />
        </SectionCard>
      ) : null}
      {open === 'rename' ? <RenameDialog conversation={conversation} onClose={close} /> : null}
      {open === 'leave' ? <LeaveDialog conversation={conversation} onClose={close} /> : null}
      {open === 'members' ? (
        <MembersDialog
          conversation={conversation}
          state={state}
          members={members}
          onClose={close}
        />
      ) : null}
    </>
  );
}
