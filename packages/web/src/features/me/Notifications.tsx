import { Trans, useLingui } from '@lingui/react/macro';
import type { State } from '@plaza/client';
import type { Preferences } from '@plaza/contract';
import { useState } from 'react';
import { useClient, useClientState, useTask } from '../../state/index.ts';
import { Button, FormError, SectionCard, Switch, TextField } from '../../ui/index.ts';
import { orThrow } from '../chat/index.ts';
import { DeviceNotices } from '../push/index.ts';
import { Page } from './Page.tsx';

const ofState = (state: State) => state.preferences;
const usualHours = { from: '22:00', to: '07:00' };
const field = 'min-h-11 rounded-xl border border-field-line bg-surface px-3';

type Save = (preferences: Preferences) => void;

function QuietHours({ preferences, busy, save }: SectionProps) {
  const { t } = useLingui();
  const { quietHours } = preferences;
  const change = (hours: Preferences['quietHours']) => save({ ...preferences, quietHours: hours });
  return (
    <SectionCard
      title={<Trans>Quiet hours</Trans>}
      note={<Trans>Messages arrive, but nothing calls for you.</Trans>}
    >
      <Switch
        label={<Trans>Do not disturb at night</Trans>}
        checked={quietHours !== null}
        busy={busy}
        onChange={(isOn) => change(isOn ? usualHours : null)}
      />
      {quietHours === null ? null : (
        <div className="flex flex-wrap gap-4 px-4 py-3">
          {(['from', 'to'] as const).map((end) => (
            <label key={end} className="flex flex-col gap-1 text-sm text-muted">
              {end === 'from' ? t`From` : t`To`}
              <input
                type="time"
                required
                className={field}
                value={quietHours[end]}
                onChange={({ target }) => {
                  if (target.value !== '') change({ ...quietHours, [end]: target.value });
                }}
              />
            </label>
          ))}
        </div>
      )}
    </SectionCard>
  );
}

type SectionProps = { preferences: Preferences; busy: boolean; save: Save };

function MuteWords({ preferences, busy, save }: SectionProps) {
  const { t } = useLingui();
  const [word, setWord] = useState('');
  const { muteWords } = preferences;

  function add(): void {
    const wanted = word.trim();
    if (wanted === '') return;
    if (!muteWords.includes(wanted)) save({ ...preferences, muteWords: [...muteWords, wanted] });
    setWord('');
  }

  return (
    <SectionCard
      title={<Trans>Muted words</Trans>}
      note={<Trans>A message with one of them is folded away and does not call for you.</Trans>}
    >
      {muteWords.map((one) => (
        <div key={one} className="flex min-h-13 items-center gap-3 ps-4 pe-2">
          <span dir="auto" className="min-w-0 flex-1">
            {one}
          </span>
          <Button
            tone="plain"
            disabled={busy}
            onClick={() =>
              save({ ...preferences, muteWords: muteWords.filter((other) => other !== one) })
            }
          >
            <Trans>Remove</Trans>
          </Button>
        </div>
      ))}
      <form
        className="flex flex-wrap items-end gap-3 p-4"
        onSubmit={(event) => {
          event.preventDefault();
          add();
        }}
      >
        <div className="min-w-[min(10rem,100%)] flex-1">
          <TextField label={t`Word`} value={word} onChange={setWord} maxLength={60} />
        </div>
        <Button tone="soft" busy={busy} disabled={word.trim() === ''} onClick={add}>
          <Trans>Add</Trans>
        </Button>
      </form>
    </SectionCard>
  );
}

/** When and for what I want to be called. */
export default function Notifications() {
  const { t } = useLingui();
  const { commands } = useClient();
  const preferences = useClientState('preferences', ofState);
  const task = useTask();
  const save: Save = (wanted) =>
    void task.run(async () => {
      orThrow(await commands.setPreferences(wanted));
    });
  const props = { preferences, busy: task.busy, save };
  return (
    <Page title={t`Notifications`}>
      <FormError>{task.failure?.text}</FormError>
      <DeviceNotices />
      <QuietHours {...props} />
      <MuteWords {...props} />
    </Page>
  );
}
