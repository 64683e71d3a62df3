import { Trans, useLingui } from '@lingui/react/macro';
import type { PacketVerdict } from '@plaza/base/packets';
import type { State } from '@plaza/client';
import type { PacketDetail } from '@plaza/contract';
import { Scale, ShieldAlert, ShieldCheck } from 'lucide-react';
import { useState } from 'react';
import { formatAmount } from '../../i18n/format.ts';
import { Button, Note } from '../../ui/index.ts';
import { checkFairness } from './fairness.ts';
import { nameAt } from './words.ts';

type FairnessProps = { state: State; detail: PacketDetail; commitment: string };

function Code({ label, children }: { label: string; children: string }) {
  return (
    <div className="flex flex-col gap-0.5">
      <dt className="text-muted">{label}</dt>
      <dd>
        <code dir="ltr" className="font-mono text-xs break-all select-all">
          {children}
        </code>
      </dd>
    </div>
  );
}

type Fair = Extract<PacketVerdict, { fair: true }>;

/** All shares in the order in which they were given out, with who got each. */
function Shares({ state, detail, verdict }: Omit<FairnessProps, 'commitment'> & { verdict: Fair }) {
  const { packet, takers } = detail;
  const scale = packet.money?.scale ?? 0;
  const byNumber = new Map(takers.map((taker) => [taker.number, taker.person]));
  return (
    <ol className="flex flex-wrap gap-1.5">
      {verdict.shares.map((amountMinor, index) => {
        const person = byNumber.get(index + 1);
        return (
          // A share has no name but its place.
          // eslint-disable-next-line react/no-array-index-key -- see above
          <li key={index} className="edge rounded-xl bg-field px-2.5 py-1 tabular-nums">
            {index + 1}. <bdi className="font-semibold">{formatAmount({ amountMinor, scale })}</bdi>
            {person === undefined ? null : (
              <>
                {' '}
                <bdi className="text-muted">{nameAt(state, packet.conversationId, person)}</bdi>
              </>
            )}
          </li>
        );
      })}
    </ol>
  );
}

function Result({
  state,
  detail,
  verdict,
}: Omit<FairnessProps, 'commitment'> & { verdict: PacketVerdict }) {
  if (!verdict.fair) {
    const number = verdict.number ?? 0;
    return (
      <Note
        tone="warn"
        icon={<ShieldAlert aria-hidden="true" className="mt-0.5 size-5 shrink-0" />}
      >
        {verdict.why === 'seed' ? (
          <Trans>This is not what was sealed when the packet was sent. Tell the operator.</Trans>
        ) : (
          <Trans>Share {number} is not what was drawn. Tell the operator.</Trans>
        )}
      </Note>
    );
  }
  return (
    <>
      <Note icon={<ShieldCheck aria-hidden="true" className="mt-0.5 size-5 shrink-0 text-good" />}>
        <Trans>Fair: everybody got the share whose turn it was. This device has checked it.</Trans>
      </Note>
      <Shares {...{ state, detail, verdict }} />
    </>
  );
}

/** What was sealed when it was sent, and the check of it by this device, once it is over. */
export function Fairness({ state, detail, commitment }: FairnessProps) {
  const { t } = useLingui();
  const [verdict, setVerdict] = useState<PacketVerdict | null>(null);
  const { seed } = detail;
  return (
    <details className="group text-sm">
      <summary className="flex min-h-11 cursor-pointer items-center gap-2 font-semibold text-accent-text">
        <Scale aria-hidden="true" className="size-5" />
        <Trans>Is it fair?</Trans>
      </summary>
      <div className="flex flex-col gap-3 pt-1">
        <p className="text-muted">
          <Trans>
            All shares were drawn and sealed when it was sent. The seal stands in the chat; the
            secret that opens it is told when the packet is over. Whoever has both can draw the
            shares again and compare.
          </Trans>
        </p>
        <dl className="flex flex-col gap-2">
          <Code label={t`Seal`}>{commitment}</Code>
          {seed === null ? null : <Code label={t`Secret`}>{seed}</Code>}
        </dl>
        <div role="status" className="flex flex-col gap-3 empty:hidden">
          {verdict === null ? null : <Result {...{ state, detail, verdict }} />}
        </div>
        {seed === null ? (
          <p className="text-muted">
            <Trans>It can be checked once all is taken, or the 24 hours are over.</Trans>
          </p>
        ) : verdict === null ? (
          <Button tone="soft" onClick={() => setVerdict(checkFairness(detail, commitment))}>
            <Trans>Check it now</Trans>
          </Button>
        ) : null}
      </div>
    </details>
  );
}
