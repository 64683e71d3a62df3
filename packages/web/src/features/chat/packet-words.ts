import { t } from '@lingui/core/macro';
import type { PersonId } from '@plaza/base';
import type { State, Taking } from '@plaza/client';
import type { ShownMessage } from '@plaza/contract';
import { memberName, personName } from './names.ts';
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

/** That somebody took a share in a group, for the two people who are told. */
export function takingSentence(state: State, taking: Taking): string {
  const { conversationId, sender, taker, last } = taking;
  const meId = state.me?.personId;
  const name = memberName(state, conversationId, taker.personId);
  if (taker.personId === meId) {
    if (sender.personId === meId) return t`You took a share of your own red packet.`;
    const from = memberName(state, conversationId, sender.personId);
    return t`You took a share of ${from}’s red packet.`;
  }
  return last
    ? t`${name} took the last share of your red packet.`
    : t`${name} took a share of your red packet.`;
}
