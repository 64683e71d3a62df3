import { Trans, useLingui } from '@lingui/react/macro';
import type { ClientId, ConversationId } from '@plaza/base';
import { listOf, may, type State } from '@plaza/client';
import { useState } from 'react';
import { explain } from '../../../i18n/refusals.ts';
import { useClient, useTask } from '../../../state/index.ts';
import {
  Button,
  classNames,
  Dialog,
  FormError,
  SearchField,
  Segmented,
  showToast,
} from '../../../ui/index.ts';
import { ConversationAvatar } from '../ConversationAvatar.tsx';
import { titleOf } from '../names.ts';
import { orThrow } from '../or-throw.ts';
import { foldName } from '../text.ts';
import { endSelecting } from './acting.ts';

const most = 9;

type Mode = 'single' | 'merged';
type ForwardSheetProps = {
  id: ConversationId;
  seqs: readonly number[];
  state: State;
  onClose(): void;
};

type ChoiceProps = { id: ConversationId; state: State; isChosen: boolean; onToggle(): void };

function Choice({ id, state, isChosen, onToggle }: ChoiceProps) {
  const conversation = state.conversations.get(id)?.conversation;
  if (conversation === undefined) return null;
  const title = titleOf(state, conversation);
  return (
    <label
      className={classNames(
        'flex min-h-15 cursor-pointer items-center gap-3 px-5 py-1.5 hover:bg-hover',
        'has-focus-visible:outline-2 has-focus-visible:-outline-offset-2',
        'has-focus-visible:outline-accent',
      )}
    >
      <input
        type="checkbox"
        className="size-5 accent-accent"
        checked={isChosen}
        onChange={onToggle}
      />
      <ConversationAvatar conversation={conversation} title={title} size="s" />
      <span dir="auto" className="min-w-0 truncate font-medium">
        {title}
      </span>
    </label>
  );
}

/** Sends messages on to other conversations, one by one or as one. */
export function ForwardSheet({ id, seqs, state, onClose }: ForwardSheetProps) {
  const { t } = useLingui();
  const client = useClient();
  const [clientId] = useState(() => client.newId<ClientId>());
  const [search, setSearch] = useState('');
  const [to, setTo] = useState<readonly ConversationId[]>([]);
  const [mode, setMode] = useState<Mode>('single');
  const task = useTask();
  const wanted = foldName(search);
  const shown = listOf(state).filter((one) => {
    const conversation = state.conversations.get(one)?.conversation;
    if (conversation === undefined || !may(state, one, 'send')) return false;
    return foldName(titleOf(state, conversation)).includes(wanted);
  });

  async function forward(): Promise<void> {
    const input = { clientId, conversationId: id, seqs: [...seqs], to: [...to], mode };
    const succeeded = await task.run(async () => {
      const { results } = orThrow(await client.commands.forward(input)).output;
      const refused = results.find(({ refusal }) => refusal !== null);
      if (refused?.refusal != null) {
        showToast(explain({ error: refused.refusal }), { tone: 'danger' });
      } else showToast(t`Forwarded.`);
    });
    if (!succeeded) return;
    endSelecting();
    onClose();
  }

  return (
    <Dialog
      open
      onClose={onClose}
      title={t`Forward to`}
      actions={
        <Button
          busy={task.busy}
          disabled={to.length === 0 || to.length > most}
          onClick={() => void forward()}
        >
          <Trans>Send ({to.length})</Trans>
        </Button>
      }
    >
      {seqs.length < 2 ? null : (
        <Segmented<Mode>
          label={t`How`}
          value={mode}
          onChange={setMode}
          options={[
            { value: 'single', label: t`One by one` },
            { value: 'merged', label: t`As one` },
          ]}
        />
      )}
      <SearchField label={t`Search conversations`} value={search} onChange={setSearch} />
      <FormError>{to.length > most ? t`At most ${most} at once.` : task.failure?.text}</FormError>
      <div className="-mx-5 flex max-h-80 flex-col overflow-y-auto">
        {shown.map((one) => (
          <Choice
            key={one}
            id={one}
            state={state}
            isChosen={to.includes(one)}
            onToggle={() =>
              setTo(to.includes(one) ? to.filter((other) => other !== one) : [...to, one])
            }
          />
        ))}
      </div>
    </Dialog>
  );
}
