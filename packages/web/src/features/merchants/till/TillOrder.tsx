import { Trans, useLingui } from '@lingui/react/macro';
import type { CodeTexts, MerchantOrder } from '@plaza/contract';
import { Check, Smartphone, X } from 'lucide-react';
import { useEffect, useRef, type ReactNode } from 'react';
import { QrCode } from '../../../ui/QrCode.tsx';
import { Button, classNames, FormError, Spinner } from '../../../ui/index.ts';
import { Amount } from '../../pay/index.ts';
import type { Till } from './use-till.ts';

const tones = {
  good: 'bg-good-soft text-good',
  plain: 'bg-soft text-accent-text',
  danger: 'bg-danger-soft text-danger',
};

type StageProps = {
  tone: keyof typeof tones;
  icon: ReactNode;
  title: ReactNode;
  children?: ReactNode;
  actions: ReactNode;
};

function Stage({ tone, icon, title, children, actions }: StageProps) {
  return (
    <div className="flex flex-col items-center gap-4 pt-2 text-center" role="status">
      <span className={classNames('grid size-20 place-items-center rounded-full', tones[tone])}>
        {icon}
      </span>
      <p className="text-xl font-bold tracking-tight">{title}</p>
      {children}
      <div className="flex w-full flex-col gap-2 pt-2">{actions}</div>
    </div>
  );
}

function Next({ till }: { till: Till }) {
  const root = useRef<HTMLDivElement>(null);
  // The next sale is one press of Enter away.
  useEffect(() => root.current?.querySelector('button')?.focus({ preventScroll: true }), []);
  return (
    <div ref={root} className="flex flex-col">
      <Button wide onClick={till.next}>
        <Trans>Next sale</Trans>
      </Button>
    </div>
  );
}

function Cancel({ till }: { till: Till }) {
  return (
    <Button wide tone="plain" busy={till.busy} onClick={till.cancel}>
      <Trans>Cancel the sale</Trans>
    </Button>
  );
}

function Code({ order, code, till }: { order: MerchantOrder; code: CodeTexts; till: Till }) {
  const { t } = useLingui();
  return (
    <div className="flex flex-col items-center gap-4 text-center">
      <Amount money={order.money} />
      <div className="w-full max-w-80 short:max-w-60">
        <QrCode text={code.url} label={t`Code for the customer to scan`} />
      </div>
      <p role="status" className="flex items-center gap-2 text-muted">
        <Spinner className="size-4" />
        {order.state === 'paying' ? (
          <Trans>The customer is paying …</Trans>
        ) : (
          <Trans>The customer scans this code and pays.</Trans>
        )}
      </p>
      <Cancel till={till} />
    </div>
  );
}

function Waiting({ order, till }: { order: MerchantOrder; till: Till }) {
  return (
    <Stage
      tone="plain"
      icon={<Smartphone aria-hidden="true" className="size-9" />}
      title={<Trans>The customer confirms on the phone</Trans>}
      actions={<Cancel till={till} />}
    >
      <Amount money={order.money} />
      <p className="flex items-center gap-2 text-muted">
        <Spinner className="size-4" />
        <Trans>This amount needs their PIN.</Trans>
      </p>
    </Stage>
  );
}

type TillOrderProps = { till: Till; order: MerchantOrder; code: CodeTexts | null };

/** An order until it is paid, or will not be. */
export function TillOrder({ till, order, code }: TillOrderProps) {
  const { payer, money, state } = order;
  const failed = till.failure === null ? null : <FormError>{till.failure.text}</FormError>;
  if (state === 'paid') {
    const name = payer?.displayName ?? '';
    return (
      <Stage
        tone="good"
        icon={<Check aria-hidden="true" className="size-11" strokeWidth={2.5} />}
        title={<Trans>Paid</Trans>}
        actions={<Next till={till} />}
      >
        <Amount money={money} />
        {name === '' ? null : (
          <p className="text-muted">
            <Trans>
              by <bdi>{name}</bdi>
            </Trans>
          </p>
        )}
      </Stage>
    );
  }
  if (state === 'closed') {
    return (
      <Stage
        tone="danger"
        icon={<X aria-hidden="true" className="size-9" />}
        title={<Trans>Not paid</Trans>}
        actions={<Next till={till} />}
      >
        <p className="text-muted">
          <Trans>Nothing was taken from the customer.</Trans>
        </p>
      </Stage>
    );
  }
  return (
    <>
      {code === null ? (
        <Waiting order={order} till={till} />
      ) : (
        <Code order={order} code={code} till={till} />
      )}
      {failed}
    </>
  );
}
