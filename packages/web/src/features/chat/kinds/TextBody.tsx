import { Trans } from '@lingui/react/macro';
import type { TextMessage } from '@plaza/contract';
import { classNames } from '../../../ui/index.ts';
import { RichText } from '../RichText.tsx';
import type { MessageRow } from '../rows.ts';
import { isEmojiOnly } from '../text.ts';
import { useThreadPlace } from './context.ts';
import { Frame, SenderName } from './Frame.tsx';
import { LinkCard } from './LinkCard.tsx';
import { mentionNames } from './mention-names.ts';
import { Meta } from './Meta.tsx';
import { Quoted } from './Quoted.tsx';

type TextBodyProps = { row: MessageRow; name: string | null; said: TextMessage };

/** What somebody wrote. */
export function TextBody({ row, name, said }: TextBodyProps) {
  const { state, id } = useThreadPlace();
  const { isOwn, entry } = row;
  if (isEmojiOnly(said.text)) {
    return (
      <div className="px-1 pb-1">
        <SenderName name={name} />
        {said.replyTo === undefined ? null : <Quoted seq={said.replyTo} />}
        <p className="text-5xl leading-tight">{said.text}</p>
        <div className={classNames('flow-root', !isOwn && '[&>span]:float-start [&>span]:ms-0')}>
          <Meta row={row} />
        </div>
      </div>
    );
  }
  return (
    <Frame row={row} name={name}>
      <div dir="auto" className="flow-root whitespace-pre-wrap select-text">
        <RichText text={said.text} names={mentionNames(state, id, said)} />
        {entry?.preview === undefined ? <Meta row={row} /> : null}
      </div>
      {entry?.preview === undefined ? null : (
        <>
          <LinkCard preview={entry.preview} />
          <Meta row={row} place="line" />
        </>
      )}
    </Frame>
  );
}

/** The place of a message whose sender is gone. */
export function ErasedBody({ row, name }: { row: MessageRow; name: string | null }) {
  return (
    <Frame row={row} name={name}>
      <div className="flow-root">
        <em className="text-muted">
          <Trans>Message of a deleted account</Trans>
        </em>
        <Meta row={row} />
      </div>
    </Frame>
  );
}
