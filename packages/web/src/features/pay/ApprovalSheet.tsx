import { useLingui } from '@lingui/react/macro';
import { useEffect, useState } from 'react';
import { explain } from '../../i18n/refusals.ts';
import { Dialog } from '../../ui/index.ts';
import { ApprovalStep } from './ApprovalStep.tsx';
import { Paid, type Payee } from './Paid.tsx';
import type { Payment } from './payment.ts';
import { PaymentEnd } from './PaymentEnd.tsx';
import type { Approving } from './use-payment.ts';

export type ApprovalSheetProps = {
  face: Approving;
  payment: Payment;
  payee: Payee;
  /** What it is for, in the words of whoever pays or is paid; may be empty. */
  note: string;
  /** What is told when it is done: a title and a sentence. */
  done: { title: string; text: string };
  /** Closed without an end, or the refusal was read. */
  onClose(): void;
  /** It is paid, and that was read. */
  onDone(): void;
};

function useSpoken(payment: Payment, done: ApprovalSheetProps['done']): string {
  const { t } = useLingui();
  const spoken = {
    approving: '',
    processing: t`Paying …`,
    unknown: t`Not known yet`,
    done: `${done.title}. ${done.text}`,
    refused: `${t`Not paid`}. ${explain(payment.refusal ?? { error: 'internal' })}`,
  };
  return spoken[payment.step];
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
  const { face, payment, payee, note, done, onClose, onDone } = props;
  const { t } = useLingui();
  const { money, step } = payment;
  const spoken = useSpoken(payment, done);
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
          <Paid payee={payee} money={money} note={note} />
          <ApprovalStep face={face} payment={payment} />
        </>
      ) : (
        <PaymentEnd {...{ face, payment, done, onClose, onDone }} />
      )}
    </Dialog>
  );
}
