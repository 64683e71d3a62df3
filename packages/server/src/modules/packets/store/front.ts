import type { PacketId, PersonId } from '@plaza/base';
import type { PacketRow, TakerState } from '../types.ts';
import type { Querying } from './tables.ts';

/** Somebody before a packet. */
export type Knock = { packetId: PacketId; personId: PersonId };

/** What is asked before anything else, of everybody who opens a packet: without its shares. */
export type Front = Pick<
  PacketRow,
  | 'packetId'
  | 'senderId'
  | 'conversationId'
  | 'isDirect'
  | 'forPersonId'
  | 'shareCount'
  | 'currency'
  | 'state'
  | 'givenCount'
  | 'isCutShort'
  | 'expiresAt'
> & {
  /** How the share stands that was promised to this person; null: none was. */
  ownState: TakerState | null;
};

/** The packets, each as its person stands to it, in the order asked for; null: there is none. */
export async function selectFronts(
  q: Querying,
  knocks: readonly Knock[],
): Promise<(Front | null)[]> {
  const { rows } = await q.query<Front & { place: number }>(
    `select q.place::int, p.packet_id as "packetId", p.sender_id as "senderId",
       p.conversation_id as "conversationId", p.is_direct as "isDirect",
       p.for_person_id as "forPersonId", p.share_count as "shareCount", p.currency, p.state,
       p.given_count as "givenCount", p.is_cut_short as "isCutShort", p.expires_at as "expiresAt",
       t.state as "ownState"
     from unnest($1::uuid[], $2::uuid[]) with ordinality as q (packet_id, person_id, place)
     join packets_packet p on p.packet_id = q.packet_id
     left join packets_taker t on t.packet_id = q.packet_id and t.person_id = q.person_id`,
    [knocks.map((knock) => knock.packetId), knocks.map((knock) => knock.personId)],
  );
  const fronts = new Map(rows.map(({ place, ...front }) => [place, front]));
  return knocks.map((_, index) => fronts.get(index + 1) ?? null);
}
