import { Trans, useLingui } from '@lingui/react/macro';
import type { BankImport, MethodOutput, RailWays } from '@plaza/contract';
import { FileDown, FileUp, Landmark } from 'lucide-react';
import { useCallback, useRef, useState } from 'react';
import { formatMoney } from '../../i18n/money.ts';
import { api } from '../../state/calls.ts';
import { useTask } from '../../state/index.ts';
import { useAnswer } from '../../state/use-answer.ts';
import {
  Button,
  EmptyState,
  FormError,
  ListRow,
  Note,
  Screen,
  SectionCard,
  SkeletonRows,
  TopBar,
} from '../../ui/index.ts';
import { BankEntries } from './BankEntries.tsx';

type OpenPayout = MethodOutput<'rails.listOpenPayouts'>['payouts'][number];

function Imported({ result }: { result: BankImport }) {
  const { found, known, credited, suspended, paid, unbooked } = result;
  return (
    <Note tone={suspended + unbooked > 0 ? 'warn' : 'good'}>
      <p className="font-semibold">
        <Trans>
          {found} entries, {known} of them known before
        </Trans>
      </p>
      <p>
        <Trans>
          Credited: {credited}. Owner unknown: {suspended}.
        </Trans>{' '}
        <Trans>
          Payouts paid: {paid}. Other debits: {unbooked}.
        </Trans>
      </p>
    </Note>
  );
}

function ImportFile({ currency, onDone }: { currency: string; onDone(): void }) {
  const input = useRef<HTMLInputElement>(null);
  const [result, setResult] = useState<BankImport | null>(null);
  const { busy, failure, run } = useTask();
  const take = (file: File) =>
    run(async () => {
      setResult(null);
      setResult(await api.rails.importBankFile({ currency, text: await file.text() }));
      onDone();
    });
  return (
    <SectionCard
      title={<Trans>Statement of the bank</Trans>}
      note={
        <Trans>ISO 20022 camt.053, as banks give it. The same file again changes nothing.</Trans>
      }
    >
      <div className="flex flex-col gap-3 p-[16px]">
        <input
          ref={input}
          type="file"
          hidden
          accept=".xml,application/xml,text/xml"
          onChange={(event) => {
            const [file] = event.target.files ?? [];
            if (file !== undefined) void take(file);
            event.target.value = '';
          }}
        />
        {result === null ? null : <Imported result={result} />}
        <FormError>{failure?.text}</FormError>
        <Button
          tone="soft"
          busy={busy}
          icon={<FileUp aria-hidden="true" className="size-5" />}
          onClick={() => input.current?.click()}
        >
          <Trans>Choose a statement</Trans>
        </Button>
      </div>
    </SectionCard>
  );
}

/** Hands a text to the person as a file. */
function saveText(name: string, text: string): void {
  const url = URL.createObjectURL(new Blob([text], { type: 'application/xml' }));
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  URL.revokeObjectURL(url);
}

type PayoutsProps = { currency: string; payouts: readonly OpenPayout[]; onDone(): void };

function Payouts({ currency, payouts, onDone }: PayoutsProps) {
  const { t } = useLingui();
  const { busy, failure, run } = useTask();
  const waiting = payouts.filter(({ payout }) => !payout.isExported).length;
  const write = () =>
    run(async () => {
      const { text } = await api.rails.exportPayouts({ currency });
      saveText(`payouts-${new Date().toISOString().slice(0, 10)}.xml`, text);
      onDone();
    });
  const giveBack = (payoutId: string) =>
    run(async () => {
      await api.rails.returnPayout({ payoutId, reason: t`The bank did not take it.` });
      onDone();
    });
  return (
    <SectionCard
      title={<Trans>Payouts by bank</Trans>}
      note={<Trans>They are paid once a statement of the bank says so.</Trans>}
    >
      {payouts.length === 0 ? <ListRow title={<Trans>No payout waits</Trans>} /> : null}
      {payouts.map(({ payout, person }) => (
        <ListRow
          key={payout.payoutId}
          title={formatMoney(payout.money)}
          subtitle={
            <>
              {person.displayName} · <bdi dir="ltr">{payout.iban}</bdi>
            </>
          }
          end={
            payout.isExported ? (
              <Button tone="plain" busy={busy} onClick={() => void giveBack(payout.payoutId)}>
                <Trans>Give back</Trans>
              </Button>
            ) : (
              <Trans>in no file yet</Trans>
            )
          }
        />
      ))}
      <div className="flex flex-col gap-3 p-[16px]">
        <FormError>{failure?.text}</FormError>
        <Button
          tone="soft"
          busy={busy}
          disabled={waiting === 0}
          icon={<FileDown aria-hidden="true" className="size-5" />}
          onClick={() => void write()}
        >
          <Trans>Write the file for the bank</Trans>
        </Button>
      </div>
    </SectionCard>
  );
}

async function read() {
  const [{ ways }, { entries }, { payouts }] = await Promise.all([
    api.rails.getWays({}),
    api.rails.listEntries({}),
    api.rails.listOpenPayouts({}),
  ]);
  return { banks: ways.filter(({ bank }: RailWays) => bank !== null), entries, payouts };
}

/** Statements in, payment files out, and what nobody knows. */
export function BankFiles() {
  const { t } = useLingui();
  const ask = useCallback(() => read(), []);
  const { data, failure, reload } = useAnswer(ask);
  return (
    <>
      <TopBar title={t`Bank files`} back="/me/operator/rails" />
      <Screen>
        <FormError>{failure?.text}</FormError>
        {data === null ? failure === null && <SkeletonRows /> : null}
        {data?.banks.length === 0 ? (
          <EmptyState icon={Landmark} title={<Trans>No currency has a bank account</Trans>}>
            <Trans>The file of currencies tells it; see docs/operate/money.md.</Trans>
          </EmptyState>
        ) : null}
        {data?.banks.map(({ currency }) => (
          <div key={currency} className="contents">
            <ImportFile currency={currency} onDone={reload} />
            <BankEntries
              entries={data.entries.filter(({ money }) => money.currency === currency)}
              onDone={reload}
            />
            <Payouts
              currency={currency}
              payouts={data.payouts.filter(({ payout }) => payout.money.currency === currency)}
              onDone={reload}
            />
          </div>
        ))}
      </Screen>
    </>
  );
}
