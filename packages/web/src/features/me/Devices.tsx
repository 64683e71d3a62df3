import { Trans, useLingui } from '@lingui/react/macro';
import { useState } from 'react';
import { api } from '../../state/calls.ts';
import { useAnswer } from '../../state/use-answer.ts';
import { useTask } from '../../state/use-task.ts';
import { Button, FormError, SectionCard, showToast } from '../../ui/index.ts';
import { DeviceRow } from './DeviceRow.tsx';
import { Answered, Page } from './Page.tsx';

const ask = () => api.identity.listSessions({});

export default function Devices() {
  const { t } = useLingui();
  const answer = useAnswer(ask);
  const task = useTask();
  const [ending, setEnding] = useState<string | null>(null);

  function end(id: string, work: () => Promise<unknown>): void {
    setEnding(id);
    void task.run(async () => {
      await work();
      answer.replace(await ask());
      showToast(t`Signed out.`);
    });
  }

  return (
    <Page title={t`Devices`}>
      <FormError>{task.failure?.text}</FormError>
      <Answered answer={answer}>
        {({ sessions }) => (
          <>
            <SectionCard>
              {sessions
                .toSorted((a, b) => Number(b.current) - Number(a.current))
                .map((session) => {
                  const { sessionId, current } = session;
                  const signOut = () =>
                    end(sessionId, () => api.identity.revokeSession({ sessionId }));
                  return (
                    <DeviceRow
                      key={sessionId}
                      session={session}
                      busy={task.busy && ending === sessionId}
                      {...(current ? {} : { onSignOut: signOut })}
                    />
                  );
                })}
            </SectionCard>
            {sessions.length < 2 ? null : (
              <Button
                tone="danger"
                busy={task.busy && ending === 'others'}
                onClick={() => end('others', () => api.identity.revokeOtherSessions({}))}
              >
                <Trans>Sign out all other devices</Trans>
              </Button>
            )}
          </>
        )}
      </Answered>
    </Page>
  );
}
