import { Trans, useLingui } from '@lingui/react/macro';
import type { MethodInput, MomentsSettings } from '@plaza/contract';
import type { State } from '@plaza/client';
import { useCallback, useId } from 'react';
import { api, useAnswer, useClientState, useTask } from '../../state/index.ts';
import {
  Avatar,
  FormError,
  ListRow,
  Screen,
  SectionCard,
  SkeletonRows,
  Switch,
  TopBar,
} from '../../ui/index.ts';
import { personName } from '../chat/index.ts';
import { CoverField } from './CoverField.tsx';
import { Option } from './Option.tsx';

type Window = MomentsSettings['window'];

/** Contacts for whom something else holds than for all others. */
function exceptions(state: State) {
  const order = new Intl.Collator();
  return [...state.contacts.values()]
    .filter(
      ({ listed, chatOnly, hideMine, hideTheirs }) =>
        listed && (chatOnly || hideMine || hideTheirs),
    )
    .map((contact) => ({ ...contact, name: personName(state, contact.person.personId) }))
    .sort((a, b) => order.compare(a.name, b.name));
}

function Exceptions() {
  const { t } = useLingui();
  const people = useClientState(['contacts', 'people'], exceptions);
  return (
    <SectionCard
      title={<Trans>People</Trans>}
      note={<Trans>You set this on the page of each person in Contacts.</Trans>}
    >
      {people.length === 0 ? (
        <ListRow title={<Trans>The same holds for all friends</Trans>} />
      ) : null}
      {people.map(({ person, name, chatOnly, hideMine, hideTheirs }) => {
        const { personId, photoPath } = person;
        const words = chatOnly
          ? t`Chat only`
          : [hideMine ? t`Does not see my posts` : '', hideTheirs ? t`Not in my feed` : '']
              .filter((one) => one !== '')
              .join(' · ');
        return (
          <ListRow
            key={personId}
            to={`/contacts/${personId}`}
            title={name}
            subtitle={words}
            start={<Avatar id={personId} name={name} photoPath={photoPath} size="s" />}
          />
        );
      })}
    </SectionCard>
  );
}

type WindowFieldProps = { window: Window; onChoose(window: Window): void };

function WindowField({ window, onChoose }: WindowFieldProps) {
  const { t } = useLingui();
  const group = useId();
  const options: [Window, string][] = [
    ['threeDays', t`The last three days`],
    ['month', t`The last month`],
    ['halfYear', t`The last half year`],
    ['all', t`All of them`],
  ];
  return (
    <SectionCard
      title={<Trans>What friends see of my posts</Trans>}
      note={<Trans>You yourself see all of them, whatever you choose.</Trans>}
    >
      {options.map(([value, title]) => (
        <Option
          key={value}
          {...{ group, title }}
          isChosen={value === window}
          onChoose={() => onChoose(value)}
        />
      ))}
    </SectionCard>
  );
}

type FieldsProps = { settings: MomentsSettings; onChanged(settings: MomentsSettings): void };

function Fields({ settings, onChanged }: FieldsProps) {
  const { t } = useLingui();
  const task = useTask();
  const change = (how: MethodInput<'moments.setSettings'>) =>
    void task.run(async () => onChanged(await api.moments.setSettings(how)));
  return (
    <>
      <FormError>{task.failure?.text}</FormError>
      <CoverField coverId={settings.coverId} onChanged={onChanged} />
      <WindowField window={settings.window} onChoose={(window) => change({ window })} />
      <SectionCard>
        <Switch
          label={t`Strangers see ten posts`}
          description={t`Your ten newest posts that are for all friends`}
          checked={settings.allowsStrangers}
          busy={task.busy}
          onChange={(allowsStrangers) => change({ allowsStrangers })}
        />
      </SectionCard>
    </>
  );
}

/** For how long and for whom my posts are there. */
export default function Settings() {
  const { t } = useLingui();
  const { data, failure, replace } = useAnswer(
    useCallback((signal: AbortSignal) => api.moments.getSettings({}, { signal }), []),
  );
  return (
    <>
      <TopBar title={t`Settings of Moments`} back="/discover/moments" />
      {data === null && failure === null ? <SkeletonRows count={3} /> : null}
      <Screen>
        <FormError>{failure?.text}</FormError>
        {data === null ? null : <Fields settings={data} onChanged={replace} />}
        <Exceptions />
      </Screen>
    </>
  );
}
