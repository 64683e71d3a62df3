import type { PayKey } from '@plaza/base';
import type { State } from '@plaza/client';
import type { CodeTexts, MerchantOrder, Money } from '@plaza/contract';
import { useCallback, useEffect, useRef, useState } from 'react';
import { asFailure, useClient, useClientState, type Failure } from '../../../state/index.ts';
import type { Mine } from '../use-merchants.ts';
import { useOrder } from '../use-sales.ts';
import { chime } from './chime.ts';

/**
 * `amount`: typed. `scan`: the customer’s code is read. `order`: it was taken, and is waited for;
 * with a code for the customer, or without one where theirs was read.
 */
export type TillStep =
  | { at: 'amount' }
  | { at: 'scan' }
  | { at: 'order'; order: MerchantOrder; code: CodeTexts | null };

export type Sale = { money: Money; description: string };

export type Till = {
  step: TillStep;
  /** The order as it is known last. */
  order: MerchantOrder | null;
  busy: boolean;
  failure: Failure | null;
  showCode(sale: Sale): void;
  scan(): void;
  charge(sale: Sale, code: string): void;
  /** Takes an order back that nobody has paid. */
  cancel(): void;
  /** The next customer. */
  next(): void;
};

const isLiveOf = ({ status }: State) => status === 'live';
/** Without a line, or where an event was lost, the till asks by itself. */
const askEveryMs = 4_000;

/** Asks how the order stands, beside what is told. */
function useAsked(mine: Mine, order: MerchantOrder | null): MerchantOrder | null {
  const { api } = useClient();
  const [asked, setAsked] = useState<MerchantOrder | null>(null);
  const isLive = useClientState('status', isLiveOf);
  const { merchantId } = mine.merchant;
  const orderId = order?.orderId ?? null;
  const isOver = order === null || order.state === 'paid' || order.state === 'closed';
  useEffect(() => {
    if (isOver || orderId === null) return;
    const look = () => {
      api.merchants.getOrder({ merchantId, orderId }).then(
        (answer) => setAsked(answer.order),
        () => undefined,
      );
    };
    const timer = setInterval(look, askEveryMs);
    return () => clearInterval(timer);
  }, [api, merchantId, orderId, isOver, isLive]);
  return asked?.orderId === orderId ? asked : null;
}

function newer(one: MerchantOrder | null, other: MerchantOrder | null): MerchantOrder | null {
  if (one === null || other === null) return one ?? other;
  return other.version > one.version ? other : one;
}

/** Rings once when an order that was waited for is paid. */
function useChime(order: MerchantOrder | null): void {
  const rung = useRef<string | null>(null);
  useEffect(() => {
    if (order?.state !== 'paid' || rung.current === order.orderId) return;
    rung.current = order.orderId;
    chime();
  }, [order]);
}

/** One sale after the other. */
export function useTill(mine: Mine): Till {
  const { api, newId } = useClient();
  const [step, setStep] = useState<TillStep>({ at: 'amount' });
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<Failure | null>(null);
  const { merchantId } = mine.merchant;
  const taken = step.at === 'order' ? step.order : null;
  const told = useOrder(taken);
  const asked = useAsked(mine, told);
  const order = newer(told, asked);
  useChime(order);

  const run = useCallback(async (work: () => Promise<void>) => {
    setBusy(true);
    setFailure(null);
    try {
      await work();
    } catch (thrown) {
      setFailure(asFailure(thrown));
    } finally {
      setBusy(false);
    }
  }, []);

  // Asked again after a lost answer, the same sale by the same code is the same order.
  const keys = useRef(new Map<string, PayKey>());
  const keyOf = ({ money, description }: Sale, code: string): PayKey => {
    const asked = `${money.amountMinor} ${code} ${description}`;
    const key = keys.current.get(asked) ?? newId<PayKey>();
    keys.current.set(asked, key);
    return key;
  };
  const sold = ({ money, description }: Sale, key: PayKey) => ({
    ...{ key, merchantId, amountMinor: money.amountMinor, currency: money.currency, description },
  });
  return {
    ...{ step, order, busy, failure },
    showCode: (sale) =>
      void run(async () => {
        const made = await api.merchants.createOrder(sold(sale, keyOf(sale, '')));
        keys.current.clear();
        setStep({ at: 'order', order: made.order, code: made.code });
      }),
    scan() {
      setFailure(null);
      setStep({ at: 'scan' });
    },
    charge: (sale, code) =>
      void run(async () => {
        const made = await api.merchants.charge({ ...sold(sale, keyOf(sale, code)), code });
        keys.current.clear();
        setStep({ at: 'order', order: made.order, code: null });
      }),
    cancel: () =>
      void run(async () => {
        if (order !== null) {
          await api.merchants.closeOrder({ merchantId, orderId: order.orderId });
        }
        setStep({ at: 'amount' });
      }),
    next() {
      keys.current.clear();
      setFailure(null);
      setStep({ at: 'amount' });
    },
  };
}
