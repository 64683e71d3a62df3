import { Trans, useLingui } from '@lingui/react/macro';
import { parseMinor } from '@plaza/base';
import type { MerchantCard, OrderReceipt, Payable, Wallet } from '@plaza/contract';
import { useEffect, useState } from 'react';
import { formatMoney } from '../../../i18n/money.ts';
import { Avatar, Button, TextField } from '../../../ui/index.ts';
import { SourceChoice, useSource, type Source } from '../../family/index.ts';
import { Amount, AmountKeypad, ApprovalSheet, usePayment, useWallet } from '../../pay/index.ts';
import { categoryWords } from '../words.ts';
import { orderWay } from './order-way.ts';

/** To whom: large enough to be sure before one pays. */
export function MerchantHead({ merchant }: { merchant: MerchantCard }) {
  const { t } = useLingui();
  const { merchantId, name, category, mchid } = merchant;
  return (
    <div className="flex items-center gap-[14px]">
      <Avatar id={merchantId} name={name} shape="service" size="l" />
      <div className="min-w-0">
        <h2 className="text-xl font-bold tracking-tight">
          <bdi>{name}</bdi>
        </h2>
        <p className="text-sm text-muted">
          {t(categoryWords[category])} ·{' '}
          <span dir="ltr" className="tabular-nums">
            {mchid}
          </span>
        </p>
      </div>
    </div>
  );
}

type Typed = { text: string; note: string };
type FieldsProps = {
  payable: Payable;
  wallet: Wallet | undefined;
  source: Source;
  typed: Typed;
  onTyped(typed: Typed): void;
  onEnter(): void;
};

/** What is to be paid: said by the merchant, or typed by whoever pays. */
function Fields({ payable, wallet, source, typed, onTyped, onEnter }: FieldsProps) {
  const { t } = useLingui();
  const { amountMinor, currency, scale, description } = payable;
  const have =
    wallet === undefined
      ? ''
      : formatMoney({ amountMinor: wallet.availableMinor, currency, scale });
  const typedMinor = parseMinor(typed.text, scale);
  const isTooMuch = typedMinor !== null && typedMinor > (source.mostMinor ?? typedMinor);
  const isOfCard = source.card !== null;
  const tooMuch = isOfCard ? t`That is more than this card pays.` : t`That is more than you have.`;
  // With a choice it stands beside each.
  const about = have === '' || source.cards.length > 0 ? '' : t`You have ${have}`;
  if (amountMinor !== null) {
    return (
      <div className="edge flex flex-col items-center gap-1 rounded-3xl bg-surface px-5 py-8 text-center">
        <Amount money={{ amountMinor, currency, scale }} />
        {description === '' ? null : (
          <p dir="auto" className="text-lg">
            {description}
          </p>
        )}
        {about === '' ? null : <p className="pt-2 text-sm text-muted">{about}</p>}
      </div>
    );
  }
  return (
    <AmountKeypad
      label={t`Amount`}
      text={typed.text}
      onChange={(text) => onTyped({ ...typed, text })}
      currency={currency}
      scale={scale}
      about={about}
      error={isTooMuch ? tooMuch : null}
      onEnter={onEnter}
    >
      {description === '' ? (
        <TextField
          label={t`Note for the shop`}
          value={typed.note}
          onChange={(note) => onTyped({ ...typed, note })}
          maxLength={60}
          autoComplete="off"
        />
      ) : (
        <p dir="auto">{description}</p>
      )}
    </AmountKeypad>
  );
}

type PayFormProps = {
  payable: Payable;
  /** Names the payment through a reload: the order, or the text of the code. */
  place: string;
  onPaid(receipt: OrderReceipt): void;
  /** The payment was refused: how the order stands now may be another. */
  onRefused(): void;
};

/** Pays what a merchant asks for. */
export function PayForm({ payable, place, onPaid, onRefused }: PayFormProps) {
  const { t } = useLingui();
  const { wallets } = useWallet();
  const face = usePayment(place, orderWay);
  const [typed, setTyped] = useState<Typed>({ text: '', note: '' });
  const { merchant, orderId, currency, scale } = payable;
  const wallet = wallets.find((one) => one.currency === currency);
  const source = useSource(currency, wallet, payable.amountMinor ?? undefined);
  const amountMinor = payable.amountMinor ?? parseMinor(typed.text, scale);
  const isReady = amountMinor !== null && amountMinor > 0;
  const { payment } = face;
  const receipt = payment?.step === 'done' ? (payment.result?.receipt ?? null) : null;
  useEffect(() => {
    if (receipt === null) return;
    face.drop();
    onPaid(receipt);
  }, [receipt, face, onPaid]);

  function begin(): void {
    if (!isReady) return;
    const description = payable.description === '' ? typed.note.trim() : payable.description;
    const { merchantId } = merchant;
    const asked = { merchantId, orderId, amountMinor, currency, description };
    const cardId = source.card?.cardId;
    face.begin(cardId === undefined ? asked : { ...asked, cardId }, {
      amountMinor,
      currency,
      scale,
    });
  }

  const money = isReady ? formatMoney({ amountMinor, currency, scale }) : null;
  const sum = payment === null ? '' : formatMoney(payment.money);
  return (
    <>
      <MerchantHead merchant={merchant} />
      <Fields {...{ payable, wallet, source, typed }} onTyped={setTyped} onEnter={begin} />
      <SourceChoice source={source} wallet={wallet} />
      <Button wide disabled={!isReady} onClick={begin}>
        {money === null ? <Trans>Pay</Trans> : <Trans>Pay {money}</Trans>}
      </Button>
      {payment === null || payment.step === 'done' ? null : (
        <ApprovalSheet
          face={face}
          payment={payment}
          payee={{
            name: merchant.name,
            picture: (
              <Avatar id={merchant.merchantId} name={merchant.name} shape="service" size="l" />
            ),
          }}
          note={payment.input.description}
          done={{ title: t`Paid`, text: t`${sum} to ${merchant.name}` }}
          onClose={() => {
            const isRefused = payment.step === 'refused';
            face.drop();
            if (isRefused) onRefused();
          }}
          onDone={face.drop}
        />
      )}
    </>
  );
}
