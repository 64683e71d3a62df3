import { Trans } from '@lingui/react/macro';
import type { ConversationId } from '@plaza/base';
import { useEffect } from 'react';
import { formatMoney } from '../../i18n/money.ts';
import { ButtonLink, classNames } from '../../ui/index.ts';
import { usePayment } from '../pay/index.ts';

type PaymentNoteProps = { id: ConversationId; isOpen: boolean };

/** Says that a payment has no end yet, or a bad one, while its sheet is closed. */
export function PaymentNote({ id, isOpen }: PaymentNoteProps) {
  const { payment, drop } = usePayment(`chat:${id}`);
  const step = payment?.step ?? null;
  // Its card in the conversation says that it is done.
  useEffect(() => {
    if (step === 'done' && !isOpen) drop();
  }, [step, isOpen, drop]);
  const isTold = payment?.wasAsked === true || step === 'refused' || step === 'processing';
  if (payment === null || isOpen || !isTold) return null;
  const { amountMinor, currency } = payment.input;
  const amount = formatMoney({ amountMinor, currency, scale: payment.scale });
  return (
    <div
      role="status"
      className={classNames(
        'flex shrink-0 items-center gap-1',
        'border-t border-line bg-warn-soft py-1.5 ps-4 pe-1 text-sm text-warn',
      )}
    >
      <p className="min-w-0 flex-1">
        {step === 'refused' ? (
          <Trans>The transfer of {amount} was not made.</Trans>
        ) : (
          <Trans>It is not known yet whether the transfer of {amount} was made.</Trans>
        )}
      </p>
      <ButtonLink to={`/chats/${id}/transfer`} tone="plain">
        <Trans>Look</Trans>
      </ButtonLink>
    </div>
  );
}
