import { present, type MerchantId } from '@plaza/base';
import { createHash } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { writeFundFlowBill } from '../bills/fund-flow.ts';
import { writeTradeBill, type TradeBillKind } from '../bills/trade.ts';
import type { Payv3Deps } from '../deps.ts';
import { asking, type Ask, type Endpoint, type Reply } from '../serving/endpoint.ts';
import { selectAccess } from '../store/access.ts';
import { refuseWith } from '../wire/problems.ts';
import { isDay } from '../wire/times.ts';
import { readFundRows, readTradeRows } from './bill-rows.ts';
import { usualCurrency } from './currency.ts';

// GET /v3/bill/{tradebill,fundflowbill} give the address of a file that anybody may fetch who has
// its token. A bill is written anew each time it is asked for: what happened on a day that is over
// stays, so it is the same file.

const dayMs = 86_400_000;
/** As long the last events of a day may take to be projected. */
const graceMs = 5 * 60_000;
const tokenLivesMs = 30 * 60_000;
const purpose = 'payv3 bill';

type Wanted = {
  merchantId: MerchantId;
  bill: TradeBillKind | 'FUND';
  day: string;
  isZipped: boolean;
};

function judgeDay({ clock }: Payv3Deps, day: string | undefined): string {
  if (day === undefined || !isDay(day)) {
    refuseWith('PARAM_ERROR', { field: 'bill_date', value: day, issue: 'a day as 2026-11-23' });
  }
  const overMs = clock.nowMs() - (Date.parse(`${day}T00:00:00.000Z`) + dayMs);
  if (overMs < 0) refuseWith('NO_STATEMENT_EXIST');
  if (overMs < graceMs) refuseWith('STATEMENT_CREATING');
  return day;
}

const tradeKinds: readonly string[] = ['ALL', 'SUCCESS', 'REFUND'];

function readTradeKind(text = 'ALL'): TradeBillKind {
  if (!tradeKinds.includes(text)) {
    refuseWith('PARAM_ERROR', { field: 'bill_type', value: text, issue: 'ALL, SUCCESS or REFUND' });
  }
  return text as TradeBillKind;
}

/** Null: nothing of the kind happened on that day. */
async function writeFile(deps: Payv3Deps, { merchantId, bill, day }: Wanted) {
  const access = await selectAccess(deps.db, merchantId);
  const merchant = await deps.merchants.find(merchantId);
  if (access === null || merchant === null) return null;
  const { currency } = access;
  const profile = present(deps.pay.currencies.find(currency), 'access has a known currency');
  const of = { merchantId, currency, day };
  if (bill === 'FUND') {
    const rows = await readFundRows(deps, of);
    return rows.length === 0 ? null : writeFundFlowBill(rows, profile.scale);
  }
  const rows = await readTradeRows(deps, of);
  const facts = { mchid: merchant.mchid, currency: usualCurrency, scale: profile.scale };
  return rows.length === 0 ? null : writeTradeBill(rows, bill, facts);
}

async function offer(deps: Payv3Deps, wanted: Wanted): Promise<Reply> {
  const file = await writeFile(deps, wanted);
  if (file === null) refuseWith('NO_STATEMENT_EXIST');
  const untilMs = deps.clock.nowMs() + tokenLivesMs;
  const sealed = await deps.seal.seal(purpose, Buffer.from(JSON.stringify({ ...wanted, untilMs })));
  const page = new URL('/v3/billdownload/file', deps.publicUrl);
  page.searchParams.set('token', sealed.toString('base64url'));
  if (wanted.isZipped) page.searchParams.set('tartype', 'gzip');
  // Of what is in it: whoever takes a zipped one unzips it first.
  const hash = createHash('sha1').update(file).digest('hex');
  return { json: { hash_type: 'SHA1', hash_value: hash, download_url: page.href } };
}

export function billEndpoints(deps: Payv3Deps): Endpoint[] {
  const wantedBy = ({ merchant, query }: Ask, bill: Wanted['bill']): Wanted => ({
    ...{ merchantId: merchant.merchantId, bill, day: judgeDay(deps, query['bill_date']) },
    isZipped: query['tar_type'] === 'GZIP',
  });
  return [
    asking('/v3/bill/tradebill', (ask) =>
      offer(deps, wantedBy(ask, readTradeKind(ask.query['bill_type']))),
    ),
    asking('/v3/bill/fundflowbill', async (ask) => {
      // A merchant has one account here, which the dialect calls the basic one.
      if ((ask.query['account_type'] ?? 'BASIC') !== 'BASIC') refuseWith('NO_STATEMENT_EXIST');
      return offer(deps, wantedBy(ask, 'FUND'));
    }),
  ];
}

export type BillFile = { type: string; body: Buffer };

/** The file that a token names; null: it names none, or is too old. */
export async function fetchBill(deps: Payv3Deps, token: string): Promise<BillFile | null> {
  const text = await deps.seal.open(purpose, Buffer.from(token, 'base64url')).catch(() => null);
  if (text === null) return null;
  const { untilMs, ...wanted } = JSON.parse(text.toString()) as Wanted & { untilMs: number };
  const file = untilMs < deps.clock.nowMs() ? null : await writeFile(deps, wanted);
  if (file === null) return null;
  return wanted.isZipped
    ? { type: 'application/x-gzip', body: gzipSync(file) }
    : { type: 'text/plain; charset=utf-8', body: file };
}
