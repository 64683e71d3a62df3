import { Trans } from '@lingui/react/macro';
import type { State } from '@plaza/client';
import type { Entry } from '@plaza/contract';
import { classNames } from '../../../ui/index.ts';
import { personName } from '../names.ts';
import { sentenceOf } from '../sentences.ts';
import { useConversationState } from '../use-thread.ts';
import { mediaUrl } from './local-media.ts';
import { placeholderOf } from './placeholders.ts';
import { useThreadPlace } from './context.ts';
import { useQuoted } from './quoted.ts';
import { saidIn } from './said.ts';

/** The small picture of what is quoted, where it is one. */
function Thumb({ entry }: { entry: Entry }) {
  const said = saidIn(entry);
  if (said?.type !== 'photo' && said?.type !== 'video') return null;
  const small = said.type === 'photo' ? said.thumbId : said.posterId;
  const src =
    mediaUrl(entry.clientId, said.type === 'photo' ? 'thumbId' : 'posterId', small) ??
    placeholderOf(said.placeholder);
  if (src === null) return null;
  return <img src={src} alt="" className="size-[36px] shrink-0 rounded-md object-cover" />;
}

type QuoteLineProps = { state: State; entry: Entry | null; className?: string };

/** Who said what, in two short lines. */
export function QuoteLine({ state, entry, className }: QuoteLineProps) {
  return (
    <span
      className={classNames(
        'flex min-h-11 min-w-0 items-center gap-2 rounded-lg border-s-4 border-accent',
        'bg-ink/6 px-2.5 py-1 text-start text-sm',
        className,
      )}
    >
      <span className="min-w-0 flex-1">
        {entry === null ? (
          <span className="text-muted">
            <Trans>A message that is not here any more</Trans>
          </span>
        ) : (
          <>
            <span dir="auto" className="block truncate font-semibold text-accent-text">
              {personName(state, entry.senderId)}
            </span>
            <span dir="auto" className="block truncate text-muted">
              {sentenceOf(state, entry)}
            </span>
          </>
        )}
      </span>
      {entry === null ? null : <Thumb entry={entry} />}
    </span>
  );
}

/** The message that is answered, above the answer; pressing it leads to its place. */
export function Quoted({ seq }: { seq: number }) {
  const { id, jumpTo } = useThreadPlace();
  // What is quoted may have changed or just come.
  const state = useConversationState(id);
  const entry = useQuoted(state, id, seq);
  return (
    <button type="button" onClick={() => jumpTo(seq)} className="mb-1.5 block w-full max-w-full">
      <QuoteLine state={state} entry={entry} />
    </button>
  );
}
