import { Trans } from '@lingui/react/macro';
import { useMemo, useState } from 'react';
import { Link } from 'wouter';
import { classNames } from '../../ui/index.ts';
import type { MentionName } from './kinds/mention-names.ts';
import { fold, splitText, type TextPiece } from './text.ts';

const nobody: readonly MentionName[] = [];

function Piece({ piece }: { piece: TextPiece }) {
  if (piece.kind === 'text') return <span>{piece.text}</span>;
  if (piece.kind === 'link') {
    return (
      <a
        href={piece.href}
        target="_blank"
        rel="noopener noreferrer nofollow"
        dir="ltr"
        className="text-accent-text underline underline-offset-2"
      >
        {piece.text}
      </a>
    );
  }
  const look = classNames(
    'rounded px-0.5 font-semibold text-accent-text',
    piece.isMe && 'bg-accent/15',
  );
  if (piece.personId === null || piece.isMe) return <bdi className={look}>{piece.text}</bdi>;
  return (
    <Link to={`/contacts/${piece.personId}`} className={look}>
      <bdi>{piece.text}</bdi>
    </Link>
  );
}

type RichTextProps = { text: string; names?: readonly MentionName[] };

/** The text of a message: addresses are links, nothing is fetched, long ones are folded. */
export function RichText({ text, names = nobody }: RichTextProps) {
  const [isWhole, setWhole] = useState(false);
  const folded = useMemo(() => fold(text), [text]);
  const shown = folded === null || isWhole ? text : folded;
  const pieces = splitText(shown, names);
  return (
    <>
      {pieces.map((piece, index) => (
        // Pieces never move: an edited text is another text.
        <Piece key={index} piece={piece} />
      ))}
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
