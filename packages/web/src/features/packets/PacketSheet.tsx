import { Trans, useLingui } from '@lingui/react/macro';
import type { ConversationId } from '@plaza/base';
import type { PacketRule, Wallet } from '@plaza/contract';
import { useCallback, useState } from 'react';
import { formatMoney } from '../../i18n/money.ts';
import { useMe } from '../../state/session.ts';
import { useAnswer, useClient } from '../../state/index.ts';
import { Dialog, FormError, Note, Skeleton } from '../../ui/index.ts';
import { ApprovalSheet, keep, kept, useWallet } from '../pay/index.ts';
import type { Draft } from './draft.ts';
import { PacketForm, type Taker } from './PacketForm.tsx';
import { usePacketPayment } from './packet-way.ts';
import { Seal } from './Seal.tsx';
import { greetingOf } from './words.ts';

export type PacketSheetProps = {
  conversationId: ConversationId;
  /** What the conversation is called. */
  title: string;
  isGroup: boolean;
  memberCount: number;
  /** Who could be the only one to open it; null while they are not known. */
  people: readonly Taker[] | null;
  onClose(): void;
};

/** What was typed stays in this tab until it is sent. */
function useDraft(name: string, empty: Draft) {
  const [draft, setDraft] = useState<Draft>(() => kept<Draft>(name) ?? empty);
  function change(next: Draft | null): void {
    setDraft(next ?? empty);
    keep(name, next);
  }
  return { draft, change };
}

function useRules() {
  const { api } = useClient();
  const ask = useCallback(
    (signal: AbortSignal) => api.packets.getRules({}, { signal }).then(({ rules }) => rules),
    [api],
  );
  return useAnswer(ask);
}

type Known = { rule: PacketRule; wallet: Wallet };

function pick(rules: readonly PacketRule[], wallets: readonly Wallet[]): Known | null {
  for (const rule of rules) {
    const wallet = wallets.find(({ currency }) => currency === rule.currency);
    if (wallet !== undefined) return { rule, wallet };
  }
  return null;
}

/** Red packets: what is put in, for how many, and the approval of exactly that. */
export default function PacketSheet(props: PacketSheetProps) {
  const { conversationId, title, isGroup, memberCount, people, onClose } = props;
  const { t } = useLingui();
  const empty: Draft = {
    ...{ kind: isGroup ? 'lucky' : 'fixed', amount: '', greeting: '', forPersonId: null },
    count: String(Math.min(100, Math.max(1, memberCount))),
  };
  const { draft, change } = useDraft(`packet:${useMe().personId}:${conversationId}`, empty);
  const face = usePacketPayment(`chat:${conversationId}`);
  const { wallets, failure: walletFailure } = useWallet();
  const { data: rules, failure: rulesFailure } = useRules();
  const { payment } = face;
  const known = rules === null ? null : pick(rules, wallets);
  const failure = walletFailure ?? rulesFailure;
  const wasAsked = payment !== null && (payment.wasAsked || payment.step === 'done');

  function close(): void {
    face.drop();
    if (wasAsked) onClose();
  }

  function end(): void {
    face.drop();
    change(null);
    onClose();
  }

  if (payment !== null) {
    const amount = formatMoney(payment.money);
    const done = {
      title: t`Your red packet of ${amount} is there`,
      text: t`What nobody takes within 24 hours comes back to you by itself.`,
    };
    const payee = { name: title, picture: <Seal /> };
    const note = greetingOf(payment.input.greeting);
    return <ApprovalSheet {...{ face, payment, payee, note, done }} onClose={close} onDone={end} />;
  }
  return (
    <Dialog open onClose={onClose} title={t`Red packet`}>
      <FormError>{failure?.text}</FormError>
      {known === null ? (
        rules !== null && wallets.length > 0 ? (
          <Note>
            <Trans>This city has no red packets.</Trans>
          </Note>
        ) : failure === null ? (
          <Skeleton className="h-96" />
        ) : null
      ) : (
        <PacketForm
          {...{ draft, isGroup, memberCount, people }}
          {...known}
          onChange={change}
          onSend={({ count, amountMinor }) => {
            const { currency, scale } = known.rule;
            const { kind, forPersonId } = draft;
            const input = { conversationId, kind, count, amountMinor, currency };
            face.begin(
              {
                ...input,
                forPersonId: kind === 'forOne' ? forPersonId : null,
                greeting: draft.greeting.trim(),
              },
              { amountMinor, currency, scale },
            );
          }}
        />
      )}
    </Dialog>
  );
}
