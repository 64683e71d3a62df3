import { Trans } from '@lingui/react/macro';
import { isMutedByWords, type State } from '@plaza/client';
import { useState, type ReactNode } from 'react';
import { articleRing, type Article } from './article.ts';
import type { MessageRow } from './rows.ts';

type MutedFoldProps = { row: MessageRow; state: State; article: Article; children: ReactNode };

/** A message with a muted word is folded away until somebody wants to see it. */
export function MutedFold({ row, state, article, children }: MutedFoldProps) {
  const [isShown, setShown] = useState(false);
  const { entry } = row;
  if (isShown || entry === null || !isMutedByWords(state, entry)) return children;
  return (
    <div {...article} className={`${articleRing} px-3 py-1`}>
      <button
        type="button"
        onClick={() => setShown(true)}
        className="edge min-h-11 rounded-2xl bg-field px-4 text-sm text-muted hover:bg-hover"
      >
        <Trans>A message with a word that you muted. Show it.</Trans>
      </button>
    </div>
  );
}
