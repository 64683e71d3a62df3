import { Trans, useLingui } from '@lingui/react/macro';
import { Check, CircleDashed, X } from 'lucide-react';
import { useRef, useState, type ReactNode } from 'react';
import { Button, classNames, SectionCard, VisuallyHidden } from '../../ui/index.ts';
import { diagnose, type Facts, type Missing, type Step } from './diagnosis.ts';
import { testPush } from './testing-push.ts';

const titles: Record<Step['name'], () => ReactNode> = {
  secure: () => <Trans>The connection is secure</Trans>,
  browser: () => <Trans>This browser can be called</Trans>,
  online: () => <Trans>The city can be reached</Trans>,
  keys: () => <Trans>The city sends notifications</Trans>,
  worker: () => <Trans>The app is ready in the background</Trans>,
  permission: () => <Trans>Notifications are allowed</Trans>,
  subscription: () => <Trans>This device is registered</Trans>,
  service: () => <Trans>The push service took the message</Trans>,
  arrival: () => <Trans>The message arrived here</Trans>,
};

function Cure({ missing, status }: { missing: Missing; status: number | null }) {
  switch (missing) {
    case 'insecure':
      return <Trans>Open the city by an address that begins with https.</Trans>;
    case 'to_install':
      return (
        <Trans>
          On this device only installed apps get notifications. Tap Share, then “Add to Home
          Screen”, and open Plaza from there. It needs iOS 16.4 or later.
        </Trans>
      );
    case 'unsupported':
      return (
        <Trans>
          It knows no push messages. Try a current Firefox, Chrome, Edge or Safari, and no private
          window.
        </Trans>
      );
    case 'offline':
      return <Trans>This device has no network. Try again when it has one.</Trans>;
    case 'unreached':
      return <Trans>The city did not answer. Try again in a while.</Trans>;
    case 'no_keys':
      return (
        <Trans>
          Whoever runs this city has switched push messages off. While the app is open, it calls for
          you all the same.
        </Trans>
      );
    case 'no_worker':
      return (
        <Trans>
          The part of the app that works in the background is not there. Load the page again; some
          private windows never have it.
        </Trans>
      );
    case 'not_asked':
      return <Trans>Switch notifications on above, and allow them when the browser asks.</Trans>;
    case 'denied':
      return (
        <Trans>
          They were refused. Open the settings of the browser for this page (the sign beside the
          address), allow notifications, and load the page again. On a phone, look at the
          notifications of the app in the system settings too.
        </Trans>
      );
    case 'expired':
      return (
        <Trans>The registration is missing or has ended. Switch notifications off and on.</Trans>
      );
    case 'gone':
      return (
        <Trans>
          The push service has forgotten this device. Switch notifications off and on again.
        </Trans>
      );
    case 'refused':
      return status === null ? (
        <Trans>This city may not send to the push service of this browser.</Trans>
      ) : (
        <Trans>
          The push service of this browser refused it (answer {status}). Switch off and on.
        </Trans>
      );
    case 'unreachable':
      return status === null ? (
        <Trans>
          The city cannot reach the push service of this browser. Whoever runs it has to let it out
          to the internet.
        </Trans>
      ) : (
        <Trans>The push service is busy (answer {status}). Try again later.</Trans>
      );
    case 'not_arrived':
      return (
        <Trans>
          It was sent, but is not here after 20 seconds. Look whether the system is on “do not
          disturb” or saves power, and whether the browser may run in the background.
        </Trans>
      );
  }
}

const signs = {
  good: { Icon: Check, tone: 'text-good' },
  bad: { Icon: X, tone: 'text-danger' },
  unknown: { Icon: CircleDashed, tone: 'text-muted' },
} as const;

function StepRow({ step, status }: { step: Step; status: number | null }) {
  const { t } = useLingui();
  const { Icon, tone } = signs[step.state];
  const spoken = { good: t`Good:`, bad: t`Missing:`, unknown: t`Not known:` }[step.state];
  return (
    <li className="flex items-start gap-3 px-4 py-2.5">
      <Icon aria-hidden="true" className={classNames('mt-0.5 size-5 shrink-0', tone)} />
      <span className="flex min-w-0 flex-1 flex-col">
        <span className={step.state === 'unknown' ? 'text-muted' : 'font-medium'}>
          <VisuallyHidden>{spoken} </VisuallyHidden>
          {titles[step.name]()}
        </span>
        {step.missing === null ? null : (
          <span className="text-sm">
            <Cure missing={step.missing} status={status} />
          </span>
        )}
      </span>
    </li>
  );
}

function Verdict({ steps, isBusy }: { steps: readonly Step[]; isBusy: boolean }) {
  if (isBusy) return <Trans>Looking…</Trans>;
  if (steps.every(({ state }) => state === 'good')) return <Trans>Everything works.</Trans>;
  return <Trans>Something is missing on this device.</Trans>;
}

/** Sends a message around, and says step by step what is there and what is missing. */
export function PushTest() {
  const [facts, setFacts] = useState<Facts | null>(null);
  const [isBusy, setIsBusy] = useState(false);
  const round = useRef(0);
  const steps = facts === null ? [] : diagnose(facts);

  async function run(): Promise<void> {
    round.current += 1;
    const mine = round.current;
    setIsBusy(true);
    await testPush((found) => {
      if (round.current === mine) setFacts(found);
    }).finally(() => setIsBusy(false));
  }

  return (
    <SectionCard
      title={<Trans>Do notifications arrive?</Trans>}
      note={<Trans>Sends one to this device, and looks at everything that it needs.</Trans>}
    >
      {facts === null ? null : (
        <ol className="py-1.5">
          {steps.map((step) => (
            <StepRow key={step.name} step={step} status={facts.tested?.status ?? null} />
          ))}
        </ol>
      )}
      <div className="flex flex-wrap items-center gap-3 p-4">
        <Button tone="soft" busy={isBusy} onClick={() => void run()}>
          <Trans>Send a test</Trans>
        </Button>
        <p role="status" className="min-w-0 flex-1">
          {facts === null && !isBusy ? null : <Verdict steps={steps} isBusy={isBusy} />}
        </p>
      </div>
    </SectionCard>
  );
}
