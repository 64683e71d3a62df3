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
  at: string;
  expiresAt: Date | null;
  /** The membership by which it was judged; null for what was written before. */
  version: number | null;
};

type Row = Omit<AppendRow, 'index' | 'at'> & { ord: number; at: Date };
/** Most rows are written now: nothing is told of them that is known. */
type NewRow = Pick<Row, 'ord' | 'seq' | 'expiresAt' | 'version'> & { refused: AppendCode | null };

const append = {
  name: 'chat_append',
  text: `select ord::float8, nullif(code, 'ok') as refused, seq::float8,
           expires_at as "expiresAt", version::float8
         from chat_append($1::uuid[], $2::uuid[], $3::uuid[], $4::jsonb[], $5, $6)`,
};

const written = {
  name: 'chat_written',
  text: `select i.ord::float8, e.seq::float8, e.at, e.expires_at as "expiresAt", null as version,
           case
             when e.type <> 'message' or e.extra ? 'editedAt' or e.expires_at <= $5
               then 'superseded'
             when e.body = i.body then 'duplicate'
             else 'message_conflict'
           end as code
         from unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::jsonb[])
           with ordinality as i (conversation_id, sender_id, client_id, body, ord)
         cross join lateral (
           select e.* from chat_entry e
           where e.conversation_id = i.conversation_id and e.sender_id = i.sender_id
             and e.client_id = i.client_id
         ) e`,
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

/** Ids hold nothing that an array literal would have to quote. */
const uuids = (ids: readonly string[]) => `{${ids.join(',')}}`;
/** In JSON text the same signs must be escaped as in an array literal: quotes, backslashes. */
const quoted = (json: string) => JSON.stringify(json);

/** Columns as array literals: written out once, where the driver would look at each value. */
const columnsOf = (inputs: readonly AppendInput[]) => [
  uuids(inputs.map((input) => input.conversationId)),
  uuids(inputs.map((input) => input.senderId)),
  uuids(inputs.map((input) => input.clientId)),
  `{${inputs.map((input) => quoted(input.bodyJson)).join(',')}}`,
];

const toAppendRow = ({ ord, at, ...row }: Row): AppendRow => {
  return { index: ord - 1, at: at.toISOString(), ...row };
};

/** Appends a batch in one commit; messages that are missing in the answer are to be tried again. */
export async function appendBatch(
  client: Client,
  inputs: readonly AppendInput[],
  at: Date,
): Promise<AppendRow[]> {
  const hasMentions = inputs.some((input) => input.hasMentions);
  const values = [...columnsOf(inputs), at, hasMentions];
  const { rows } = await client.query<NewRow>({ ...append, values });
  const atIso = at.toISOString();
  return rows
    .map(({ ord, refused, seq, expiresAt, version }) => {
      return { index: ord - 1, code: refused ?? 'ok', seq, at: atIso, expiresAt, version };
    })
    .sort((a, b) => a.index - b.index);
}

/**
 * Appends a batch that may hold what was written before, but no message twice. What is found is
 * answered as it stands in the log; the rest is appended. If another process writes one of them in
 * between, the unique index says so, and the next look finds it.
 */
export async function appendChecked(
  client: Client,
  inputs: readonly AppendInput[],
  at: Date,
): Promise<AppendRow[]> {
  const { rows } = await client.query<Row>({ ...written, values: [...columnsOf(inputs), at] });
  const found = rows.map(toAppendRow);
  const known = new Set(found.map(({ index }) => index));
  const rest = inputs.flatMap((_, index) => (known.has(index) ? [] : [index]));
  if (rest.length === 0) return found;
  const appended = await appendBatch(
    client,
    rest.map((index) => inputs[index] as AppendInput),
    at,
  );
  return [...found, ...appended.map((row) => ({ ...row, index: rest[row.index] as number }))];
}
