import type { MerchantId, PersonId } from '@plaza/base';
import type { Database, Tx } from '../../../kernel/db/index.ts';
import type { AppRow, OpenidRow } from '../types.ts';

type Db = Pick<Database, 'query'>;

const appColumns = `appid, merchant_id as "merchantId", name, created_at as "createdAt"`;

export async function selectApp(db: Db, appid: string): Promise<AppRow | null> {
  const { rows } = await db.query<AppRow>(`select ${appColumns} from payv3_app where appid = $1`, [
    appid,
  ]);
  return rows[0] ?? null;
}

export async function selectApps(db: Db, merchantId: MerchantId): Promise<AppRow[]> {
  const { rows } = await db.query<AppRow>(
    `select ${appColumns} from payv3_app where merchant_id = $1 order by created_at, appid`,
    [merchantId],
  );
  return rows;
}

export async function insertApp(db: Db, app: AppRow): Promise<void> {
  await db.query(
    `insert into payv3_app (appid, merchant_id, name, created_at) values ($1, $2, $3, $4)`,
    [app.appid, app.merchantId, app.name, app.createdAt],
  );
}

/** Who somebody is for an app: the given name, unless they have one already. */
export async function keepOpenid(db: Db, of: OpenidRow): Promise<string> {
  await db.query(
    `insert into payv3_openid (appid, openid, person_id, made_at) values ($1, $2, $3, $4)
     on conflict do nothing`,
    [of.appid, of.openid, of.personId, of.madeAt],
  );
  const { rows } = await db.query<{ openid: string }>(
    'select openid from payv3_openid where appid = $1 and person_id = $2',
    [of.appid, of.personId],
  );
  return rows[0]?.openid ?? of.openid;
}

export async function selectOpenid(
  db: Db,
  appid: string,
  personId: PersonId,
): Promise<string | null> {
  const { rows } = await db.query<{ openid: string }>(
    'select openid from payv3_openid where appid = $1 and person_id = $2',
    [appid, personId],
  );
  return rows[0]?.openid ?? null;
}

export async function selectPersonOf(
  db: Db,
  appid: string,
  openid: string,
): Promise<PersonId | null> {
  const { rows } = await db.query<{ personId: PersonId }>(
    'select person_id as "personId" from payv3_openid where appid = $1 and openid = $2',
    [appid, openid],
  );
  return rows[0]?.personId ?? null;
}

/** Who is behind these names of people in an app. */
export async function selectPeopleOf(
  db: Db,
  appid: string,
  openids: readonly string[],
): Promise<Map<string, PersonId>> {
  const { rows } = await db.query<{ openid: string; personId: PersonId }>(
    `select openid, person_id as "personId" from payv3_openid
     where appid = $1 and openid = any($2::text[])`,
    [appid, openids],
  );
  return new Map(rows.map(({ openid, personId }) => [openid, personId]));
}

export async function selectOpenids(
  db: Db,
  personId: PersonId,
): Promise<(OpenidRow & { app: string })[]> {
  const { rows } = await db.query<OpenidRow & { app: string }>(
    `select o.appid, o.openid, o.person_id as "personId", o.made_at as "madeAt", a.name as app
     from payv3_openid o join payv3_app a on a.appid = o.appid
     where o.person_id = $1 order by o.appid`,
    [personId],
  );
  return rows;
}

export async function deleteOpenids(tx: Pick<Tx, 'query'>, personId: PersonId): Promise<void> {
  await tx.query('delete from payv3_openid where person_id = $1', [personId]);
}
