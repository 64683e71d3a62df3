import { Trans, useLingui } from '@lingui/react/macro';
import { parseMinor } from '@plaza/base';
import type { Shift } from '@plaza/contract';
import { useState } from 'react';
import { formatMoney } from '../../i18n/money.ts';
import { api, useTask } from '../../state/index.ts';
import { Button, Dialog, FormError, Note, TextField } from '../../ui/index.ts';
import { readPasted } from '../pay/index.ts';

type CloseShiftDialogProps = { shift: Shift; onClose(): void; onClosed(): void };

/** Ends a shift with what somebody counted by themselves, before they see the total. */
export function CloseShiftDialog({ shift, onClose, onClosed }: CloseShiftDialogProps) {
  const { t } = useLingui();
  const { merchantId, currency, scale } = shift;
  const [typed, setTyped] = useState('');
  const [note, setNote] = useState('');
  const [ended, setEnded] = useState<Shift | null>(null);
  const task = useTask();
  const read = typed.trim() === '' ? null : readPasted(typed, scale);
  const countedMinor = read === null ? null : parseMinor(read, scale);
  const isWrong = typed.trim() !== '' && countedMinor === null;
  const money = (amountMinor: number) => formatMoney({ currency, scale, amountMinor });

  if (ended !== null) {
    const sum = ended.soldMinor - ended.refundedMinor;
    const isRight = ended.countedMinor === null || ended.countedMinor === sum;
    const total = money(sum);
    const difference = formatMoney(
      { currency, scale, amountMinor: (ended.countedMinor ?? sum) - sum },
      { signed: true },
    );
    return (
      <Dialog
        open
        title={t`The shift is closed`}
        onClose={onClosed}
        actions={
          <Button onClick={onClosed}>
            <Trans>Done</Trans>
          </Button>
        }
      >
        <Note tone={isRight ? 'good' : 'warn'}>
          {isRight ? (
            <Trans>{total} came in.</Trans>
          ) : (
            <Trans>
              {total} came in; what was counted differs by {difference}.
            </Trans>
          )}
        </Note>
      </Dialog>
    );
  }
  return (
    <Dialog
      open
      title={t`Close the shift`}
      onClose={onClose}
      firm={task.busy}
      actions={
        <Button
          busy={task.busy}
          disabled={isWrong}
          onClick={() =>
            void task.run(async () => {
              const asked = { merchantId, countedMinor, note: note.trim() };
              setEnded((await api.merchants.closeShift(asked)).shift);
            })
          }
        >
          <Trans>Close the shift</Trans>
        </Button>
      }
    >
      <TextField
        label={t`What you counted`}
        description={t`Empty: you counted nothing.`}
        inputMode="decimal"
        autoComplete="off"
        value={typed}
        onChange={setTyped}
        error={isWrong ? t`This is no amount.` : null}
      />
      <TextField
        label={t`Note`}
        value={note}
        onChange={setNote}
        maxLength={200}
        autoComplete="off"
      />
      <FormError>{task.failure?.text}</FormError>
    </Dialog>
  );
}
