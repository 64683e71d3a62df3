import type { ClientId, ConversationId, PersonId } from '@plaza/base';
import type { Entry } from '@plaza/contract';
import { value, type City } from '../testing.ts';
import type { NewMessage, StoredMessage } from '../types.ts';

export type Told = { entry: Entry; target?: Entry };

/** Sends any kind of message, and gives its sequence. */
export async function put(
  city: City,
  from: PersonId,
  what: { to: ConversationId; message: StoredMessage; clientId?: ClientId },
): Promise<number> {
  const clientId = what.clientId ?? city.newId<ClientId>();
  const sent: NewMessage = {
    conversationId: what.to,
    senderId: from,
    clientId,
    message: what.message,
  };
  return value(await city.chat.send(sent)).seq;
}

export const text = (words: string) => ({ type: 'text', text: words }) as const;

/** What somebody's devices heard of one conversation. */
export function heard(city: City, personId: PersonId, id: ConversationId): Told[] {
  return city.told(personId).flatMap(({ name, payload }) => {
    const isHere = name === 'chat.entryAppended' && payload.conversationId === id;
    return isHere ? [payload as Told] : [];
  });
}

/** All rows of the module that belong to one message, counted by table. */
export async function belongings(city: City, id: ConversationId, seq: number) {
  const counts: Record<string, number> = {};
  for (const table of ['chat_edit', 'chat_reaction', 'chat_vote', 'chat_mention']) {
    const { rows } = await city.db.query<{ count: number }>(
      `select count(*)::int as count from ${table} where conversation_id = $1 and seq = $2`,
      [id, seq],
    );
    counts[table] = rows[0]?.count ?? 0;
  }
  return counts;
}

/** Every row of the whole database, as text: what is searched for words that must be gone. */
export async function everything(city: City): Promise<string> {
  const { rows: tables } = await city.db.query<{ name: string }>(
    `select quote_ident(tablename) as name from pg_tables where schemaname = 'public'`,
  );
  let all = '';
  for (const { name } of tables) {
    const { rows } = await city.db.query<{ row: string }>(`select t::text as row from ${name} t`);
    all += rows.map(({ row }) => row).join('\n');
  }
  return all;
}
