import { Trans, useLingui } from '@lingui/react/macro';
import { plural } from '@lingui/core/macro';
import type { MethodOutput, RailWays, VoucherBatch } from '@plaza/contract';
import { Printer } from 'lucide-react';
import { useCallback, useState } from 'react';
import { formatMoment } from '../../i18n/format.ts';
import { currencyWord, formatMoney } from '../../i18n/money.ts';
import { api } from '../../state/calls.ts';
import { useClient, useTask } from '../../state/index.ts';
import { useAnswer } from '../../state/use-answer.ts';
import {
  Button,
  Dialog,
  FormError,
  Note,
  Screen,
  SectionCard,
  Segmented,
  SkeletonRows,
  TextArea,
  TextField,
  TopBar,
} from '../../ui/index.ts';
import { AmountForm } from './AmountForm.tsx';

type Printed = MethodOutput<'rails.printVouchers'>;
const most = 200;

/** The codes, this once: on paper each voucher has a frame of its own. */
function Codes({ printed, onDone }: { printed: Printed; onDone(): void }) {
  const { batch, codes } = printed;
  const worth = formatMoney(batch.money);
  return (
    <section className="flex flex-col gap-4">
      <Note tone="warn">
        <Trans>
          These codes are shown this once. Print them or write them down now; nobody can look them
          up later.
        </Trans>
      </Note>
      <ul className="grid grid-cols-[repeat(auto-fill,minmax(14rem,1fr))] gap-3">
        {codes.map((code) => (
          <li key={code} className="edge rounded-xl bg-surface p-4 text-center">
            <p className="text-sm text-muted">Plaza · {batch.note}</p>
            <p className="text-lg font-semibold">{worth}</p>
            <p dir="ltr" className="font-mono font-bold">
              {code}
            </p>
          </li>
        ))}
      </ul>
      <div className="flex flex-wrap gap-3 print:hidden">
        <Button
          icon={<Printer aria-hidden="true" className="size-5" />}
          onClick={() => window.print()}
        >
          <Trans>Print</Trans>
        </Button>
        <Button tone="plain" onClick={onDone}>
          <Trans>I have them</Trans>
        </Button>
      </div>
    </section>
  );
}

function PrintForm({
  ways,
  onPrinted,
}: {
  ways: readonly RailWays[];
  onPrinted(of: Printed): void;
}) {
  const { t } = useLingui();
  const { newId } = useClient();
  const open = ways.filter(({ voucher }) => voucher);
  const [currency, setCurrency] = useState(open[0]?.currency ?? '');
  const [count, setCount] = useState('10');
  const [note, setNote] = useState('');
  const { busy, failure, run } = useTask();
  const way = open.find((one) => one.currency === currency);
  if (way === undefined) return null;
  const { scale, maxAmountMinor } = way;
  const many = /^\d{1,3}$/.test(count) ? Number(count) : 0;
  const isMany = many >= 1 && many <= most;
  async function print(amountMinor: number): Promise<boolean> {
    if (!isMany) return false;
    return run(async () => {
      const asked = { batchId: newId<string>(), currency, amountMinor, count: many };
      onPrinted(await api.rails.printVouchers({ ...asked, note: note.trim() }));
    });
  }
  return (
    <SectionCard title={<Trans>New vouchers</Trans>}>
      <AmountForm
        {...{ currency, scale, maxAmountMinor, busy }}
        failure={failure?.text}
        onGo={print}
        above={
          <>
            {open.length < 2 ? null : (
              <Segmented
                label={<Trans>Currency</Trans>}
                value={currency}
                options={open.map((one) => ({
                  value: one.currency,
                  label: currencyWord(one.currency),
                }))}
                onChange={setCurrency}
              />
            )}
            <TextField
              label={t`How many`}
              inputMode="numeric"
              maxLength={3}
              value={count}
              onChange={setCount}
              error={isMany ? null : t`From 1 to ${most}.`}
            />
            <TextField
              label={t`What for`}
              description={t`Stands on each voucher`}
              maxLength={100}
              value={note}
              onChange={setNote}
            />
          </>
        }
      >
        <Trans>Make the codes</Trans>
      </AmountForm>
    </SectionCard>
  );
}

