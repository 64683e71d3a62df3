import { Trans, useLingui } from '@lingui/react/macro';
import type { PersonId } from '@plaza/base';
import type { MerchantRole, StaffMember } from '@plaza/contract';
import { UserPlus } from 'lucide-react';
import { useCallback, useState } from 'react';
import { useLocation } from 'wouter';
import { api, useAnswer, useMe, useTask } from '../../state/index.ts';
import {
  Avatar,
  Button,
  Dialog,
  FormError,
  ListRow,
  Screen,
  SectionCard,
  Segmented,
  SkeletonRows,
  TopBar,
} from '../../ui/index.ts';
import { InviteDialog } from './InviteDialog.tsx';
import type { PageProps } from './MerchantPages.tsx';
import { merchantsRoot, placeOf } from './place.ts';
import type { Mine } from './use-merchants.ts';
import { roleNotes, roleWords } from './words.ts';

const below: readonly MerchantRole[] = ['manager', 'cashier'];

type MemberProps = {
  mine: Mine;
  member: StaffMember;
  onClose(): void;
  onChanged(staff: StaffMember[] | null): void;
};

/** What can be done about somebody of the staff. */
function MemberDialog({ mine, member, onClose, onChanged }: MemberProps) {
  const { t } = useLingui();
  const task = useTask();
  const { merchantId } = mine.merchant;
  const { person, role } = member;
  const { personId } = person;

  function setRole(next: MerchantRole): void {
    void task.run(async () => {
      const { staff } = await api.merchants.setRole({ merchantId, personId, role: next });
      onChanged(staff);
    });
  }

  function remove(): void {
    void task.run(async () => {
      await api.merchants.removeStaff({ merchantId, personId });
      onChanged(null);
    });
  }

  return (
    <Dialog
      open
      title={person.displayName}
      onClose={onClose}
      firm={task.busy}
      actions={
        <Button tone="danger" busy={task.busy} onClick={remove}>
          <Trans>Take off the staff</Trans>
        </Button>
      }
    >
      {mine.can('inviteManager') && member.membership === 'active' ? (
        <Segmented
          label={t`Role`}
          value={role}
          options={below.map((value) => ({ value, label: t(roleWords[value]) }))}
          onChange={setRole}
        />
      ) : null}
      <p className="text-sm text-muted">{t(roleNotes[role])}</p>
      <FormError>{task.failure?.text}</FormError>
    </Dialog>
  );
}

function Leave({ mine, personId }: { mine: Mine; personId: PersonId }) {
  const [, navigate] = useLocation();
  const task = useTask();
  const { merchantId } = mine.merchant;
  if (mine.role === 'owner') return null;
  return (
    <>
      <Button
        tone="danger"
        busy={task.busy}
        onClick={() =>
          void task.run(async () => {
            await api.merchants.removeStaff({ merchantId, personId });
            navigate(merchantsRoot, { replace: true });
          })
        }
      >
        <Trans>Leave this shop</Trans>
      </Button>
      <FormError>{task.failure?.text}</FormError>
    </>
  );
}

/** Who works at a shop. */
export default function StaffPage({ mine }: PageProps) {
  const { t } = useLingui();
  const me = useMe();
  const { merchantId } = mine.merchant;
  const ask = useCallback(
    async () => (await api.merchants.listStaff({ merchantId })).staff,
    [merchantId],
  );
  const { data, failure, reload, replace } = useAnswer(ask);
  const [isInviting, setInviting] = useState(false);
  const [chosen, setChosen] = useState<StaffMember | null>(null);
  const mayChange = (member: StaffMember) =>
    member.role !== 'owner' &&
    member.person.personId !== me.personId &&
    mine.can(member.role === 'manager' ? 'inviteManager' : 'inviteCashier');
  return (
    <>
      <TopBar title={t`Staff`} back={placeOf(merchantId)} />
      <Screen>
        {data === null ? (
          failure === null ? (
            <SkeletonRows />
          ) : (
            <FormError>{failure.text}</FormError>
          )
        ) : (
          <SectionCard>
            {data.map((member) => {
              const { person, role, membership } = member;
              return (
                <ListRow
                  key={person.personId}
                  start={
                    <Avatar
                      id={person.personId}
                      name={person.displayName}
                      photoPath={person.photoPath}
                    />
                  }
                  title={person.displayName}
                  subtitle={t(roleWords[role])}
                  end={membership === 'invited' ? <Trans>Invited</Trans> : null}
                  {...(mayChange(member) ? { onClick: () => setChosen(member) } : {})}
                />
              );
            })}
          </SectionCard>
        )}
        {mine.can('inviteCashier') ? (
          <Button
            tone="soft"
            icon={<UserPlus aria-hidden="true" className="size-5" />}
            onClick={() => setInviting(true)}
          >
            <Trans>Invite somebody</Trans>
          </Button>
        ) : null}
        <Leave mine={mine} personId={me.personId} />
      </Screen>
      {isInviting ? (
        <InviteDialog
          mine={mine}
          there={data ?? []}
          onClose={() => setInviting(false)}
          onInvited={(staff) => {
            replace(staff);
            setInviting(false);
          }}
        />
      ) : null}
      {chosen === null ? null : (
        <MemberDialog
          mine={mine}
          member={chosen}
          onClose={() => setChosen(null)}
          onChanged={(staff) => {
            setChosen(null);
            if (staff === null) reload();
            else replace(staff);
          }}
        />
      )}
    </>
  );
}
