import type { Database } from '../../../kernel/db/index.ts';
import type { NewMessage } from '../types.ts';

type Client = Awaited<ReturnType<Database['connect']>>;

export type AppendCode =
  | 'ok'
  | 'duplicate'
  | 'message_conflict'
  | 'conversation_unknown'
  | 'not_member'
  | 'not_contact'
  | 'blocked';

export type AppendRow = {
  /** The place of the message in the batch. */
  index: number;
  code: AppendCode;
  seq: number;
  at: Date;
  /** The membership by which it was judged; null for what was written before. */
  version: number | null;
};

type Row = { ord: number; code: AppendCode; seq: number; at: Date; version: number | null };

const text = (name: string) =>
  `select ord::float8, code, seq::float8, at, version::float8
   from ${name}($1::uuid[], $2::uuid[], $3::uuid[], $4::jsonb[], $5)`;
const plain = { name: 'chat_append', text: text('chat_append') };
const checked = { name: 'chat_append_checked', text: text('chat_append_checked') };

/**
 * Settings of a lane's connection. The plan is made once, perhaps while the tables are empty, and
 * must stay right when they are full: only walks along the keys are allowed.
 */
export async function prepareLane(client: Client): Promise<void> {
  await client.query(
    `set plan_cache_mode = force_generic_plan; set enable_seqscan = off;
     set enable_hashjoin = off; set enable_mergejoin = off; set jit = off;
     set statement_timeout = '30s'`,
  );
}

/** Appends a batch in one commit; messages that are missing in the answer are to be tried again. */
export async function appendBatch(
  client: Client,
  messages: readonly NewMessage[],
  options: { at: Date; isChecked: boolean },
): Promise<AppendRow[]> {
  const { rows } = await client.query<Row>({
    ...(options.isChecked ? checked : plain),
    values: [
      messages.map((message) => message.conversationId),
      messages.map((message) => message.senderId),
      messages.map((message) => message.clientId),
      messages.map(({ message }) => JSON.stringify({ type: 'message', message })),
      options.at,
    ],
  });
  return rows
    .map(({ ord, ...row }) => ({ index: ord - 1, ...row }))
    .sort((a, b) => a.index - b.index);
}
