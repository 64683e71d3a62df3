import { Trans } from '@lingui/react/macro';
import type { OrderReceipt } from '@plaza/contract';
import { Check } from 'lucide-react';
import { useEffect, useRef } from 'react';
import { formatDateTime } from '../../../i18n/format.ts';
import { Facts, Button, classNames } from '../../../ui/index.ts';
import { Amount } from '../../pay/index.ts';

type PaidProps = {
  receipt: OrderReceipt;
  /** The page of the shop that waits for the payer; null: there is none. */
  returnUrl?: string | null;
  onDone(): void;
};

/** A shop’s own address, unless it is something else than a page. */
function pageOf(address: string | null): URL | null {
  const url = address !== null && URL.canParse(address) ? new URL(address) : null;
  return url !== null && /^https?:$/.test(url.protocol) ? url : null;
}

/** The clear end of a payment, to be shown to whoever sells. */
export function PaidReceipt({ receipt, returnUrl = null, onDone }: PaidProps) {
  const { merchant, money, description, outTradeNo, paidAt } = receipt;
  const back = pageOf(returnUrl);
  const shop = back?.host ?? '';
  const root = useRef<HTMLDivElement>(null);
  useEffect(() => root.current?.querySelector('button')?.focus({ preventScroll: true }), []);
  return (
    <div ref={root} className="mx-auto flex w-full max-w-sm flex-col gap-6">
      <div role="status" className="flex flex-col items-center gap-3 pt-4 text-center">
        <span className="grid size-20 place-items-center rounded-full bg-good-soft text-good">
          <Check aria-hidden="true" className="size-11" strokeWidth={2.5} />
        </span>
        <p className="text-xl font-bold tracking-tight">
          <Trans>Paid</Trans>
        </p>
        <Amount money={money} />
        <p>
          <Trans>
            to <bdi className="font-semibold">{merchant.name}</bdi>
          </Trans>
        </p>
      </div>
      <Facts
        facts={[
          {
            key: 'for',
            label: <Trans>For</Trans>,
            value: description && <bdi>{description}</bdi>,
          },
          { key: 'when', label: <Trans>When</Trans>, value: paidAt && formatDateTime(paidAt) },
          {
            key: 'number',
            label: <Trans>Number</Trans>,
            value: (
              <code dir="ltr" className="font-mono text-sm select-all">
                {outTradeNo}
              </code>
            ),
          },
        ]}
      />
      {back === null ? null : (
        <a
          href={back.href}
          rel="noopener noreferrer"
          className={classNames(
            'edge inline-flex min-h-11 items-center justify-center rounded-xl bg-accent px-5',
            'py-2.5 text-center font-semibold text-on-accent hover:bg-accent-press',
          )}
        >
          <Trans>Back to {shop}</Trans>
        </a>
      )}
      <Button wide tone={back === null ? 'primary' : 'soft'} onClick={onDone}>
        <Trans>Done</Trans>
      </Button>
    </div>
  );
}
