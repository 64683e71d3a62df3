import { secureRandom, systemClock, type ClientId, type ConversationId } from '@plaza/base';
import { openDatabase } from '../../../packages/server/src/kernel/db/index.ts';
import type { Flood } from './writers.ts';

const quiet = () => undefined;
const log = { info: quiet, warn: quiet, error: quiet };

type Row = { seq: number; clientId: ClientId | null };

/** Judges what is stored by what was promised; in sentences, as many as are wrong. */
export async function judgeFlood(url: string, { promised }: Flood): Promise<string[]> {
  const broken: string[] = [];
  const around = { clock: systemClock, random: secureRandom, log };
  await using db = await openDatabase({ url, dataDir: '', maxConnections: 2, ...around });
  for (const [conversationId, own] of promised) {
    const { rows } = await db.query<Row>(
      `select seq::float8 as seq, client_id as "clientId" from chat_entry
       where conversation_id = $1 order by seq`,
      [conversationId],
    );
    broken.push(...judgeLog(conversationId, rows, own));
  }
  return broken;
}

function judgeLog(
  conversationId: ConversationId,
  rows: readonly Row[],
  own: ReadonlyMap<ClientId, number>,
): string[] {
  const broken: string[] = [];
  const places = new Map<ClientId, number>();
  for (const [index, { seq, clientId }] of rows.entries()) {
    if (seq !== index + 1) return [`the log of ${conversationId} has a gap before ${seq}`];
    if (clientId === null) continue;
    if (places.has(clientId)) broken.push(`${clientId} stands twice in ${conversationId}`);
    places.set(clientId, seq);
  }
  for (const [clientId, seq] of own) {
    const at = places.get(clientId);
    if (at !== seq) broken.push(`${clientId} was promised at ${seq} and stands at ${at}`);
  }
  return broken;
}
