import { Trans, useLingui } from '@lingui/react/macro';
import type { PersonId, SessionId } from '@plaza/base';
import { useCallback, useState } from 'react';
import { api } from '../../state/calls.ts';
import { useAnswer } from '../../state/use-answer.ts';
import { useTask } from '../../state/use-task.ts';
import { FormError, ListRow, SectionCard, SkeletonRows, showToast } from '../../ui/index.ts';
import { DeviceRow } from '../me/index.ts';

export function PersonSessions({ personId }: { personId: PersonId }) {
  const { t } = useLingui();
  const ask = useCallback(() => api.operator.listSessions({ personId }), [personId]);
  const { data, failure, reload } = useAnswer(ask);
  const task = useTask();
  const [ending, setEnding] = useState<SessionId | null>(null);

  function end(sessionId: SessionId): void {
    setEnding(sessionId);
    void task.run(async () => {
      await api.operator.revokeSession({ personId, sessionId });
      reload();
      showToast(t`Signed out.`);
    });
  }

  return (
    <>
      <FormError>{failure?.text ?? task.failure?.text}</FormError>
      <SectionCard title={<Trans>Devices</Trans>}>
        {data === null ? <SkeletonRows count={2} /> : null}
        {data?.sessions.length === 0 ? (
          <ListRow title={<Trans>No device is signed in.</Trans>} />
        ) : null}
        {data?.sessions.map((session) => (
          <DeviceRow
            key={session.sessionId}
            session={session}
            busy={task.busy && ending === session.sessionId}
            onSignOut={() => end(session.sessionId)}
          />
        ))}
      </SectionCard>
    </>
  );
}
