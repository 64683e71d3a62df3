import { Trans, useLingui } from '@lingui/react/macro';
import type { MerchantId, MoveId } from '@plaza/base';
import { readMerchantCode } from '@plaza/base/codes';
import type { OrderReceipt, Payable } from '@plaza/contract';
import { CircleCheck, CircleSlash, SearchX, Store } from 'lucide-react';
import { useCallback, useState, type ReactNode } from 'react';
import { useLocation } from 'wouter';
import { api, useAnswer, type Failure } from '../../../state/index.ts';
import {
  Button,
  ButtonLink,
  EmptyState,
  FormError,
  Screen,
  Skeleton,
  TopBar,
} from '../../../ui/index.ts';
import { HoldForm } from './HoldForm.tsx';
import { MerchantHead, PayForm } from './PayForm.tsx';
import { PaidReceipt } from './PaidReceipt.tsx';

/** The text of the code: the address itself, or what stands behind its `#`. */
function codeTextOf({ origin, pathname, search, hash }: Location): string {
  if (pathname !== '/pay/scan') return origin + pathname + search;
  try {
    return decodeURIComponent(hash.slice(1));
  } catch {
    return '';
  }
}

function Again() {
  return (
    <ButtonLink to="/discover/scan">
      <Trans>Scan again</Trans>
    </ButtonLink>
  );
}

/** A code of another network, as far as it can be read; else of nobody. */
function Unknown({ text, failure, onAgain }: { text: string; failure: Failure; onAgain(): void }) {
  const read = readMerchantCode(text, 2);
  if (failure.error !== 'code_unknown' && failure.error !== 'merchant_closed') {
    return (
      <>
        <FormError>{failure.text}</FormError>
        <Button tone="soft" onClick={onAgain}>
          <Trans>Try again</Trans>
        </Button>
      </>
    );
  }
  if (read.ok) {
    const { name, city } = read.code;
    return (
      <EmptyState
        icon={Store}
        title={<Trans>This code is of another payment network</Trans>}
        action={<Again />}
      >
        <Trans>
          It is for <bdi>{name}</bdi> in <bdi>{city}</bdi>. Plaza cannot pay it: use the app of that
          network.
        </Trans>
      </EmptyState>
    );
  }
  return (
    <EmptyState icon={SearchX} title={failure.text} action={<Again />}>
      <Trans>Ask the shop for its present code.</Trans>
    </EmptyState>
  );
}

function Over({ payable }: { payable: Payable }) {
  const { state } = payable;
  const isPaid = state === 'paid';
  return (
    <>
      <MerchantHead merchant={payable.merchant} />
      <EmptyState
        icon={isPaid ? CircleCheck : CircleSlash}
        title={
          isPaid ? (
            <Trans>This order is paid</Trans>
          ) : state === 'closed' ? (
            <Trans>This order can no longer be paid</Trans>
          ) : (
            <Trans>Somebody else is paying this order</Trans>
          )
        }
        action={
          <ButtonLink to="/me/wallet">
            <Trans>To the wallet</Trans>
          </ButtonLink>
        }
      >
        {isPaid ? null : <Trans>Ask the shop for a new code.</Trans>}
      </EmptyState>
    </>
  );
}

function Frame({ children }: { children: ReactNode }) {
  const { t } = useLingui();
  return (
    <main className="flex h-full flex-col bg-canvas">
      <TopBar title={t`Pay`} back="/me/wallet" />
      <Screen>{children}</Screen>
    </main>
  );
}

function OfCode({ text }: { text: string }) {
  const [, navigate] = useLocation();
  const [receipt, setReceipt] = useState<OrderReceipt | null>(null);
  const ask = useCallback(async () => (await api.merchants.look({ text })).payable, [text]);
  const { data, failure, reload } = useAnswer(ask);
  if (receipt !== null) {
    const { returnUrl = null } = data ?? {};
    return (
      <PaidReceipt
        returnUrl={returnUrl}
        receipt={receipt}
        onDone={() => navigate('/me/wallet', { replace: true })}
      />
    );
  }
  if (failure !== null) return <Unknown text={text} failure={failure} onAgain={reload} />;
  if (data === null) return <Skeleton className="aspect-[4/5] w-full" />;
  if (!data.mine) return <Over payable={data} />;
  return (
    <PayForm payable={data} place={data.orderId ?? text} onPaid={setReceipt} onRefused={reload} />
  );
}

const holdPlace = /^\/pay\/hold\/([0-9a-f-]{36})\/([0-9a-f-]{36})$/;

/** Where a merchant’s code leads. */
export default function PayPage() {
  // The place changes with the code; so does everything below it.
  useLocation();
  const text = codeTextOf(location);
  const [, merchantId, holdId] = holdPlace.exec(location.pathname) ?? [];
  return (
    <Frame>
      {merchantId === undefined || holdId === undefined ? (
        <OfCode key={text} text={text} />
      ) : (
        <HoldForm key={text} merchantId={merchantId as MerchantId} holdId={holdId as MoveId} />
      )}
    </Frame>
  );
}
