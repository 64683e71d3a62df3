import { useLingui } from '@lingui/react/macro';
import type { ConversationId, PayKey } from '@plaza/base';
import type { MethodInput, Wallet } from '@plaza/contract';
import { useRef, useState } from 'react';
import { useClient, useMe, useTask } from '../../state/index.ts';
import { Dialog, FormError, Skeleton } from '../../ui/index.ts';
import { keep, kept, useWallet } from '../pay/index.ts';
import { BillForm } from './BillForm.tsx';
import { emptyDraft, planOf, type Draft, type Plan } from './draft.ts';
import type { Asked } from './PeopleChoice.tsx';

export type BillSheetProps = {
  conversationId: ConversationId;
  /** Who can be asked; null while they are not known. */
  people: readonly Asked[] | null;
  onClose(): void;
};

type Asking = Omit<MethodInput<'bills.create'>, 'key'>;

/** What was typed stays in this tab until it is asked. */
function useDraft(name: string) {
  const [draft, setDraft] = useState<Draft>(() => kept<Draft>(name) ?? emptyDraft);
  function change(next: Draft | null): void {
    setDraft(next ?? emptyDraft);
    keep(name, next);
  }
  return { draft, change };
}

/** Asks the server; the same once more after no answer is the same bill. */
function useAsking(onDone: () => void) {
  const { api, commands, newId } = useClient();
  const { busy, failure, run } = useTask();
  const last = useRef<{ text: string; key: PayKey } | null>(null);
  function ask(input: Asking): void {
    const text = JSON.stringify(input);
    if (last.current?.text !== text) last.current = { text, key: newId<PayKey>() };
    const { key } = last.current;
    void run(async () => {
      const { bill } = await api.bills.create({ key, ...input });
      await commands.takeBills([bill]);
      onDone();
    });
  }
  return { busy, failure, ask };
}

function askedOf(
  conversationId: ConversationId,
  currency: string,
  of: { draft: Draft; plan: Plan },
): Asking {
  const { draft, plan } = of;
  const { way, title } = draft;
  const parts = plan.parts.map(({ personId, amountMinor }) => {
    return { personId, amountMinor: way === 'own' ? amountMinor : null };
  });
  return {
    ...{ conversationId, currency, parts },
    kind: way === 'collect' ? 'collect' : 'split',
    title: title.trim(),
    amountMinor: plan.amountMinor,
  };
}

type FilledProps = BillSheetProps & { wallet: Wallet };

function Filled({ conversationId, people, wallet, onClose }: FilledProps) {
  const { t } = useLingui();
  const { personId, photoPath, displayName } = useMe();
  const { draft, change } = useDraft(`bill:${personId}:${conversationId}`);
  const { busy, failure, ask } = useAsking(() => {
    change(null);
    onClose();
  });
  const { currency, scale, maxAmountMinor } = wallet;
  const others = people?.map((person) => person.personId) ?? [];
  const plan = planOf(draft, { meId: personId, people: others, scale, maxAmountMinor });
  const me: Asked = { personId, photoPath, displayName, name: t`You` };
  const shown = draft.way === 'collect' || people === null ? people : [me, ...people];
  return (
    <BillForm
      {...{ draft, plan, currency, scale, maxAmountMinor, busy }}
      people={shown}
      refused={failure?.text ?? null}
      onChange={change}
      onAsk={() => ask(askedOf(conversationId, currency, { draft, plan }))}
    />
  );
}

/** Splits a bill among people of a conversation, or collects from them. */
export default function BillSheet(props: BillSheetProps) {
  const { t } = useLingui();
  const { wallets, failure } = useWallet();
  const [wallet] = wallets;
  return (
    <Dialog open onClose={props.onClose} title={t`Split a bill`}>
      <FormError>{failure?.text}</FormError>
      {wallet !== undefined ? (
        <Filled {...props} wallet={wallet} />
      ) : failure === null ? (
        <Skeleton className="h-96" />
      ) : null}
    </Dialog>
  );
}
