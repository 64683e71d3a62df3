import type { State } from '@plaza/client';
import type { Entry } from '@plaza/contract';
import { Phone, PhoneMissed, Video } from 'lucide-react';
import { classNames } from '../../ui/index.ts';
import type { CallBody } from './call-words.ts';
import { sentenceOf } from './sentences.ts';

type CallLineProps = { state: State; entry: Entry; body: CallBody };

/** What the log says of a call; one that I missed stands out. */
export function CallLine({ state, entry, body }: CallLineProps) {
  const isMine = entry.senderId === state.me?.personId;
  const isMissed = body.type === 'callMissed' && !isMine;
  const Icon = isMissed ? PhoneMissed : body.media === 'video' ? Video : Phone;
  return (
    <p
      className={classNames(
        'mx-auto flex w-fit max-w-full items-center gap-2',
        isMissed && 'font-medium text-danger',
      )}
    >
      <Icon aria-hidden="true" className="size-4 shrink-0" />
      <span dir="auto">{sentenceOf(state, entry)}</span>
    </p>
  );
}
