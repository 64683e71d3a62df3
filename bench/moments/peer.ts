import type { PersonId } from '@plaza/base';
import type { Database } from '../../packages/server/src/kernel/db/index.ts';

// What a home timeline is where nobody judges it: the newest posts of those one follows, as
// Mastodon asks for them when its cache is cold. It knows no audience, no window, no likes.

const plain = `select p.author_id, p.post_id, p.at, p.text from moments_post p
  where p.author_id in (
      select person_id from contacts_contact where owner_id = $1 and listed
    ) and p.at < $2
  order by p.at desc, p.post_id desc limit 20`;

type Asking = Pick<Database, 'query'>;

export async function askPlain(db: Asking, viewerId: PersonId, before: Date): Promise<number> {
  const startedMs = performance.now();
  const { rowCount } = await db.query(plain, [viewerId, before]);
  if (rowCount !== 20) throw new Error('the plain query found less than a page');
  return performance.now() - startedMs;
}

/** Runs without the index by time, as where posts are kept by their authors only. */
export async function withoutTimeIndex<T>(
  db: Database,
  run: (db: Asking) => Promise<T>,
): Promise<T> {
  const client = await db.connect();
  try {
    await client.query('begin');
    await client.query('drop index moments_post_time');
    return await run({ query: (text, values) => client.query(text as string, values as []) });
  } finally {
    await client.query('rollback');
    await client.end();
  }
}

type Node = { 'Node Type': string; 'Relation Name'?: string; Plans?: Node[] };

function* nodesOf(node: Node): Generator<Node> {
  yield node;
  for (const inner of node.Plans ?? []) yield* nodesOf(inner);
}

/** The tables that a statement reads in full. */
export async function tablesReadInFull(
  db: Database,
  statement: { text: string; values: readonly unknown[] },
): Promise<string[]> {
  const { rows } = await db.query<{ 'QUERY PLAN': { Plan: Node }[] }>(
    `explain (format json) ${statement.text}`,
    statement.values,
  );
  const plan = rows[0]?.['QUERY PLAN'][0]?.Plan;
  if (plan === undefined) throw new Error('no plan');
  return [...nodesOf(plan)]
    .filter((node) => node['Node Type'] === 'Seq Scan')
    .map((node) => node['Relation Name'] ?? '?');
}
