import { Trans, useLingui } from '@lingui/react/macro';
import type { OperatedPerson } from '@plaza/contract';
import { useCallback, useState } from 'react';
import { formatDate, formatMoment } from '../../i18n/format.ts';
import { api } from '../../state/calls.ts';
import { useMe } from '../../state/session.ts';
import { useAnswer } from '../../state/use-answer.ts';
import {
  Avatar,
  FormError,
  ListRow,
  Note,
  Screen,
  SectionCard,
  SkeletonRows,
  TopBar,
} from '../../ui/index.ts';
import { PersonStanding } from '../rails/index.ts';
import { PersonSessions } from './PersonSessions.tsx';
import { PersonWallets } from './PersonWallets.tsx';
import { stateWords } from './People.tsx';
import { ReasonDialog, type ReasonedAction } from './ReasonDialog.tsx';

/** There is no call for one person alone: the list is searched for the handle. */
async function findPerson(handle: string): Promise<OperatedPerson | null> {
  const { people } = await api.operator.listPeople({ search: handle });
  return people.find(({ person }) => person.handle === handle) ?? null;
}

function Head({ operated }: { operated: OperatedPerson }) {
  const { t } = useLingui();
  const { person, role, state, createdAt, lastSeenAt } = operated;
  const since = formatDate(createdAt);
  const seen = lastSeenAt === null ? '–' : formatMoment(lastSeenAt);
  return (
    <>
      <div className="flex items-center gap-4">
        <Avatar
          id={person.personId}
          name={person.displayName}
          photoPath={person.photoPath}
          size="l"
        />
        <div className="min-w-0">
          <p dir="auto" className="text-lg font-semibold">
            {person.displayName || t`Deleted person`}
          </p>
          <p dir="ltr" className="text-sm text-muted rtl:text-end">
            @{person.handle}
          </p>
        </div>
      </div>
      {state === 'active' ? null : <Note tone="warn">{t(stateWords[state])}</Note>}
      <SectionCard>
        <ListRow
          title={<Trans>Role</Trans>}
          end={role === 'operator' ? <Trans>Operator</Trans> : <Trans>Resident</Trans>}
        />
        <ListRow title={<Trans>Here since</Trans>} end={since} />
        <ListRow title={<Trans>Last seen</Trans>} end={seen} />
      </SectionCard>
    </>
  );
}

type RoleRowProps = { operated: OperatedPerson; onChoose(action: ReasonedAction): void };

/** Two operators see more than one: a second reviews what the first decided. */
function RoleRow({ operated: { role, state }, onChoose }: RoleRowProps) {
  if (role === 'operator') {
    return (
      <ListRow
        tone="danger"
        title={<Trans>Dismiss as operator</Trans>}
        onClick={() => onChoose('dismiss')}
      />
    );
  }
  if (state !== 'active') return null;
  return (
    <ListRow
      tone="accent"
      title={<Trans>Appoint as operator</Trans>}
      subtitle={<Trans>Looks after the city together with you</Trans>}
      onClick={() => onChoose('appoint')}
    />
  );
}

export function Person({ handle }: { handle: string }) {
  const { t } = useLingui();
  const me = useMe();
  const [action, setAction] = useState<ReasonedAction | null>(null);
  const ask = useCallback(() => findPerson(handle), [handle]);
  const { data: operated, failure, reload } = useAnswer(ask);
  const isSelf = handle === me.handle;
  return (
    <>
      <TopBar title={operated?.person.displayName || t`Person`} back="/me/operator/people" />
      <Screen>
        <FormError>{failure?.text}</FormError>
        {operated === null ? (
          failure === null && <SkeletonRows count={3} />
        ) : (
          <>
            <Head operated={operated} />
            <PersonWallets person={operated.person} />
            {isSelf ? null : <PersonStanding person={operated.person} />}
            <PersonSessions personId={operated.person.personId} />
            {isSelf ? null : (
              <SectionCard title={<Trans>Actions</Trans>}>
                <ListRow
                  tone="accent"
                  title={<Trans>Start an assisted reset</Trans>}
                  subtitle={<Trans>When somebody lost every way to sign in</Trans>}
                  onClick={() => setAction('reset')}
                />
                <RoleRow operated={operated} onChoose={setAction} />
                {operated.state === 'suspended' ? (
                  <ListRow
                    tone="accent"
                    title={<Trans>Lift the suspension</Trans>}
                    onClick={() => setAction('restore')}
                  />
                ) : (
                  <ListRow
                    tone="danger"
                    title={<Trans>Suspend</Trans>}
                    subtitle={<Trans>Signs all devices out and keeps them out</Trans>}
                    onClick={() => setAction('suspend')}
                  />
                )}
              </SectionCard>
            )}
          </>
        )}
      </Screen>
      {action === null || operated === null ? null : (
        <ReasonDialog
          action={action}
          personId={operated.person.personId}
          onClose={() => setAction(null)}
          onDone={reload}
        />
      )}
    </>
  );
}
