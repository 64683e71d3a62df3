import { Trans } from '@lingui/react/macro';
import type { PersonCard } from '@plaza/contract';
import { useState } from 'react';
import { api } from '../../state/calls.ts';
import { arrival } from '../../state/device.ts';
import { enter } from '../../state/session.ts';
import { useAnswer } from '../../state/use-answer.ts';
import { useTask } from '../../state/use-task.ts';
import { Avatar, Button, FormError, ListRow, SectionCard, Spinner } from '../../ui/index.ts';

const ask = () => api.identity.listDemoPeople({});
const firstShown = 6;

/** On a demo server anybody may be anybody of the generated city; elsewhere this is nothing. */
export function DemoPeople() {
  const { data } = useAnswer(ask);
  const [isAllShown, setAllShown] = useState(false);
  const [chosen, setChosen] = useState<string | null>(null);
  const task = useTask();
  const people = data?.people ?? [];
  if (people.length === 0) return null;

  function be({ personId }: PersonCard): void {
    setChosen(personId);
    void task.run(async () => {
      const { me } = await api.identity.signInDemo({ personId, ...arrival() });
      enter(me);
    });
  }

  return (
    <>
      <SectionCard
        title={<Trans>Or look around as somebody of the demo city</Trans>}
        note={<Trans>These people are invented. Anybody can sign in as them.</Trans>}
      >
        {(isAllShown ? people : people.slice(0, firstShown)).map((person) => (
          <ListRow
            key={person.personId}
            title={person.displayName}
            subtitle={person.signature === '' ? `@${person.handle}` : person.signature}
            start={
              // Photos are for those who are signed in.
              <Avatar id={person.personId} name={person.displayName} size="s" />
            }
            end={task.busy && chosen === person.personId ? <Spinner /> : null}
            onClick={() => be(person)}
          />
        ))}
      </SectionCard>
      {isAllShown || people.length <= firstShown ? null : (
        <Button tone="plain" onClick={() => setAllShown(true)}>
          <Trans>Show all {people.length} people</Trans>
        </Button>
      )}
      <FormError>{task.failure?.text}</FormError>
    </>
  );
}
