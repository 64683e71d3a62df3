import type { ConversationId, PacketId } from '@plaza/base';
import type { ShownMessage } from '@plaza/contract';
import type { Posted } from '../pay/index.ts';
import type { PacketsDeps } from './deps.ts';
import { takenMessageId } from './ids.ts';
import { selectPacket } from './store/packets.ts';
import { selectTakersOf } from './store/takers.ts';
import type { PacketRow, TakerRow } from './types.ts';

/** Told with every change of a packet, in the transaction that projects it. */
export const cardTopic = 'packets.card';
export type CardPayload = { packetId: PacketId; conversationId: ConversationId };

/**
 * The messages that a packet has in its conversation by now, in order. Each has an id that follows
 * from the packet, so all of them may be written again. In a group nobody hears who took what: the
 * sender and the taker are told by themselves.
 */
export function messagesOf(row: PacketRow, takers: readonly TakerRow[]): Posted[] {
  const { packetId, conversationId, senderId, kind, forPersonId, greeting, state } = row;
  if (state === 'processing' || state === 'failed') return [];
  const commitment = row.commitment.toString('hex');
  const card: ShownMessage = {
    ...{ type: 'packet', packetId, kind, forPersonId, greeting, commitment },
    count: row.shareCount,
  };
  const clientId = packetId as string as Posted['clientId'];
  const posts: Posted[] = [{ conversationId, senderId, clientId, message: card }];
  const taker = takers.find((one) => one.state === 'taken');
  if (!row.isDirect || taker === undefined) return posts;
  const taken: ShownMessage = { type: 'packetTaken', packetId };
  const by = { senderId: taker.personId, clientId: takenMessageId(packetId) };
  return [...posts, { conversationId, ...by, message: taken }];
}

/** Registers who writes the cards. They come from what is projected, never before the money. */
export function registerCards({ db, outbox, chat }: PacketsDeps): void {
  const write = async ({ packetId }: CardPayload) => {
    const row = await selectPacket(db, packetId);
    if (row === null) return;
    const takers = row.isDirect ? await selectTakersOf(db, [packetId]) : [];
    // A no is final: who would write it left, or is gone.
    for (const posted of messagesOf(row, takers)) await chat.post(posted);
  };
  outbox.react<CardPayload>(cardTopic, write, ({ conversationId }) => conversationId);
}
