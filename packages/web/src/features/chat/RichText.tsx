import { Trans } from '@lingui/react/macro';
import { useMemo, useState } from 'react';
import { fold, splitLinks } from './text.ts';

/** The text of a message: addresses are links, nothing is fetched, long ones are folded. */
export function RichText({ text }: { text: string }) {
  const [isWhole, setWhole] = useState(false);
  const folded = useMemo(() => fold(text), [text]);
  const shown = folded === null || isWhole ? text : folded;
  const pieces = useMemo(() => splitLinks(shown), [shown]);
  return (
    <>
      {pieces.map((piece, index) =>
        piece.kind === 'text' ? (
          // Pieces never move: the text of a message does not change.
          <span key={index}>{piece.text}</span>
        ) : (
          <a
            key={index}
            href={piece.href}
            target="_blank"
            rel="noopener noreferrer nofollow"
            dir="ltr"
            className="text-accent-text underline underline-offset-2"
          >
            {piece.text}
          </a>
        ),
      )}
      {folded === null ? null : (
        <>
          {isWhole ? null : '…'}
          <button
            type="button"
            aria-expanded={isWhole}
            onClick={() => setWhole(!isWhole)}
            className="block min-h-11 font-semibold text-accent-text"
          >
            {isWhole ? <Trans>Show less</Trans> : <Trans>Show more</Trans>}
          </button>
        </>
      )}
    </>
  );
}
