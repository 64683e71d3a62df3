import { Trans, useLingui } from '@lingui/react/macro';
import type { PushLevel } from '@plaza/contract';
import { useState, type ReactNode } from 'react';
import { useTask } from '../../state/index.ts';
import { FormError, SectionCard, Segmented, Switch } from '../../ui/index.ts';
import { capabilityOf, NotSubscribed, renew, subscribe, unsubscribe } from './browser.ts';
import { keepMode, keptMode, levelOf, type Mode } from './mode.ts';
import { PushTest } from './PushTest.tsx';

const isDenied = () => 'Notification' in window && Notification.permission === 'denied';

type Why = NotSubscribed['why'];

/** Why it stays with the open app. */
function ClosedNote({ failure }: { failure: Why | null }) {
  if (failure === null) return null;
  if (failure === 'no_keys') return <Trans>This city sends no push messages.</Trans>;
  return <Trans>It did not work here. The test below says what is missing.</Trans>;
}

function Explanation({ mode }: { mode: Mode }) {
  const capability = capabilityOf();
  if (capability === 'to_install') {
    return <Trans>Add Plaza to the home screen first, and open it from there.</Trans>;
  }
  if (capability === 'insecure') {
    return <Trans>Notifications need an address that begins with https.</Trans>;
  }
  if (capability === 'unsupported') return <Trans>This browser has no notifications.</Trans>;
  if (isDenied()) {
    return <Trans>This browser does not allow it. It can be changed in its settings.</Trans>;
  }
  return mode === 'off' ? null : <Trans>Your quiet hours and mutes hold here too.</Trans>;
}

function Level({ level, onChange }: { level: PushLevel; onChange(level: PushLevel): void }) {
  const { t } = useLingui();
  const options: { value: PushLevel; label: ReactNode }[] = [
    { value: 'full', label: t`Name and text` },
    { value: 'name', label: t`Name only` },
    { value: 'nothing', label: t`Neither` },
  ];
  return (
    <div className="p-4">
      <Segmented
        label={<Trans>What a notification shows</Trans>}
        value={level}
        options={options}
        onChange={onChange}
      />
    </div>
  );
}

/** What of notifications is set on this device alone. */
export default function DeviceNotices() {
  const [mode, setMode] = useState<Mode>(keptMode);
  const task = useTask();
  const level = levelOf(mode);
  const isPossible = capabilityOf() === 'ready' && !isDenied();

  const [failure, setFailure] = useState<Why | null>(null);

  /** Switches it on as far as browser and city go. */
  async function switchOn(): Promise<Mode> {
    setFailure(null);
    try {
      await subscribe('full');
      return 'full';
    } catch (error) {
      if (!(error instanceof NotSubscribed)) throw error;
      setFailure(error.why);
      // Without push the page itself calls, as long as it is open.
      return error.why === 'denied' ? 'off' : 'open';
    }
  }

  function become(next: Mode): void {
    keepMode(next);
    setMode(next);
  }

  const change = (find: () => Promise<Mode>) =>
    void task.run(async () => {
      become(await find());
    });
  const turnOff = (next: Mode) =>
    change(async () => {
      await unsubscribe();
      return next;
    });

  return (
    <>
      <SectionCard title={<Trans>This device</Trans>} note={<Explanation mode={mode} />}>
        <Switch
          label={<Trans>Show notifications</Trans>}
          checked={mode !== 'off'}
          busy={task.busy}
          onChange={(isOn) => {
            if (!isOn) turnOff('off');
            else if (isPossible) change(switchOn);
          }}
        />
        {mode === 'off' ? null : (
          <Switch
            label={<Trans>Also when the app is closed</Trans>}
            description={<ClosedNote failure={mode === 'open' ? failure : null} />}
            checked={level !== null}
            busy={task.busy}
            onChange={(isOn) => {
              if (isOn) change(switchOn);
              else turnOff('open');
            }}
          />
        )}
        {level === null ? null : (
          <Level
            level={level}
            onChange={(wanted) =>
              change(async () => {
                await renew(wanted);
                return wanted;
              })
            }
          />
        )}
      </SectionCard>
      <FormError>{task.failure?.text}</FormError>
      <PushTest />
    </>
  );
}
