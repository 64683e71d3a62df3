import type { ConversationId, PersonId } from '@plaza/base';
import { no, yes, type Outcome } from '../../kernel/rpc/index.ts';
import type { PacketsDeps } from './deps.ts';
import type { NoPlace, PacketRow } from './types.ts';

type Chat = Pick<PacketsDeps, 'chat'>;

const outside: ReadonlySet<NoPlace> = new Set(['conversation_unknown', 'not_member']);

/** Whether somebody is in the conversation now. */
export async function isThere(
  { chat }: Chat,
  personId: PersonId,
  conversationId: ConversationId,
): Promise<boolean> {
  const place = await chat.mayCall(personId, conversationId, []);
  return place.ok || !outside.has(place.reason as NoPlace);
}

type MayNotTake = 'packet_unknown' | 'packet_not_yours' | 'not_contact' | 'blocked' | 'read_only';

/**
 * Who may take a share: whoever is in the conversation and may write to its sender there. Where
 * only leaders write, everybody may take. Of two, the sender does not take back their own.
 */
export async function judgeTaker(
  { chat }: Chat,
  personId: PersonId,
  row: Pick<PacketRow, 'conversationId' | 'senderId' | 'forPersonId' | 'isDirect'>,
): Promise<Outcome<null, MayNotTake>> {
  const place = await chat.mayCall(personId, row.conversationId, []);
  if (!place.ok) {
    const reason = place.reason as NoPlace;
    if (reason === 'conversation_unknown' || reason === 'not_member') return no('packet_unknown');
    if (reason !== 'group_muted') return no(reason);
  }
  if (row.forPersonId !== null && row.forPersonId !== personId) return no('packet_not_yours');
  if (row.isDirect && row.senderId === personId) return no('packet_not_yours');
  return yes(null);
}

/** A packet is told of to its sender, to who took of it, and to who is in the conversation. */
export async function maySee(
  deps: Chat,
  viewerId: PersonId,
  of: { row: PacketRow; hasTaken: boolean },
): Promise<boolean> {
  const { row, hasTaken } = of;
  if (row.senderId === viewerId || hasTaken) return true;
  if (row.state === 'processing' || row.state === 'failed') return false;
  return isThere(deps, viewerId, row.conversationId);
}
