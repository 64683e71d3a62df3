import { Trans, useLingui } from '@lingui/react/macro';
import type { BankEntry } from '@plaza/contract';
import { useState } from 'react';
import { formatDate } from '../../i18n/format.ts';
import { explain } from '../../i18n/refusals.ts';
import { formatMoney } from '../../i18n/money.ts';
import { api } from '../../state/calls.ts';
import { useTask } from '../../state/index.ts';
import { Button, Dialog, FormError, SectionCard, TextArea, TextField } from '../../ui/index.ts';
import { findPerson } from './find-person.ts';

type SettleProps = { entry: BankEntry; onClose(): void };

/** Says whose it is; or that it went back to where it came from. */
function SettleDialog({ entry, onClose }: SettleProps) {
  const { t } = useLingui();
  const [handle, setHandle] = useState('');
  const [reason, setReason] = useState('');
  const { busy, failure, run } = useTask();
  const { entryId, state } = entry;
  const isOurs = state === 'suspended';
  const why = reason.trim();
  const settle = (toPerson: boolean) =>
    run(async () => {
      const personId = toPerson ? (await findPerson(handle)).personId : null;
      await api.rails.settleEntry({ entryId, personId, reason: why });
      onClose();
    });
  return (
    <Dialog
      open
      firm={busy}
      onClose={onClose}
      title={formatMoney(entry.money)}
      actions={
        <>
          <Button tone="plain" disabled={why === ''} busy={busy} onClick={() => void settle(false)}>
            {isOurs ? <Trans>It was sent back</Trans> : <Trans>I have seen it</Trans>}
          </Button>
          {isOurs ? (
            <Button
              disabled={why === '' || handle.trim() === ''}
              busy={busy}
              onClick={() => void settle(true)}
            >
              <Trans>Credit</Trans>
            </Button>
          ) : null}
        </>
      }
    >
      <p dir="auto" className="rounded-xl bg-field px-4 py-3 [overflow-wrap:anywhere]">
        {entry.name} {entry.text}
      </p>
      {isOurs ? (
        <TextField
          label={t`Handle of its owner`}
          prefix="@"
          autoComplete="off"
          spellCheck={false}
          maxLength={40}
          value={handle}
          onChange={setHandle}
        />
      ) : null}
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

type EntriesProps = { entries: readonly BankEntry[]; onDone(): void };

/** What came in, and nobody knows for whom; and what left the bank and is none of ours. */
export function BankEntries({ entries, onDone }: EntriesProps) {
  const [chosen, setChosen] = useState<BankEntry | null>(null);
  if (entries.length === 0) return null;
  return (
    <>
      <SectionCard title={<Trans>To be settled</Trans>}>
        {entries.map((entry) => (
          <article key={entry.entryId} className="flex flex-col gap-1 px-[16px] py-3">
            <h3 className="flex flex-wrap justify-between gap-x-4 font-semibold">
              <span>{formatMoney(entry.money)}</span>
              <span className="text-sm font-normal text-muted">
                {formatDate(`${entry.bookedOn}T12:00:00.000Z`)}
              </span>
            </h3>
            <p dir="auto" className="text-sm text-muted [overflow-wrap:anywhere]">
              {entry.name} {entry.text}
            </p>
            {entry.why === '' ? null : (
              <p className="text-sm text-warn">{explain({ error: entry.why as never })}</p>
            )}
            <Button tone="plain" onClick={() => setChosen(entry)}>
              <Trans>Settle</Trans>
            </Button>
          </article>
        ))}
      </SectionCard>
      {chosen === null ? null : (
        <SettleDialog
          entry={chosen}
          onClose={() => {
            setChosen(null);
            onDone();
          }}
        />
      )}
    </>
  );
}
