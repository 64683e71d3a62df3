import { t } from '@lingui/core/macro';
import type { PersonId } from '@plaza/base';
import type { State } from '@plaza/client';
import type { ShownMessage } from '@plaza/contract';
import { personName } from './names.ts';
import { oneLine } from './text.ts';

type PacketSaid = Extract<ShownMessage, { type: 'packet' | 'packetTaken' }>;

/** What happened with a red packet, as one sentence for this viewer. */
export function packetSentence(state: State, said: PacketSaid, senderId: PersonId): string {
  const byMe = senderId === state.me?.personId;
  const name = personName(state, senderId);
  if (said.type === 'packetTaken') {
    return byMe ? t`You took the red packet.` : t`${name} took your red packet.`;
  }
  const sentence = byMe ? t`You sent a red packet.` : t`${name} sent a red packet.`;
  const greeting = oneLine(said.greeting);
  return greeting === '' ? sentence : `${sentence} ${greeting}`;
}

/** The same in the list of chats, where there is room for a few words. */
export function packetPreview(said: PacketSaid): string {
  if (said.type === 'packetTaken') return t`[Red packet] taken`;
  const greeting = oneLine(said.greeting);
  return greeting === '' ? t`[Red packet]` : t`[Red packet] ${greeting}`;
}
