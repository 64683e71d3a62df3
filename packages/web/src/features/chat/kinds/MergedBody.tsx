import { Plural, Trans } from '@lingui/react/macro';
import type { ShownMessage } from '@plaza/contract';
import { ChevronRight } from 'lucide-react';
import { Link } from 'wouter';
import type { MessageRow } from '../rows.ts';
import { useThreadPlace } from './context.ts';
import { Frame } from './Frame.tsx';
import { Meta } from './Meta.tsx';
import { wordsOfMessage } from './words.ts';

type Merged = Extract<ShownMessage, { type: 'merged' }>;
const shownLines = 4;

/** Several messages that were forwarded as one: the first lines, and a page with all of them. */
export function MergedBody({
  row,
  name,
  said,
}: {
  row: MessageRow;
  name: string | null;
  said: Merged;
}) {
  const { id } = useThreadPlace();
  const count = said.items.length;
  return (
    <Frame row={row} name={name} className="w-72 max-w-full">
      <Link
        to={`/chats/${id}/merged/${row.seq}`}
        className="-mx-1 block rounded-lg px-1 hover:bg-hover/60"
      >
        <span dir="auto" className="line-clamp-2 font-semibold">
          {said.title === '' ? <Trans>Chat history</Trans> : said.title}
        </span>
        <span className="mt-1 flex flex-col gap-0.5 text-sm text-muted">
          {said.items.slice(0, shownLines).map((item, index) => (
            // The items of a merged message never change.
            <span key={index} dir="auto" className="truncate">
              <bdi>{item.author}</bdi>: {wordsOfMessage(item.message)}
            </span>
          ))}
        </span>
        <span className="mt-1 flex min-h-11 items-center justify-between gap-2 border-t border-ink/10 text-sm text-accent-text">
          <Plural value={count} one="# message" other="# messages" />
          <ChevronRight aria-hidden="true" className="size-5 rtl:-scale-x-100" />
        </span>
      </Link>
      <div className="flow-root">
        <Meta row={row} />
      </div>
    </Frame>
  );
}
