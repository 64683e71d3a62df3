import { Trans, useLingui } from '@lingui/react/macro';
import { isAmount, parseMinor, type PersonId } from '@plaza/base';
import type { State } from '@plaza/client';
import type { Arrival, Conversation, Wallet } from '@plaza/contract';
import { useState } from 'react';
import { formatMoney } from '../../i18n/money.ts';
import { useMe } from '../../state/session.ts';
import { Avatar, Button, Dialog, FormError, Note, Skeleton, TextField } from '../../ui/index.ts';
import {
  AmountKeypad,
  ApprovalSheet,
  keep,
  kept,
  useTransferPayment,
  useWallet,
  type Payee,
} from '../pay/index.ts';
import { ArrivalField } from './ArrivalField.tsx';
import { personName } from './names.ts';

const maxNoteLength = 60;

type Draft = { text: string; note: string; arrival: Arrival };
const emptyDraft: Draft = { text: '', note: '', arrival: 'now' };

/** What was typed stays in this tab until it is paid. */
function useTransferDraft(name: string) {
  const [draft, setDraft] = useState<Draft>(() => ({ ...emptyDraft, ...kept<Draft>(name) }));
  function change(next: Draft): void {
    setDraft(next);
    keep(name, next.text === '' && next.note === '' ? null : next);
  }
  return { draft, change };
}

function useAmountError(wallet: Wallet) {
  const { t } = useLingui();
  const { currency, scale, availableMinor, maxAmountMinor } = wallet;
  return (amountMinor: number | null, isTried: boolean): string | null => {
    if (amountMinor === null || !isAmount(amountMinor)) {
      return isTried ? t`Type an amount.` : null;
    }
    const most = formatMoney({ amountMinor: maxAmountMinor, currency, scale });
    if (amountMinor > maxAmountMinor) return t`A single payment may be at most ${most}.`;
    return amountMinor > availableMinor ? t`This is more than you have.` : null;
  };
}

type FormProps = {
  wallet: Wallet;
  payee: Payee;
  draft: Draft;
  onChange(draft: Draft): void;
  onPay(amountMinor: number): void;
};

function TransferForm({ wallet, payee, draft, onChange, onPay }: FormProps) {
  const { t } = useLingui();
  const [isTried, setTried] = useState(false);
  const errorOf = useAmountError(wallet);
  const { currency, scale, availableMinor } = wallet;
  const amountMinor = parseMinor(draft.text.replace(/\.$/u, ''), scale);
  const error = errorOf(amountMinor, isTried);
  const isFrozen = wallet.state === 'frozen';
  const available = formatMoney({ amountMinor: availableMinor, currency, scale });

  function go(): void {
    setTried(true);
    if (amountMinor === null || isFrozen || errorOf(amountMinor, true) !== null) return;
    onPay(amountMinor);
  }

  return (
    <form
      noValidate
      className="flex flex-col gap-4"
      onSubmit={(event) => {
        event.preventDefault();
        go();
      }}
    >
      <div className="flex items-center gap-3">
        {payee.picture}
        <p className="min-w-0 flex-1 text-sm text-muted">
          <Trans>
            <span className="block text-base font-semibold text-ink">
              <bdi>{payee.name}</bdi>
            </span>{' '}
            has 24 hours to accept it.
          </Trans>
        </p>
      </div>
      {isFrozen ? (
        <Note tone="warn">
          <Trans>Your wallet is frozen by the operator: {wallet.reason}</Trans>
        </Note>
      ) : null}
      <AmountKeypad
        label={t`Amount`}
        text={draft.text}
        onChange={(text) => {
          setTried(false);
          onChange({ ...draft, text });
        }}
        currency={currency}
        scale={scale}
        error={error}
        about={t`Available: ${available}`}
        onEnter={go}
      >
        <TextField
          label={t`Note`}
          value={draft.note}
          maxLength={maxNoteLength}
          autoComplete="off"
          placeholder={t`What is it for?`}
          onChange={(note) => onChange({ ...draft, note })}
        />
        <ArrivalField
          value={draft.arrival}
          onChange={(arrival) => onChange({ ...draft, arrival })}
        />
      </AmountKeypad>
      <Button type="submit" wide disabled={isFrozen}>
        <Trans>Continue</Trans>
      </Button>
    </form>
  );
}

export type TransferSheetProps = {
  state: State;
  conversation: Conversation;
  peerId: PersonId;
  onClose(): void;
};

/** Sends money to the other person: an amount and a note, then the approval and its end. */
export default function TransferSheet(props: TransferSheetProps) {
  const { state, conversation, peerId, onClose } = props;
  const { t } = useLingui();
  const { conversationId, peer } = conversation;
  const draftName = `transfer:${useMe().personId}:${conversationId}`;
  const { draft, change } = useTransferDraft(draftName);
  const face = useTransferPayment(`chat:${conversationId}`);
  const { wallets, failure } = useWallet();
  const { payment } = face;
  const name = personName(state, peerId);
  const photoPath = peer?.photoPath ?? null;
  const payee: Payee = { name, picture: <Avatar id={peerId} {...{ name, photoPath }} /> };
  const [wallet] = wallets;
  const wasAsked = payment !== null && (payment.wasAsked || payment.step === 'done');

  function close(): void {
    face.drop();
    // A refusal and a second thought lead back to the amount; what may have been made does not.
    if (wasAsked) onClose();
  }

  function end(): void {
    face.drop();
    change(emptyDraft);
    onClose();
  }

  function pay(amountMinor: number): void {
    if (wallet === undefined) return;
    const { currency, scale } = wallet;
    const note = draft.note.trim();
    const money = { amountMinor, currency, scale };
    const { arrival } = draft;
    face.begin({ payeeId: peerId, amountMinor, currency, note, arrival }, money);
  }

  if (payment !== null) {
    const amount = formatMoney(payment.money);
    const { note, arrival = 'now' } = payment.input;
    const done = {
      title: t`You sent ${amount} to ${name}`,
      text:
        arrival === 'now'
          ? t`It waits until ${name} accepts it. After 24 hours it comes back to you by itself.`
          : t`Until it arrives you can take it back: open it in the chat.`,
    };
    return <ApprovalSheet {...{ face, payment, payee, note, done }} onClose={close} onDone={end} />;
  }
  return (
    <Dialog open onClose={onClose} title={t`Transfer`}>
      <FormError>{failure?.text}</FormError>
      {wallet === undefined ? (
        <Skeleton className="h-96" />
      ) : (
        <TransferForm {...{ wallet, payee, draft }} onChange={change} onPay={pay} />
      )}
    </Dialog>
  );
}
