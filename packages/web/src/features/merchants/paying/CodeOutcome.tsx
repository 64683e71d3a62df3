import { Trans } from '@lingui/react/macro';
import type { OrderId } from '@plaza/base';
import type { CodeUse, OrderReceipt, Payable } from '@plaza/contract';
import { X } from 'lucide-react';
import { useCallback, useEffect, useState } from 'react';
import { explain } from '../../../i18n/refusals.ts';
import { api, useAnswer, useTask } from '../../../state/index.ts';
import { Button, FormError, Skeleton, Spinner } from '../../../ui/index.ts';
import { Amount } from '../../pay/index.ts';
import { PaidReceipt } from './PaidReceipt.tsx';
import { PayForm } from './PayForm.tsx';

export type CodeOutcomeProps = { use: CodeUse; onRead(): void };

const askEveryMs = 900;
/** After that nobody has to stand there and wait. */
const longMs = 15_000;

/** Asks until the order has an end. */
function useReceipt(orderId: OrderId): OrderReceipt | null {
  const [receipt, setReceipt] = useState<OrderReceipt | null>(null);
  const isOver = receipt !== null && (receipt.state === 'paid' || receipt.state === 'closed');
  useEffect(() => {
    if (isOver) return;
    let isHere = true;
    const look = () => {
      api.merchants.getReceipts({ orderIds: [orderId] }).then(
        ({ receipts }) => {
          if (isHere) setReceipt(receipts[0] ?? null);
        },
        () => undefined,
      );
    };
    look();
    const timer = setInterval(look, askEveryMs);
    return () => {
      isHere = false;
      clearInterval(timer);
    };
  }, [orderId, isOver]);
  return receipt;
}

/** Why, where it was tried: such as too little money. */
function NotPaid({ failure = null, onRead }: { failure?: string | null; onRead(): void }) {
  return (
    <div role="status" className="flex flex-col items-center gap-4 py-8 text-center">
      <span className="grid size-20 place-items-center rounded-full bg-danger-soft text-danger">
        <X aria-hidden="true" className="size-9" />
      </span>
      <p className="text-xl font-bold tracking-tight">
        <Trans>Not paid</Trans>
      </p>
      <p className="text-muted">
        {failure === null ? null : `${explain({ error: failure })} `}
        <Trans>Nothing was taken from your wallet.</Trans>
      </p>
      <Button wide onClick={onRead}>
        <Trans>Show the code again</Trans>
      </Button>
    </div>
  );
}

function Running({ use, onRead }: CodeOutcomeProps) {
  const [isLate, setLate] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setLate(true), longMs);
    return () => clearTimeout(timer);
  }, []);
  const receipt = useReceipt(use.orderId as OrderId);
  if (receipt?.state === 'paid') return <PaidReceipt receipt={receipt} onDone={onRead} />;
  if (receipt?.state === 'closed') return <NotPaid failure={receipt.failure} onRead={onRead} />;
  return (
    <div role="status" className="flex flex-col items-center gap-4 py-16 text-center">
      <Spinner className="size-8 text-accent-text" />
      <p className="text-lg font-semibold">
        <Trans>Paying …</Trans>
      </p>
      <Amount money={use.money} />
      {isLate ? (
        <>
          <p className="text-muted">
            <Trans>This takes long. What became of it will stand in your statement.</Trans>
          </p>
          <Button tone="soft" onClick={onRead}>
            <Trans>Show the code again</Trans>
          </Button>
        </>
      ) : null}
    </div>
  );
}

function Asked({ payable, onRead }: { payable: Payable; onRead(): void }) {
  const [receipt, setReceipt] = useState<OrderReceipt | null>(null);
  const declining = useTask();
  const { merchant, orderId } = payable;
  if (receipt !== null) return <PaidReceipt receipt={receipt} onDone={onRead} />;
  if (orderId === null) return null;
  const { merchantId } = merchant;
  return (
    <div className="flex flex-col gap-6">
      <PayForm payable={payable} place={orderId} onPaid={setReceipt} onRefused={onRead} />
      <Button
        tone="plain"
        busy={declining.busy}
        onClick={() =>
          void declining.run(async () => {
            await api.merchants.decline({ merchantId, orderId });
            onRead();
          })
        }
      >
        <Trans>Do not pay this</Trans>
      </Button>
      <FormError>{declining.failure?.text}</FormError>
    </div>
  );
}

/** Above the caps the person says yes: to this merchant and this amount. */
function Asking({ use, onRead }: CodeOutcomeProps) {
  const [round, setRound] = useState(0);
  const ask = useCallback(
    async () => ({ round, ...(await api.merchants.listAsking({})) }),
    [round],
  );
  const { data, failure } = useAnswer(ask);
  const found = data?.payables.find(({ orderId }) => orderId === use.orderId);
  const isMissing = data !== null && found === undefined;
  // The till told of the code a moment before it asks.
  useEffect(() => {
    if (!isMissing || round >= 5) return;
    const timer = setTimeout(() => setRound(round + 1), askEveryMs);
    return () => clearTimeout(timer);
  }, [isMissing, round]);
  if (found !== undefined) return <Asked payable={found} onRead={onRead} />;
  if (isMissing && round >= 5) return <NotPaid onRead={onRead} />;
  if (failure !== null) return <FormError>{failure.text}</FormError>;
  return <Skeleton className="h-64" />;
}

/** What becomes of a pay code that a till has read. */
export default function CodeOutcome(props: CodeOutcomeProps) {
  return props.use.isConfirmed ? <Running {...props} /> : <Asking {...props} />;
}
