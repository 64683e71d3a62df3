import { Trans, useLingui } from '@lingui/react/macro';
import { Check, CloudOff, X } from 'lucide-react';
import { useEffect, useRef, useState, type ReactNode } from 'react';
import { explain } from '../../i18n/refusals.ts';
import { Button, Spinner, classNames } from '../../ui/index.ts';
import type { Payment } from './payment.ts';
import type { Approving } from './use-payment.ts';

const tones = {
  plain: 'bg-soft text-accent-text',
  good: 'bg-good-soft text-good',
  warn: 'bg-warn-soft text-warn',
  danger: 'bg-danger-soft text-danger',
};

type StageProps = {
  tone: keyof typeof tones;
  icon: ReactNode;
  title: ReactNode;
  children?: ReactNode;
  actions?: ReactNode;
};

function Stage({ tone, icon, title, children, actions }: StageProps) {
  const root = useRef<HTMLDivElement>(null);
  // What had the focus is gone with the step before.
  useEffect(() => root.current?.querySelector('button')?.focus(), []);
  return (
    <div ref={root} className="flex flex-col items-center gap-4 py-4 text-center">
      <span className={classNames('grid size-16 place-items-center rounded-full', tones[tone])}>
        {icon}
      </span>
      <p className="text-lg font-semibold">{title}</p>
      {children == null ? null : <div className="text-muted">{children}</div>}
      {actions == null ? null : <div className="flex w-full flex-col gap-2 pt-2">{actions}</div>}
    </div>
  );
}

const slowMs = 8_000;

function useIsSlow(): boolean {
  const [isSlow, setSlow] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setSlow(true), slowMs);
    return () => clearTimeout(timer);
  }, []);
  return isSlow;
}

function Processing() {
  const isSlow = useIsSlow();
  return (
    <Stage tone="plain" icon={<Spinner className="size-8" />} title={<Trans>Paying …</Trans>}>
      {isSlow ? <Trans>This takes longer than usual. It is paid once, or not at all.</Trans> : null}
    </Stage>
  );
}

function Unknown({ face, onClose }: { face: Approving; onClose(): void }) {
  return (
    <Stage
      tone="warn"
      icon={<CloudOff aria-hidden="true" className="size-8" />}
      title={<Trans>Not known yet</Trans>}
      actions={
        <>
          <Button wide onClick={face.askAgain}>
            <Trans>Ask again now</Trans>
          </Button>
          <Button wide tone="plain" onClick={onClose}>
            <Trans>Close</Trans>
          </Button>
        </>
      }
    >
      <Trans>
        No answer came, perhaps because the network is away. We keep asking. However often we ask,
        it is paid once at most.
      </Trans>
    </Stage>
  );
}

type EndProps = {
  face: Approving;
  payment: Payment;
  /** What is told when it is done: a title and a sentence. */
  done: { title: string; text: string };
  onClose(): void;
  onDone(): void;
};

/** What becomes of a payment after it was approved: it runs, and then it has a clear end. */
export function PaymentEnd({ face, payment, done, onClose, onDone }: EndProps) {
  const { t } = useLingui();
  switch (payment.step) {
    case 'unknown':
      return <Unknown face={face} onClose={onClose} />;
    case 'done':
      return (
        <Stage
          tone="good"
          icon={<Check aria-hidden="true" className="size-8" />}
          title={done.title}
          actions={
            <Button wide onClick={onDone}>
              <Trans>Done</Trans>
            </Button>
          }
        >
          {done.text}
        </Stage>
      );
    case 'refused':
      return (
        <Stage
          tone="danger"
          icon={<X aria-hidden="true" className="size-8" />}
          title={t`Not paid`}
          actions={
            <Button wide onClick={onClose}>
              <Trans>Back</Trans>
            </Button>
          }
        >
          {explain(payment.refusal ?? { error: 'internal' })}{' '}
          <Trans>Nothing was taken from your wallet.</Trans>
        </Stage>
      );
    default:
      return <Processing />;
  }
}
