import { useLingui } from '@lingui/react/macro';
import type { Reaction } from '@plaza/contract';
import { formatList, formatNumber } from '../../../i18n/format.ts';
import { asFailure, useClient } from '../../../state/index.ts';
import { classNames, showToast } from '../../../ui/index.ts';
import { personName } from '../names.ts';
import { orThrow } from '../or-throw.ts';
import type { MessageRow } from '../rows.ts';
import { useThreadPlace } from './context.ts';

const namedInLabel = 5;

type ChipProps = { reaction: Reaction; seq: number };

function Chip({ reaction: { emoji, count, personIds }, seq }: ChipProps) {
  const { t } = useLingui();
  const { id, state } = useThreadPlace();
  const { commands } = useClient();
  const meId = state.me?.personId;
  const isMine = meId !== undefined && personIds.includes(meId);
  const names = formatList(
    personIds.slice(0, namedInLabel).map((one) => (one === meId ? t`you` : personName(state, one))),
  );
  const number = formatNumber(count);

  async function toggle(): Promise<void> {
    try {
      orThrow(await commands.react(id, seq, isMine ? null : emoji));
    } catch (thrown) {
      showToast(asFailure(thrown).text, { tone: 'danger' });
    }
  }

  return (
    <button
      type="button"
      aria-pressed={isMine}
      aria-label={t`${emoji} ${number}: ${names}`}
      title={names}
      onClick={() => void toggle()}
      className={classNames(
        'relative inline-flex h-7 items-center gap-1 rounded-full border px-2 text-sm',
        'after:absolute after:-inset-x-0.5 after:-inset-y-2',
        isMine
          ? 'border-accent bg-soft font-semibold text-accent-text'
          : 'border-line bg-surface text-muted hover:bg-hover',
      )}
    >
      <span aria-hidden="true">{emoji}</span>
      <span aria-hidden="true" className="tabular-nums">
        {number}
      </span>
    </button>
  );
}

/** What others made of a message: their reactions, below it. */
export function Marks({ row }: { row: MessageRow }) {
  const { t } = useLingui();
  const reactions = row.entry?.reactions ?? [];
  const { seq } = row;
  if (reactions.length === 0 || seq === null) return null;
  return (
    <div
      role="group"
      aria-label={t`Reactions`}
      className={classNames('flex flex-wrap gap-1.5 py-1', row.isOwn && 'justify-end')}
    >
      {reactions.map((reaction) => (
        <Chip key={reaction.emoji} reaction={reaction} seq={seq} />
      ))}
    </div>
  );
}
