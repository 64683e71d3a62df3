import { useLingui } from '@lingui/react/macro';
import { asFailure, useClient } from '../../../state/index.ts';
import { classNames, showToast } from '../../../ui/index.ts';
import { useThreadPlace } from '../kinds/context.ts';
import { orThrow } from '../or-throw.ts';
import type { MessageRow } from '../rows.ts';

/** What most people answer with; any other emoji can be sent as a message. */
const usual = ['👍', '❤️', '😂', '😮', '😢', '🙏'] as const;

type ReactionRowProps = { row: MessageRow; seq: number; onDone(): void };

/** The reactions on top of a message's menu. */
export function ReactionRow({ row, seq, onDone }: ReactionRowProps) {
  const { t } = useLingui();
  const { id, state } = useThreadPlace();
  const { commands } = useClient();
  const meId = state.me?.personId;
  const mine = row.entry?.reactions?.find(
    ({ personIds }) => meId !== undefined && personIds.includes(meId),
  )?.emoji;

  async function react(emoji: string): Promise<void> {
    onDone();
    try {
      orThrow(await commands.react(id, seq, emoji === mine ? null : emoji));
    } catch (thrown) {
      showToast(asFailure(thrown).text, { tone: 'danger' });
    }
  }

  return (
    <div
      role="group"
      aria-label={t`React`}
      className="flex flex-wrap justify-between gap-0.5 px-2 pb-1.5"
    >
      {usual.map((emoji) => (
        <button
          key={emoji}
          type="button"
          role="menuitemcheckbox"
          aria-checked={emoji === mine}
          aria-label={t`React with ${emoji}`}
          onClick={() => void react(emoji)}
          className={classNames(
            'grid size-11 place-items-center rounded-full text-2xl hover:bg-hover',
            emoji === mine && 'bg-soft',
          )}
        >
          {emoji}
        </button>
      ))}
    </div>
  );
}
