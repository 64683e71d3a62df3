import type { Database } from '../../kernel/db/index.ts';
import type { DataHolding } from '../../kernel/holdings/index.ts';

/** A table and the modules that say it is theirs, where that is not exactly one. */
export type Unowned = { table: string; owners: string[] };

/**
 * Tables of the database that do not belong to exactly one holding: nobody exports and erases what
 * is in them, or two do. Also names that a holding claims and that are no table. The partitions of
 * a table belong to it. `schemas` are the ones to walk.
 */
export async function tablesWithoutOwner(
  db: Pick<Database, 'query'>,
  holdings: readonly Pick<DataHolding, 'module' | 'tables'>[],
  schemas: readonly string[] = ['public'],
): Promise<Unowned[]> {
  const { rows } = await db.query<{ name: string; isPartition: boolean }>(
    `select t.table_name as name, c.relispartition as "isPartition"
     from information_schema.tables t
     join pg_namespace n on n.nspname = t.table_schema
     join pg_class c on c.relnamespace = n.oid and c.relname = t.table_name
     where t.table_type = 'BASE TABLE' and t.table_schema = any($1::text[])
     order by t.table_name`,
    [schemas],
  );
  const isPartition = new Map(rows.map((row) => [row.name, row.isPartition]));
  const claimed = holdings.flatMap(({ tables }) => tables);
  const names = new Set([...isPartition.keys(), ...claimed]);
  const found: Unowned[] = [];
  for (const table of names) {
    const owners = holdings.filter(({ tables }) => tables.includes(table));
    const modules = owners.map(({ module }) => module);
    const known = isPartition.get(table);
    if (known === undefined) found.push({ table: `${table} (no such table)`, owners: modules });
    else if (modules.length > 1 || (modules.length === 0 && !known)) {
      found.push({ table, owners: modules });
    }
  }
  return found;
}
