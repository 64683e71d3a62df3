import type { Database } from '../../../kernel/db/index.ts';

export type ChatCounts = { conversations: number; messages: number };

/**
 * How much there is in all. The logs have no gaps, so the sum of their last sequences is the
 * number of entries, without a look at any of them.
 */
export async function selectCounts(db: Pick<Database, 'query'>): Promise<ChatCounts> {
  const { rows } = await db.query<{ conversations: bigint; messages: string | null }>(
    'select count(*) as conversations, sum(last_seq) as messages from chat_conversation',
  );
  const [row] = rows;
  return { conversations: Number(row?.conversations ?? 0), messages: Number(row?.messages ?? 0) };
}
