import { createHash } from 'node:crypto';
import { Type, type Static } from 'typebox';
import type { Payv3Deps } from '../deps.ts';
import { asking, telling, type Ask, type Endpoint } from '../serving/endpoint.ts';
import {
  insertBatch,
  selectBatch,
  selectDetail,
  selectDetailPage,
  sumDetails,
  type BatchName,
  type BatchRow,
  type DetailRow,
  type DetailSums,
} from '../store/batches.ts';
import { openidPattern } from '../wire/numbers.ts';
import { refuseWith } from '../wire/problems.ts';
import { wireTime } from '../wire/times.ts';
import { batchJob } from './batch-run.ts';
import { readCurrency } from './currency.ts';
import { judgeApp, url } from './orders.ts';

// POST /v3/transfer/batches: a shop pays many, who need not say yes. Taken at once, paid by a job.

const most = 1_000;
const mostOfPage = 100;
const minor = Type.Integer({ minimum: 1, maximum: Number.MAX_SAFE_INTEGER });
const number = Type.String({ pattern: '^[0-9A-Za-z]{1,32}$' });
const short = Type.String({ minLength: 1, maxLength: 32 });
const batchBody = Type.Object({
  ...{ appid: short, out_batch_no: number, batch_name: short, batch_remark: short },
  ...{ total_amount: minor, total_num: Type.Integer({ minimum: 1, maximum: most }) },
  transfer_detail_list: Type.Array(
    Type.Object({
      ...{ out_detail_no: number, transfer_amount: minor, transfer_remark: short },
      openid: Type.String({ pattern: openidPattern }),
    }),
    { minItems: 1, maxItems: most },
  ),
  transfer_scene_id: Type.Optional(Type.String({ maxLength: 36 })),
  notify_url: Type.Optional(url),
});
type Body = Static<typeof batchBody>;

const digitsAfter = 25;

/** 28 digits, as all numbers of the city; from one draw, as a batch needs a thousand of them. */
function newNumber({ random }: Payv3Deps, kind: '103' | '104'): string {
  const drawn = BigInt(`0x${Buffer.from(random.bytes(16)).toString('hex')}`);
  return `${kind}${String(drawn % 10n ** BigInt(digitsAfter)).padStart(digitsAfter, '0')}`;
}

function judgeSums({ total_amount, total_num, transfer_detail_list: list }: Body): void {
  const sum = list.reduce((total, { transfer_amount }) => total + transfer_amount, 0);
  const numbers = new Set(list.map(({ out_detail_no }) => out_detail_no));
  const isRight = sum === total_amount && list.length === total_num;
  if (!isRight || numbers.size !== list.length) {
    refuseWith('PARAM_ERROR', { field: '/total_amount', issue: 'not what the list adds up to' });
  }
}

async function take(deps: Payv3Deps, ask: Ask<Body>): Promise<BatchRow> {
  const { body, merchant, access } = ask;
  const { merchantId } = merchant;
  const { appid, out_batch_no: outBatchNo, transfer_detail_list: list } = body;
  judgeSums(body);
  await judgeApp(deps, ask, appid);
  const facts = JSON.stringify([appid, list]);
  const batch = {
    ...{ merchantId, outBatchNo, batchNo: newNumber(deps, '103'), appid },
    ...{ name: body.batch_name, remark: body.batch_remark, scene: body.transfer_scene_id ?? '' },
    currency: readCurrency(deps, access, undefined).currency,
    notifyUrl: body.notify_url ?? '',
    totalMinor: BigInt(body.total_amount),
    digest: createHash('sha256').update(facts).digest('base64url'),
    createdAt: deps.clock.now(),
  };
  const details = list.map(({ out_detail_no, openid, transfer_amount, transfer_remark }) => ({
    ...{ outDetailNo: out_detail_no, detailNo: newNumber(deps, '104'), openid },
    ...{ amountMinor: BigInt(transfer_amount), remark: transfer_remark },
  }));
  await deps.db.tx(async (tx) => {
    if (!(await insertBatch(tx, batch, details))) return;
    await deps.jobs.add(tx, batchJob, { merchantId, outBatchNo });
  });
  const kept = await selectBatch(deps.db, merchantId, { outBatchNo });
  if (kept === null || kept.digest !== batch.digest) refuseWith('ALREADY_EXISTS');
  return kept;
}

const detailStates = { waiting: 'PROCESSING', done: 'SUCCESS', failed: 'FAIL' } as const;

