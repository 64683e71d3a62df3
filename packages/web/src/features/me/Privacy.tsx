import { Trans, useLingui } from '@lingui/react/macro';
import type { ContactPrivacy } from '@plaza/contract';
import { Suspense, useState } from 'react';
import { api } from '../../state/calls.ts';
import { CallPrivacy } from '../calls/index.ts';
import { useAnswer } from '../../state/use-answer.ts';
import { useTask } from '../../state/use-task.ts';
import { FormError, ListRow, SectionCard, Switch } from '../../ui/index.ts';
import { Answered, Page } from './Page.tsx';

const ask = () => api.contacts.getPrivacy({});

export default function Privacy() {
  const { t } = useLingui();
  const answer = useAnswer(ask);
  const task = useTask();
  const [changing, setChanging] = useState<keyof ContactPrivacy | null>(null);

  function change(privacy: ContactPrivacy, key: keyof ContactPrivacy): void {
    setChanging(key);
    void task.run(async () => {
      answer.replace(await api.contacts.setPrivacy({ ...privacy, [key]: !privacy[key] }));
    });
  }

  return (
    <Page title={t`Privacy`}>
      <FormError>{task.failure?.text}</FormError>
      <SectionCard
        title={<Trans>How others find me</Trans>}
        note={<Trans>People in your contacts and groups always see you.</Trans>}
      >
        <Answered answer={answer}>
          {(privacy) => (
            <>
              <Switch
                label={<Trans>By my handle</Trans>}
                checked={privacy.findableByHandle}
                busy={task.busy && changing === 'findableByHandle'}
                onChange={() => change(privacy, 'findableByHandle')}
              />
              <Switch
                label={<Trans>By my code</Trans>}
                description={<Trans>Off: scanning your code finds nobody.</Trans>}
                checked={privacy.findableByCode}
                busy={task.busy && changing === 'findableByCode'}
                onChange={() => change(privacy, 'findableByCode')}
              />
            </>
          )}
        </Answered>
      </SectionCard>
      <Suspense fallback={null}>
        <CallPrivacy />
      </Suspense>
      <SectionCard>
        <ListRow to="/contacts/blocked" title={<Trans>Blocked people</Trans>} />
      </SectionCard>
    </Page>
  );
}