function Batch({ batch, onVoid }: { batch: VoucherBatch; onVoid(): void }) {
  const { money, count, redeemed, isVoid, note, createdAt } = batch;
  const worth = formatMoney(money);
  return (
    <article className="flex flex-col gap-1 px-[16px] py-3">
      <h3 className="flex flex-wrap justify-between gap-x-4 font-semibold">
        <span>
          {count} × {worth}
        </span>
        <span className="text-sm font-normal text-muted">{formatMoment(createdAt)}</span>
      </h3>
      <p className="text-sm text-muted">
        {plural(redeemed, { one: '# redeemed', other: '# redeemed' })}
        {note === '' ? '' : ` · ${note}`}
      </p>
      {isVoid ? (
        <p className="text-sm font-medium text-danger">
          <Trans>The rest does not count any more</Trans>
        </p>
      ) : redeemed < count ? (
        <Button tone="plain" onClick={onVoid}>
          <Trans>End the rest</Trans>
        </Button>
      ) : null}
    </article>
  );
}

function VoidDialog({ batch, onClose }: { batch: VoucherBatch; onClose(): void }) {
  const { t } = useLingui();
  const [reason, setReason] = useState('');
  const { busy, failure, run } = useTask();
  const end = () =>
    run(async () => {
      await api.rails.voidVouchers({ batchId: batch.batchId, reason: reason.trim() });
      onClose();
    });
  return (
    <Dialog
      open
      firm={busy}
      onClose={onClose}
      title={t`End these vouchers`}
      actions={
        <Button
          tone="danger"
          busy={busy}
          disabled={reason.trim() === ''}
          onClick={() => void end()}
        >
          <Trans>End them</Trans>
        </Button>
      }
    >
      <p>
        <Trans>Whoever holds one of them cannot redeem it any more.</Trans>
      </p>
      <TextArea
        label={t`Reason`}
        description={t`Kept in the log of actions.`}
        maxLength={300}
        value={reason}
        onChange={setReason}
      />
      <FormError>{failure?.text}</FormError>
    </Dialog>
  );
}

/** Vouchers that were printed, and new ones. */
export function Vouchers() {
  const { t } = useLingui();
  const ask = useCallback(async () => {
    const [{ ways }, { batches }] = await Promise.all([
      api.rails.getWays({}),
      api.rails.listVouchers({}),
    ]);
    return { ways, batches };
  }, []);
  const { data, failure, reload } = useAnswer(ask);
  const [printed, setPrinted] = useState<Printed | null>(null);
  const [ending, setEnding] = useState<VoucherBatch | null>(null);
  return (
    <>
      <TopBar title={t`Vouchers`} back="/me/operator/rails" />
      <Screen>
        <FormError>{failure?.text}</FormError>
        {data === null ? failure === null && <SkeletonRows /> : null}
        {printed === null ? (
          data === null ? null : (
            <PrintForm ways={data.ways} onPrinted={setPrinted} />
          )
        ) : (
          <Codes
            printed={printed}
            onDone={() => {
              setPrinted(null);
              reload();
            }}
          />
        )}
        {data === null || data.batches.length === 0 || printed !== null ? null : (
          <SectionCard title={<Trans>Printed before</Trans>}>
            {data.batches.map((batch) => (
              <Batch key={batch.batchId} batch={batch} onVoid={() => setEnding(batch)} />
            ))}
          </SectionCard>
        )}
      </Screen>
      {ending === null ? null : (
        <VoidDialog
          batch={ending}
          onClose={() => {
            setEnding(null);
            reload();
          }}
        />
      )}
    </>
  );
}