function writeBatch(mchid: string, batch: BatchRow, sums: DetailSums) {
  const { waiting, done, failed } = sums;
  const isUntouched = done.num === 0 && failed.num === 0;
  const open = isUntouched ? 'ACCEPTED' : 'PROCESSING';
  return {
    ...{ mchid, out_batch_no: batch.outBatchNo, batch_id: batch.batchNo, appid: batch.appid },
    ...{ batch_status: batch.finishedAt === null ? open : 'FINISHED', batch_type: 'API' },
    ...{ batch_name: batch.name, batch_remark: batch.remark },
    ...{ total_amount: Number(batch.totalMinor), total_num: waiting.num + done.num + failed.num },
    create_time: wireTime(batch.createdAt),
    update_time: wireTime(batch.finishedAt ?? batch.createdAt),
    ...{ success_amount: Number(done.amountMinor), success_num: done.num },
    ...{ fail_amount: Number(failed.amountMinor), fail_num: failed.num },
    transfer_scene_id: batch.scene,
  };
}

function writeDetail(mchid: string, batch: BatchRow, detail: DetailRow) {
  return {
    ...{ mchid, out_batch_no: batch.outBatchNo, batch_id: batch.batchNo, appid: batch.appid },
    ...{ out_detail_no: detail.outDetailNo, detail_id: detail.detailNo },
    detail_status: detailStates[detail.state],
    ...{ transfer_amount: Number(detail.amountMinor), transfer_remark: detail.remark },
    ...(detail.failReason === null ? {} : { fail_reason: detail.failReason }),
    ...{ openid: detail.openid, initiate_time: wireTime(batch.createdAt) },
    update_time: wireTime(detail.settledAt ?? batch.createdAt),
  };
}

type Place = { offset: number; limit: number };

/** A place or a count in a query. */
function readCount(text: string | undefined, usual: number): number {
  return /^\d{1,4}$/.test(text ?? '') ? Number(text) : usual;
}

const stateOfStatus = new Map<string, DetailRow['state']>(
  (['waiting', 'done', 'failed'] as const).map((state) => [detailStates[state], state]),
);

export function batchEndpoints(deps: Payv3Deps): Endpoint[] {
  const { db } = deps;
  const base = '/v3/transfer/batches';
  async function find({ merchant }: Ask, name: BatchName): Promise<BatchRow> {
    const batch = await selectBatch(db, merchant.merchantId, name);
    if (batch === null) refuseWith('RESOURCE_NOT_EXISTS');
    return batch;
  }
  async function page(batch: BatchRow, query: Ask['query'], place: Place) {
    const status = query['detail_status'] ?? 'ALL';
    const state = status === 'ALL' ? null : stateOfStatus.get(status);
    if (state === undefined) return [];
    const { offset } = place;
    const limit = Math.min(place.limit, mostOfPage);
    const details = await selectDetailPage(db, batch, { state, offset, limit });
    return details.map((detail) => ({
      ...{ detail_id: detail.detailNo, out_detail_no: detail.outDetailNo },
      detail_status: detailStates[detail.state],
    }));
  }
  const list = (nameOf: (batch: string) => BatchName) => async (ask: Ask) => {
    const batch = await find(ask, nameOf(ask.params['batch'] ?? ''));
    const { query, merchant } = ask;
    const place = {
      offset: readCount(query['offset'], 0),
      limit: readCount(query['limit'], 20),
    };
    const sums = await sumDetails(db, batch);
    const json: Record<string, unknown> = {
      transfer_batch: writeBatch(merchant.mchid, batch, sums),
      ...place,
    };
    if (query['need_query_detail'] === 'true') {
      json['transfer_detail_list'] = await page(batch, query, place);
    }
    return { json };
  };
  const one = (nameOf: (batch: string) => BatchName) => async (ask: Ask) => {
    const batch = await find(ask, nameOf(ask.params['batch'] ?? ''));
    const found = await selectDetail(db, batch, ask.params['detail'] ?? '');
    if (found === null) refuseWith('RESOURCE_NOT_EXISTS');
    return { json: writeDetail(ask.merchant.mchid, batch, found) };
  };
  const [byOwn, byCity] = [
    (text: string) => ({ outBatchNo: text }),
    (text: string) => ({ batchNo: text }),
  ];
  return [
    telling(base, batchBody, async (ask) => {
      const { outBatchNo, batchNo, createdAt } = await take(deps, ask);
      const numbers = { out_batch_no: outBatchNo, batch_id: batchNo };
      return { json: { ...numbers, create_time: wireTime(createdAt), batch_status: 'ACCEPTED' } };
    }),
    asking(`${base}/out-batch-no/:batch`, list(byOwn)),
    asking(`${base}/batch-id/:batch`, list(byCity)),
    asking(`${base}/out-batch-no/:batch/details/out-detail-no/:detail`, one(byOwn)),
    asking(`${base}/batch-id/:batch/details/detail-id/:detail`, one(byCity)),
  ];
}
