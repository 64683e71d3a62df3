import { Plural, Trans } from '@lingui/react/macro';
import type { State } from '@plaza/client';
import { takenTextOf } from '@plaza/client';
import { Timer } from 'lucide-react';
import { classNames } from '../../ui/index.ts';
import { articleRing, type Article } from './article.ts';
import { writeAgain } from './compose/index.ts';
import { useThreadPlace } from './kinds/context.ts';
import type { GoneRow } from './rows.ts';
import { goneSentence } from './sentences.ts';

/** An own message that was just taken back can be written again. */
function EditAgain({ row }: { row: GoneRow }) {
  const { id, state } = useThreadPlace();
  const text = takenTextOf(state, id, row.seq);
  if (text === null) return null;
  return (
    <button
      type="button"
      onClick={() => writeAgain(id, text)}
      className="-my-2.5 min-h-11 px-2 font-semibold text-accent-text"
    >
      <Trans>Edit again</Trans>
    </button>
  );
}

/** The line where a message was: taken back, or disappeared. */
export function GoneLine({
  row,
  state,
  article,
}: {
  row: GoneRow;
  state: State;
  article: Article;
}) {
  const isExpired = row.entry.body.type === 'expired';
  return (
    <div
      {...article}
      className={classNames(articleRing, 'px-8 py-2 text-center text-sm text-muted')}
    >
      <p dir="auto">
        {isExpired ? (
          <Timer aria-hidden="true" className="me-1 inline size-4 align-text-bottom" />
        ) : null}
        {row.count > 1 ? (
          <Plural value={row.count} one="# message disappeared." other="# messages disappeared." />
        ) : (
          goneSentence(state, row.entry)
        )}
        <EditAgain row={row} />
      </p>
    </div>
  );
}
