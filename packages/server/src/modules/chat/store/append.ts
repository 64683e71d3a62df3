import type { ClientId, ConversationId, PersonId } from '@plaza/base';
import type { Database } from '../../../kernel/db/index.ts';

type Client = Awaited<ReturnType<Database['connect']>>;

export type AppendCode =
  | 'ok'
  | 'duplicate'
  /** Written before, and no longer what was sent. */
  | 'superseded'
  | 'message_conflict'
  | 'conversation_unknown'
  | 'not_member'
  | 'not_contact'
  | 'blocked'
  | 'group_muted'
  | 'read_only';

/** A message with its body as it is stored, written down once. */
export type AppendInput = {
  conversationId: ConversationId;
  senderId: PersonId;
  clientId: ClientId;
  bodyJson: string;
  hasMentions: boolean;
};

export type AppendRow = {
  /** The place of the message in the batch. */
  index: number;
  code: AppendCode;
  seq: number;
  at: Date;
  expiresAt: Date | null;
  /** The membership by which it was judged; null for what was written before. */
  version: number | null;
};

type Row = Omit<AppendRow, 'index'> & { ord: number };

const append = {
  name: 'chat_append',
  text: `select ord::float8, code, seq::float8, at, expires_at as "expiresAt", version::float8
         from chat_append($1::uuid[], $2::uuid[], $3::uuid[], $4::jsonb[], $5, $6, $7)`,
};

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

/**
 * Appends a batch in one commit; messages that are missing in the answer are to be tried again. A
 * checked batch holds no message twice.
 */
export async function appendBatch(
  client: Client,
  inputs: readonly AppendInput[],
  options: { at: Date; isChecked: boolean },
): Promise<AppendRow[]> {
  const { rows } = await client.query<Row>({
    ...append,
    values: [
      inputs.map((input) => input.conversationId),
      inputs.map((input) => input.senderId),
      inputs.map((input) => input.clientId),
      inputs.map((input) => input.bodyJson),
      options.at,
      options.isChecked,
      inputs.some((input) => input.hasMentions),
    ],
  });
  return rows
    .map(({ ord, ...row }) => ({ index: ord - 1, ...row }))
    .sort((a, b) => a.index - b.index);
}
