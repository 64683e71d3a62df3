import { Trans } from '@lingui/react/macro';
import type { ProvenLine, ReceiptFault, Verdict } from '@plaza/base/proofs';
import { ShieldAlert, ShieldCheck } from 'lucide-react';
import type { ReactNode } from 'react';
import { formatDate, formatDateTime } from '../../i18n/format.ts';
import { formatMoney } from '../../i18n/money.ts';
import { Note, SectionCard } from '../../ui/index.ts';
import { useCityKey, type KeyMatch } from './use-city-key.ts';

const faults: Record<ReceiptFault, () => ReactNode> = {
  not_a_receipt: () => (
    <Trans>This is no receipt of a Plaza city, or a part of it is missing.</Trans>
  ),
  key_unknown: () => <Trans>The key in it does not belong to the city that it names.</Trans>,
  record_unreadable: () => <Trans>An entry in it cannot be read. It was changed.</Trans>,
  head_unsigned: () => <Trans>The signature in it is not of that city. It was changed.</Trans>,
  not_in_head: () => <Trans>The entry in it is not in the books that the city signed.</Trans>,
  words_differ: () => (
    <Trans>What it says in words is not what the signed entry says. It was changed.</Trans>
  ),
};

const matches: Record<KeyMatch, () => ReactNode> = {
  same: () => <Trans>It is the key with which this city signs.</Trans>,
  earlier: () => <Trans>It is an earlier key of this city.</Trans>,
  other: () => (
    <Trans>It is not a key of the city that you are looking at. Compare it with that city’s.</Trans>
  ),
  unknown: () => <Trans>Compare it with the key that the city publishes.</Trans>,
};

function Row({ label, children }: { label: ReactNode; children: ReactNode }) {
  return (
    <div className="flex min-h-12 flex-wrap items-center justify-between gap-x-4 gap-y-0.5 px-[16px] py-2.5">
      <dt className="text-muted">{label}</dt>
      <dd className="min-w-0 text-end [overflow-wrap:anywhere]">{children}</dd>
    </div>
  );
}

function Line({ proven: { line, heads } }: { proven: ProvenLine }) {
  const { amountMinor, currency, scale, at, reference, counterparty, note, records } = line;
  const place = records.at(-1)?.index ?? 0;
  const head = heads.at(-1);
  const entry = place + 1;
  const size = head?.size ?? 0;
  const day = head === undefined ? '' : formatDate(`${head.day}T12:00:00`);
  return (
    <SectionCard>
      <dl className="divide-y divide-line">
        <Row label={<Trans>Amount</Trans>}>
          <strong className="tabular-nums">
            <bdi>{formatMoney({ amountMinor, currency, scale }, { signed: true })}</bdi>
          </strong>
        </Row>
        <Row label={<Trans>When</Trans>}>{formatDateTime(at)}</Row>
        <Row label={<Trans>Number</Trans>}>
          <code dir="ltr" className="font-mono text-sm">
            {reference}
          </code>
        </Row>
        <Row label={<Trans>In the books</Trans>}>
          <Trans>
            {day}, entry {entry} of {size}
          </Trans>
        </Row>
        {counterparty === null ? null : (
          <Row label={<Trans>With (not proven)</Trans>}>
            <bdi>{counterparty}</bdi>
          </Row>
        )}
        {note === '' ? null : (
          <Row label={<Trans>Note (not proven)</Trans>}>
            <bdi>{note}</bdi>
          </Row>
        )}
      </dl>
    </SectionCard>
  );
}

function Key({ text, match }: { text: string; match: KeyMatch }) {
  return (
    <SectionCard title={<Trans>Signed with this key</Trans>} note={matches[match]()}>
      <p dir="ltr" className="px-[16px] py-3 font-mono text-sm [overflow-wrap:anywhere] select-all">
        {text}
      </p>
    </SectionCard>
  );
}

/** A key that nobody vouches for could be anybody's, so only a known one makes it genuine. */
function Good({ city, match }: { city: string; match: KeyMatch }) {
  const isKnown = match === 'same' || match === 'earlier';
  return (
    <Note
      tone={isKnown ? 'good' : 'plain'}
      icon={<ShieldCheck aria-hidden="true" className="mt-0.5 size-5 shrink-0" />}
    >
      <p className="font-semibold">
        {isKnown ? <Trans>Genuine</Trans> : <Trans>Unchanged since it was signed</Trans>}
      </p>
      <p>
        {isKnown ? (
          <Trans>
            This is in the signed books of <bdi>{city}</bdi>. Nobody can change it there without
            contradicting their own signature.
          </Trans>
        ) : (
          <Trans>
            It says that it is of <bdi>{city}</bdi>. Whether the key below is that city’s, only the
            city can tell: compare it before you believe it.
          </Trans>
        )}
      </p>
    </Note>
  );
}

function Bad({ fault }: { fault: ReceiptFault }) {
  return (
    <Note tone="warn" icon={<ShieldAlert aria-hidden="true" className="mt-0.5 size-5 shrink-0" />}>
      <p className="font-semibold">
        <Trans>Not genuine</Trans>
      </p>
      <p>{faults[fault]()}</p>
    </Note>
  );
}

/** What became of a check; read out when it is there. */
export function VerdictView({ checked }: { checked: Verdict }) {
  const match = useCityKey(checked.ok ? checked.key : null);
  return (
    <div className="flex flex-col gap-4">
      <div role="status">
        {checked.ok ? <Good city={checked.city} match={match} /> : <Bad fault={checked.fault} />}
      </div>
      {checked.ok ? (
        <>
          {checked.lines.map((proven) => (
            <Line key={`${proven.line.reference} ${proven.line.at}`} proven={proven} />
          ))}
          <Key text={checked.key} match={match} />
        </>
      ) : null}
    </div>
  );
}
