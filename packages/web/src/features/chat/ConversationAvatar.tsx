import type { Conversation, PersonCard } from '@plaza/contract';
import { useState } from 'react';
import { Avatar, classNames, type AvatarSize } from '../../ui/index.ts';
import { hueOf, initialOf } from '../../ui/hue.ts';

const boxes: Record<AvatarSize, string> = {
  xs: 'size-7 text-[0.35rem]',
  s: 'size-9 text-[0.45rem]',
  m: 'size-12 text-[0.6rem]',
  l: 'size-16 text-[0.8rem]',
  xl: 'size-24 text-[1.2rem]',
};

function Face({ face }: { face: PersonCard }) {
  const [hasFailed, setFailed] = useState(false);
  const { personId, displayName, photoPath } = face;
  if (photoPath !== null && !hasFailed) {
    return (
      <img
        src={photoPath}
        alt=""
        draggable={false}
        className="size-full object-cover"
        onError={() => setFailed(true)}
      />
    );
  }
  return (
    <span
      className="grid size-full place-items-center font-semibold text-white"
      style={{ backgroundColor: `oklch(0.55 0.13 ${hueOf(personId)})` }}
    >
      {initialOf(displayName)}
    </span>
  );
}

/** A group shows who is in it: two by two, or three by three. */
function GroupAvatar({ faces, size }: { faces: readonly PersonCard[]; size: AvatarSize }) {
  const shown = faces.length > 4 ? faces.slice(0, 9) : faces.slice(0, 4);
  return (
    <span
      aria-hidden="true"
      className={classNames(
        'edge grid shrink-0 content-center gap-px overflow-hidden rounded-[28%] bg-field p-0.5 select-none',
        shown.length > 4 ? 'grid-cols-3' : 'grid-cols-2',
        boxes[size],
      )}
    >
      {shown.map((face) => (
        <span key={face.personId} className="aspect-square overflow-hidden rounded-[22%]">
          <Face face={face} />
        </span>
      ))}
    </span>
  );
}

type Props = { conversation: Conversation; title: string; size?: AvatarSize };

export function ConversationAvatar({ conversation, title, size = 'm' }: Props) {
  const { peer, faces, conversationId } = conversation;
  if (peer !== null) {
    return <Avatar id={peer.personId} name={title} photoPath={peer.photoPath} size={size} />;
  }
  if (faces.length < 2) {
    return <Avatar id={conversationId} name={title} size={size} shape="service" />;
  }
  return <GroupAvatar faces={faces} size={size} />;
}
