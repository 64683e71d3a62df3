import { Trans } from '@lingui/react/macro';
import type { ConversationId } from '@plaza/base';
import { useEffect, type ReactNode } from 'react';
import { formatMoney } from '../../i18n/money.ts';
import { ButtonLink, classNames } from '../../ui/index.ts';
import { usePacketPayment } from '../packets/index.ts';
import { useTransferPayment, type Keyed, type PaymentFace } from '../pay/index.ts';

type PaymentNoteProps = { id: ConversationId; isOpen: boolean };

type NoteProps = {
  face: PaymentFace<Keyed, unknown>;
  isOpen: boolean;
  /** Where the sheet of the payment is. */
  to: string;
  words: { refused(amount: string): ReactNode; unknown(amount: string): ReactNode };
};

/** Says that a payment has no end yet, or a bad one, while its sheet is closed. */
function PaymentNote({ face, isOpen, to, words }: NoteProps) {
  const { payment, drop } = face;
  const step = payment?.step ?? null;
  // Its card in the conversation says that it is done.
  useEffect(() => {
    if (step === 'done' && !isOpen) drop();
  }, [step, isOpen, drop]);
  const isTold = payment?.wasAsked === true || step === 'refused' || step === 'processing';
  if (payment === null || isOpen || !isTold) return null;
  const amount = formatMoney(payment.money);
  return (
    <div
      role="status"
      className={classNames(
        'flex shrink-0 items-center gap-1',
        'border-t border-line bg-warn-soft py-1.5 ps-4 pe-1 text-sm text-warn',
      )}
    >
      <p className="min-w-0 flex-1">
        {step === 'refused' ? words.refused(amount) : words.unknown(amount)}
      </p>
      <ButtonLink to={to} tone="plain">
        <Trans>Look</Trans>
      </ButtonLink>
    </div>
  );
}

const ofTransfer: NoteProps['words'] = {
  refused: (amount) => <Trans>The transfer of {amount} was not made.</Trans>,
  unknown: (amount) => (
    <Trans>It is not known yet whether the transfer of {amount} was made.</Trans>
  ),
};

export function TransferNote({ id, isOpen }: PaymentNoteProps) {
  const face = useTransferPayment(`chat:${id}`);
  return <PaymentNote {...{ face, isOpen }} to={`/chats/${id}/transfer`} words={ofTransfer} />;
}

const ofPacket: NoteProps['words'] = {
  refused: (amount) => <Trans>The red packet of {amount} was not sent.</Trans>,
  unknown: (amount) => (
    <Trans>It is not known yet whether the red packet of {amount} was sent.</Trans>
  ),
};

export function PacketNote({ id, isOpen }: PaymentNoteProps) {
  const face = usePacketPayment(`chat:${id}`);
  return <PaymentNote {...{ face, isOpen }} to={`/chats/${id}/packet`} words={ofPacket} />;
}
