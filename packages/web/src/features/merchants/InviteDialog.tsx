import { Trans, useLingui } from '@lingui/react/macro';
import type { PersonId } from '@plaza/base';
import { nameOf, type State } from '@plaza/client';
import type { MerchantRole, StaffMember } from '@plaza/contract';
import { useState } from 'react';
import { api, useClientState, useTask } from '../../state/index.ts';
import {
  Avatar,
  Dialog,
  FormError,
  ListRow,
  SearchField,
  SectionCard,
  Segmented,
  Spinner,
} from '../../ui/index.ts';
import type { Mine } from './use-merchants.ts';
import { roleNotes, roleWords } from './words.ts';

const whole = (state: State) => state;
const plain = (text: string) => text.normalize('NFKC').toLocaleLowerCase();

type InviteDialogProps = {
  mine: Mine;
  there: readonly StaffMember[];
  onClose(): void;
  onInvited(staff: StaffMember[]): void;
};

/** Asks a contact to work at the shop. */
export function InviteDialog({ mine, there, onClose, onInvited }: InviteDialogProps) {
  const { t } = useLingui();
  const state = useClientState(['contacts', 'people'], whole);
  const [search, setSearch] = useState('');
  const [role, setRole] = useState<MerchantRole>('cashier');
  const [chosen, setChosen] = useState<PersonId | null>(null);
  const task = useTask();
  const { merchantId } = mine.merchant;
  const roles: MerchantRole[] = mine.can('inviteManager') ? ['cashier', 'manager'] : ['cashier'];
  const known = new Set(there.map(({ person }) => person.personId));
  const people = [...state.contacts.values()]
    .filter(({ listed, blocked, person }) => listed && !blocked && !known.has(person.personId))
    .map(({ person }) => ({ person, name: nameOf(state, person.personId) || person.displayName }))
    .filter(({ person, name }) => plain(name + person.handle).includes(plain(search.trim())));

  function invite(personId: PersonId): void {
    setChosen(personId);
    void task.run(async () => {
      onInvited((await api.merchants.invite({ merchantId, personId, role })).staff);
    });
  }

  return (
    <Dialog open title={t`Invite to the shop`} onClose={onClose} firm={task.busy}>
      {roles.length < 2 ? null : (
        <Segmented<MerchantRole>
          label={t`Role`}
          value={role}
          options={roles.map((value) => ({ value, label: t(roleWords[value]) }))}
          onChange={setRole}
        />
      )}
      <p className="text-sm text-muted">{t(roleNotes[role])}</p>
      <SearchField label={t`Search contacts by name`} value={search} onChange={setSearch} />
      <FormError>{task.failure?.text}</FormError>
      {people.length === 0 ? (
        <p role="status" className="py-4 text-center text-muted">
          <Trans>No other contact can be invited.</Trans>
        </p>
      ) : (
        <SectionCard>
          {people.map(({ person: { personId, handle, photoPath }, name }) => (
            <ListRow
              key={personId}
              start={<Avatar id={personId} name={name} photoPath={photoPath} size="s" />}
              title={name}
              subtitle={<bdi dir="ltr">@{handle}</bdi>}
              end={task.busy && chosen === personId ? <Spinner /> : null}
              onClick={() => invite(personId)}
            />
          ))}
        </SectionCard>
      )}
    </Dialog>
  );
}
