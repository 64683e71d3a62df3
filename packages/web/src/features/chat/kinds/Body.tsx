import { Trans } from '@lingui/react/macro';
import { unreachable } from '@plaza/base';
import type { MessageRow } from '../rows.ts';
import { ContactBody } from './ContactBody.tsx';
import { FileBody } from './FileBody.tsx';
import { Frame } from './Frame.tsx';
import { ImportedBody } from './ImportedBody.tsx';
import { InviteBody } from './InviteBody.tsx';
import { LocationBody } from './LocationBody.tsx';
import { MediaBody } from './MediaBody.tsx';
import { MergedBody } from './MergedBody.tsx';
import { Meta } from './Meta.tsx';
import { PollBody } from './PollBody.tsx';
import { isKnown } from './said.ts';
import { StickerBody } from './StickerBody.tsx';
import { ErasedBody, TextBody } from './TextBody.tsx';
import { VoiceBody } from './VoiceBody.tsx';

type BodyProps = {
  row: MessageRow;
  /** Who says it, above the first of their bubbles in a group. */
  name: string | null;
};

function UnknownBody({ row, name }: BodyProps) {
  return (
    <Frame row={row} name={name}>
      <div className="flow-root">
        <em className="text-muted">
          <Trans>This message needs a newer version of the app.</Trans>
        </em>
        <Meta row={row} />
      </div>
    </Frame>
  );
}

/** What somebody said, whatever kind it is of. */
export function Body({ row, name }: BodyProps) {
  const { said } = row;
  if (said === null) return <ErasedBody row={row} name={name} />;
  if (!isKnown(said)) return <UnknownBody row={row} name={name} />;
  switch (said.type) {
    case 'text':
      return <TextBody {...{ row, name, said }} />;
    case 'photo':
    case 'video':
      return <MediaBody {...{ row, name, said }} />;
    case 'file':
      return <FileBody {...{ row, name, said }} />;
    case 'voice':
      return <VoiceBody {...{ row, name, said }} />;
    case 'sticker':
      return <StickerBody {...{ row, name, said }} />;
    case 'location':
      return <LocationBody {...{ row, name, said }} />;
    case 'contact':
      return <ContactBody {...{ row, name, said }} />;
    case 'poll':
      return <PollBody {...{ row, name, said }} />;
    case 'merged':
      return <MergedBody {...{ row, name, said }} />;
    case 'groupInvite':
      return <InviteBody {...{ row, name, said }} />;
    case 'imported':
      return <ImportedBody {...{ row, said }} />;
    case 'transfer':
    case 'transferSettled':
    case 'packet':
    case 'packetTaken':
    case 'bill':
    case 'billReminder':
      // Money has rows of its own.
      return <UnknownBody row={row} name={name} />;
    default:
      return unreachable(said);
  }
}
