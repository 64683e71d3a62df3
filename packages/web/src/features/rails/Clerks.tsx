import { Trans, useLingui } from '@lingui/react/macro';
import type { PersonCard } from '@plaza/contract';
import { UserMinus } from 'lucide-react';
import { useState } from 'react';
import { api } from '../../state/calls.ts';
import { useTask } from '../../state/index.ts';
import { useAnswer } from '../../state/use-answer.ts';
import {
  Avatar,
  Button,
  FormError,
  IconButton,
  ListRow,
  Screen,
  SectionCard,
  SkeletonRows,
  TextField,
  TopBar,
} from '../../ui/index.ts';
import { findPerson } from './find-person.ts';

const ask = () => api.rails.listClerks({});

/** Who works at the cash desk. */
export function Clerks() {
  const { t } = useLingui();
  const { data, failure, replace } = useAnswer(ask);
  const [handle, setHandle] = useState('');
  const task = useTask();
  const set = (person: PersonCard | null, isClerk: boolean) =>
    task.run(async () => {
      const { personId } = person ?? (await findPerson(handle));
      replace(await api.rails.setClerk({ personId, isClerk }));
      setHandle('');
    });
  return (
    <>
      <TopBar title={t`Cash desk`} back="/me/operator/rails" />
      <Screen>
        <FormError>{failure?.text ?? task.failure?.text}</FormError>
        <SectionCard
          title={<Trans>Who works there</Trans>}
          note={<Trans>They take in and pay out cash, from a drawer of their own.</Trans>}
        >
          {data === null ? failure === null && <SkeletonRows count={2} /> : null}
          {data?.clerks.length === 0 ? <ListRow title={<Trans>Nobody yet</Trans>} /> : null}
          {data?.clerks.map((person) => (
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
              subtitle={<bdi dir="ltr">@{person.handle}</bdi>}
              end={
                <IconButton
                  label={t`Take ${person.displayName} off the desk`}
                  icon={<UserMinus aria-hidden="true" className="size-5" />}
                  onClick={() => void set(person, false)}
                />
              }
            />
          ))}
        </SectionCard>
        <form
          noValidate
          className="flex flex-col gap-3"
          onSubmit={(event) => {
            event.preventDefault();
            if (handle.trim() !== '') void set(null, true);
          }}
        >
          <TextField
            label={t`Handle`}
            prefix="@"
            autoComplete="off"
            spellCheck={false}
            maxLength={40}
            value={handle}
            onChange={setHandle}
          />
          <Button type="submit" tone="soft" busy={task.busy}>
            <Trans>Add to the desk</Trans>
          </Button>
        </form>
      </Screen>
    </>
  );
}
