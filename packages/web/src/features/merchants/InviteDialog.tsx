import { Trans, useLingui } from '@lingui/react/macro';
import type { PersonId } from '@plaza/base';
import type { MerchantRole, StaffMember } from '@plaza/contract';
import { useState } from 'react';
import { api, useTask } from '../../state/index.ts';
import { Dialog, FormError, SearchField, Segmented } from '../../ui/index.ts';
import { ContactRows } from './ContactRows.tsx';
import type { Mine } from './use-merchants.ts';
import { roleNotes, roleWords } from './words.ts';

type InviteDialogProps = {
  mine: Mine;
  there: readonly StaffMember[];
  onClose(): void;
  onInvited(staff: StaffMember[]): void;
};

/** Asks a contact to work at the shop. */
export function InviteDialog({ mine, there, onClose, onInvited }: InviteDialogProps) {
  const { t } = useLingui();
  const [search, setSearch] = useState('');
  const [role, setRole] = useState<MerchantRole>('cashier');
  const [chosen, setChosen] = useState<PersonId | null>(null);
  const task = useTask();
  const { merchantId } = mine.merchant;
  const roles: MerchantRole[] = mine.can('inviteManager') ? ['cashier', 'manager'] : ['cashier'];

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
      <ContactRows
        search={search}
        except={new Set(there.map(({ person }) => person.personId))}
        busy={task.busy ? chosen : null}
        onChoose={({ person }) => invite(person.personId)}
      >
        <Trans>No other contact can be invited.</Trans>
      </ContactRows>
    </Dialog>
  );
}
