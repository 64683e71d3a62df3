import { useLingui } from '@lingui/react/macro';
import { useEffect, useState } from 'react';
import { formatMoney } from '../../i18n/money.ts';
import { explain } from '../../i18n/refusals.ts';
import { Dialog } from '../../ui/index.ts';
import { ApprovalStep } from './ApprovalStep.tsx';
import { Paid } from './Paid.tsx';
import type { Payment } from './payment.ts';
import { PaymentEnd } from './PaymentEnd.tsx';
import type { Payee, PaymentFace } from './use-payment.ts';

export type ApprovalSheetProps = {
  face: PaymentFace;
  payment: Payment;
  payee: Payee;
  /** Closed without an end, or the refusal was read. */
  onClose(): void;
  /** It is paid, and that was read. */
  onDone(): void;
};

function useWords(payment: Payment, name: string) {
  const { t } = useLingui();
  const { amountMinor, currency } = payment.input;
  const amount = formatMoney({ amountMinor, currency, scale: payment.scale });
  const done = {
    title: t`You sent ${amount} to ${name}`,
    text: t`It waits until ${name} accepts it. After 24 hours it comes back to you by itself.`,
  };
  const spoken = {
    approving: '',
    processing: t`Paying …`,
    unknown: t`Not known yet`,
    done: `${done.title}. ${done.text}`,
    refused: `${t`Not paid`}. ${explain(payment.refusal ?? { error: 'internal' })}`,
  };
  return { done, spoken: spoken[payment.step] };
}

const soonMs = 1_200;

/** Most payments are answered at once: only those that are not change the look of the sheet. */
function useIsSlow(payment: Payment): boolean {
  const isRunning = payment.step === 'processing';
  const [isSlow, setSlow] = useState(false);
  useEffect(() => {
    if (!isRunning) return;
    const timer = setTimeout(() => setSlow(true), soonMs);
    return () => {
      clearTimeout(timer);
      setSlow(false);
    };
  }, [isRunning]);
  return isSlow;
}

/** Approves one payment and shows it to its end. Nothing is shown as paid before it is. */
export default function ApprovalSheet(props: ApprovalSheetProps) {
  const { face, payment, payee, onClose, onDone } = props;
  const { t } = useLingui();
  const { input, scale, step } = payment;
  const { amountMinor, currency, note } = input;
  const { done, spoken } = useWords(payment, payee.name);
  const isSlow = useIsSlow(payment);
  const isAsking = step === 'approving' || (step === 'processing' && !isSlow);
  return (
    <Dialog
      open
      title={isAsking ? t`Approve the payment` : t`Payment`}
      onClose={step === 'done' ? onDone : onClose}
      firm={step === 'processing'}
    >
      <p role="status" className="sr-only">
        {spoken}
      </p>
      {isAsking ? (
        <>
          <Paid payee={payee} money={{ amountMinor, currency, scale }} note={note} />
          <ApprovalStep face={face} payment={payment} />
        </>
      ) : (
        <PaymentEnd {...{ face, payment, done, onClose, onDone }} />
      )}
    </Dialog>
  );
}
