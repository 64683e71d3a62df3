import { expect, test } from 'vitest';
import { migrationSources } from '@plaza/server';
import { testDatabase, type TestDatabase } from '../../packages/server/src/kernel/db/testing.ts';

// The schema may be spread over machines by keys (Citus) only where every unique key holds the key
// that a table is spread by, and no foreign key leads elsewhere. A new table names its key here.

/** By column: the tables that are spread by it. */
const spread: Record<string, readonly string[]> = {
  conversation_id: [
    ...['announcement_read', 'attachment', 'conversation', 'edit', 'entry', 'invite'],
    ...['join_link', 'join_request', 'member', 'mention', 'note', 'reaction', 'vote'],
  ]
    .map((name) => `chat_${name}`)
    .concat('calls_room', 'search_block', 'search_stale'),
  person_id: [
    ...['chat_hidden', 'chat_import', 'chat_inbox', 'chat_preference', 'chat_reminder'],
    ...['chat_schedule', 'calls_line', 'calls_setting', 'contacts_person', 'contacts_request_day'],
    ...['favourites_file', 'favourites_item', 'pay_command', 'pay_erasure', 'pay_line'],
    ...[
      'bills_party',
      'codes_day',
      'codes_device',
      'codes_person',
      'merchants_party',
      'packets_party',
      'pay_party',
      'pay_pin',
      'pay_pin_reset',
      'pay_standing',
      'pay_use',
      'pay_wallet',
      'push_slot',
      'rails_clerk',
      'rails_closing',
      'push_subscription',
    ],
    ...['rights_deletion', 'rights_export', 'stickers_collected', 'sync_event', 'sync_head'],
    ...['trust_newcomer_use', 'moments_notice', 'moments_person'],
  ],
  author_id: ['moments_comment', 'moments_file', 'moments_like', 'moments_post'],
  owner_id: ['contacts_contact', 'contacts_request', 'kernel_upload_day'],
  call_id: ['calls_call', 'calls_party'],
  case_id: ['trust_case', 'trust_evidence_file'],
  code: ['contacts_code'],
  batch_id: ['rails_batch'],
  deposit_id: ['rails_deposit'],
  entry_id: ['rails_entry'],
  reference: ['rails_reference'],
  code_hash: ['codes_code', 'rails_voucher'],
  giver_id: ['family_card', 'family_payment'],
  holder_id: ['family_held'],
  payout_id: ['rails_payout'],
  digits: ['chat_meeting'],
  file_id: ['kernel_file'],
  mchid: ['merchants_number'],
  merchant_id: [
    ...['line', 'merchant', 'move', 'order', 'shift', 'staff', 'wallet'].map(
      (name) => `merchants_${name}`,
    ),
    ...['access', 'attempt', 'batch', 'detail', 'key', 'nonce', 'notice', 'part'].map(
      (name) => `payv3_${name}`,
    ),
  ],
  appid: ['payv3_app', 'payv3_openid'],
  operation_id: ['pay_operation'],
  bill_id: ['bills_bill', 'bills_share'],
  packet_id: ['packets_packet', 'packets_taker'],
  pack_id: ['stickers_pack', 'stickers_sticker'],
  transfer_id: ['pay_transfer'],
  upload_id: ['kernel_upload'],
};

/** By reason: the tables that stay in one place. */
const local: Record<string, readonly string[]> = {
  'the directory is small, and asked by handle, by secret and by person alike': [
    ...['challenge', 'handle', 'lock', 'passkey', 'password', 'person', 'recovery_code'],
    ...['reset', 'session', 'ticket'],
  ].map((name) => `identity_${name}`),
  'one fenced writer keeps the ledger': [
    ...['account', 'answer', 'balance', 'chain', 'expiry', 'failure', 'pending', 'request'],
    ...['transfer', 'writer'],
  ].map((name) => `ledger_${name}`),
  'one row, or one a module': [
    ...['kernel_migration', 'operator_claim', 'pay_cursor', 'push_key', 'push_progress'],
    ...['search_progress', 'payv3_platform', 'payv3_certificate'],
  ],
  'read in order across the city, by operators': ['operator_audit'],
  'a few rows for the whole city': ['pay_currency'],
  'a few rows a day, for anybody': ['proofs_head', 'proofs_key', 'proofs_tile'],
  'written beside rows of any key and emptied at once': ['kernel_outbox'],
};

