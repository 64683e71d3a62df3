import type { ShownMessage } from '@plaza/contract';
import { formatDateTime } from '../../../i18n/format.ts';
import { RichText } from '../RichText.tsx';
import type { MessageRow } from '../rows.ts';
import { Frame } from './Frame.tsx';

type Imported = Extract<ShownMessage, { type: 'imported' }>;

/** A message of another messenger, as its export tells it: who said it and when is its word. */
export function ImportedBody({ row, said }: { row: MessageRow; said: Imported }) {
  return (
    <Frame row={{ ...row, isOwn: false }} name={said.author === '' ? null : said.author}>
      <div dir="auto" className="flow-root whitespace-pre-wrap select-text">
        <RichText text={said.text} />
        <time
          dateTime={said.sentAt}
          className="float-end ms-3 mt-1.5 text-2xs leading-none text-muted tabular-nums"
        >
          {formatDateTime(said.sentAt)}
        </time>
      </div>
    </Frame>
  );
}
