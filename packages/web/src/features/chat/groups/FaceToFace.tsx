import { Trans, useLingui } from '@lingui/react/macro';
import { useState } from 'react';
import { useLocation } from 'wouter';
import { useClient, useTask } from '../../../state/index.ts';
import { Button, classNames, FormError, Screen, Switch, TopBar } from '../../../ui/index.ts';
import { orThrow } from '../or-throw.ts';

const waitMs = 8_000;

/** Where the device is, rounded to about a kilometre; null when it does not say. */
function roughPlace(): Promise<{ latitude: number; longitude: number } | null> {
  return new Promise((resolve) => {
    if (!('geolocation' in navigator)) return resolve(null);
    navigator.geolocation.getCurrentPosition(
      ({ coords }) =>
        resolve({
          latitude: Math.round(coords.latitude * 100) / 100,
          longitude: Math.round(coords.longitude * 100) / 100,
        }),
      () => resolve(null),
      { timeout: waitMs, maximumAge: 60_000 },
    );
  });
}

/** People who stand together type the same four digits, and are in one group. */
export default function FaceToFace() {
  const { t } = useLingui();
  const { commands } = useClient();
  const [, navigate] = useLocation();
  const [digits, setDigits] = useState('');
  const [withPlace, setWithPlace] = useState(false);
  const task = useTask();

  async function meet(): Promise<void> {
    await task.run(async () => {
      const place = withPlace ? await roughPlace() : null;
      const { head } = orThrow(await commands.meetFaceToFace({ digits, place })).output;
      navigate(`/chats/${head.conversation.conversationId}`, { replace: true });
    });
  }

  return (
    <>
      <TopBar title={t`Group face to face`} back="/chats" />
      <Screen isText>
        <form
          className="edge flex flex-col gap-5 rounded-3xl bg-surface p-6"
          onSubmit={(event) => {
            event.preventDefault();
            if (digits.length === 4) void meet();
          }}
        >
          <p className="text-center text-muted">
            <Trans>
              Everybody here types the same four digits within ten minutes. Choose them together.
            </Trans>
          </p>
          <input
            aria-label={t`Four digits`}
            inputMode="numeric"
            autoComplete="off"
            pattern="[0-9]{4}"
            maxLength={4}
            value={digits}
            onChange={(event) => setDigits(event.target.value.replace(/\D/g, '').slice(0, 4))}
            className={classNames(
              'mx-auto w-56 max-w-full rounded-2xl border border-field-line bg-field py-3 ps-[0.5em]',
              'text-center text-4xl tracking-[0.5em] tabular-nums',
            )}
          />
          <div className="-mx-6 border-y border-line">
            <Switch
              label={<Trans>Use where this device is</Trans>}
              description={
                <Trans>
                  Only the square kilometre, for ten minutes. Without it, those in the same network
                  meet.
                </Trans>
              }
              checked={withPlace}
              onChange={setWithPlace}
            />
          </div>
          <FormError>{task.failure?.text}</FormError>
          <Button wide busy={task.busy} disabled={digits.length !== 4} onClick={() => void meet()}>
            <Trans>Enter the group</Trans>
          </Button>
        </form>
      </Screen>
    </>
  );
}