const keyOf = new Map(
  Object.entries(spread).flatMap(([key, tables]) => tables.map((table) => [table, key] as const)),
);
const declared = [...Object.values(spread), ...Object.values(local)].flat();

/** Tables as somebody sees them: the parts of one that is divided are not tables of their own. */
async function tablesOf(db: TestDatabase): Promise<string[]> {
  const { rows } = await db.query<{ name: string }>(
    `select relname as name from pg_class
     where relnamespace = 'public'::regnamespace and relkind in ('r', 'p') and not relispartition
     order by relname`,
  );
  return rows.map(({ name }) => name);
}

type Unique = { table: string; index: string; columns: string[] };

async function uniqueKeysOf(db: TestDatabase): Promise<Unique[]> {
  const { rows } = await db.query<Unique>(
    `select c.relname as table, i.relname as index,
       array(
         select a.attname::text from unnest(x.indkey::int2[]) as k (number)
         join pg_attribute a on a.attrelid = c.oid and a.attnum = k.number
       ) as columns
     from pg_index x
     join pg_class c on c.oid = x.indrelid and not c.relispartition
     join pg_class i on i.oid = x.indexrelid
     where x.indisunique and c.relnamespace = 'public'::regnamespace
     order by i.relname`,
  );
  return rows;
}

type Foreign = { name: string; from: string; to: string; pairs: string[] };

async function foreignKeysOf(db: TestDatabase): Promise<Foreign[]> {
  const { rows } = await db.query<Foreign>(
    `select f.conname as name, f.conrelid::regclass::text as from,
       f.confrelid::regclass::text as to,
       array(
         select a.attname || '=' || b.attname
         from unnest(f.conkey, f.confkey) as k (near, far)
         join pg_attribute a on a.attrelid = f.conrelid and a.attnum = k.near
         join pg_attribute b on b.attrelid = f.confrelid and b.attnum = k.far
       ) as pairs
     from pg_constraint f
     where f.contype = 'f' and f.conparentid = 0
       and f.connamespace = 'public'::regnamespace
     order by f.conname`,
  );
  return rows;
}

async function sequencesOf(db: TestDatabase): Promise<string[]> {
  const { rows } = await db.query<{ name: string }>(
    `select relname as name from pg_class
     where relkind = 'S' and relnamespace = 'public'::regnamespace`,
  );
  return rows.map(({ name }) => name);
}

/** What keeps the schema from being spread, in words. */
async function hindrances(db: TestDatabase): Promise<string[]> {
  const tables = await tablesOf(db);
  const keys = await uniqueKeysOf(db);
  const found: string[] = [];
  for (const table of tables) {
    if (!declared.includes(table)) found.push(`${table} says nowhere what it is spread by`);
    const isKeyed = keys.some((key) => key.table === table);
    if (keyOf.has(table) && !isKeyed) found.push(`${table} has no key`);
  }
  for (const { table, index, columns } of keys) {
    const key = keyOf.get(table);
    if (key !== undefined && !columns.includes(key)) found.push(`${index} lacks ${key}`);
  }
  for (const { name, from, to, pairs } of await foreignKeysOf(db)) {
    const [near, far] = [keyOf.get(from), keyOf.get(to)];
    if (near === undefined && far === undefined) continue;
    if (!pairs.includes(`${near}=${far}`)) found.push(`${name} leads to other keys`);
  }
  for (const name of await sequencesOf(db)) found.push(`${name} counts for the whole city`);
  return found;
}

test('every table can be spread by its key, or says why it stays', async () => {
  await using db = await testDatabase(migrationSources);
  expect(await hindrances(db)).toEqual([]);
  const tables = await tablesOf(db);
  expect(declared.filter((table) => !tables.includes(table))).toEqual([]);
  expect(new Set(declared).size).toBe(declared.length);
});

test('what could not be spread is found', async () => {
  await using db = await testDatabase(migrationSources);
  await db.query(`
    create table stray (id uuid primary key);
    create unique index chat_note_text on chat_note (note_id);
    create sequence counter;
    create table chat_link (conversation_id uuid, person_id uuid);
    alter table chat_reaction add constraint strays
      foreign key (person_id) references identity_person (person_id)`);
  expect(await hindrances(db)).toEqual([
    'chat_link says nowhere what it is spread by',
    'stray says nowhere what it is spread by',
    'chat_note_text lacks conversation_id',
    'strays leads to other keys',
    'counter counts for the whole city',
  ]);
});
