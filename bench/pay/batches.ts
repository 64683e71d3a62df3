import { treeCpuMs } from '../lib/cpu.ts';
import { pause } from '../lib/figures.ts';
import type { Shop } from './shops.ts';
import type { Figures, Slice, Stage } from './transfers.ts';

/** As many as one request carries within the limit of its size. */
const perBatch = 500;
const lookEveryMs = 50;

type Progress = { transfer_batch: { batch_status: string; success_num: number } };

/** A shop pays so many people, and waits until the city says that each of them has it. */
async function payBatch(shop: Shop, number: string): Promise<void> {
  const list = Array.from({ length: perBatch }, (_, n) => ({
    out_detail_no: `D${n}`,
    transfer_amount: 1,
    transfer_remark: 'Wages',
    openid: shop.openids[n % shop.openids.length],
  }));
  await shop.ask('POST', '/v3/transfer/batches', {
    ...{ appid: shop.appid, out_batch_no: number, batch_name: 'May', batch_remark: 'May' },
    ...{ total_amount: perBatch, total_num: perBatch, transfer_detail_list: list },
  });
  const path = `/v3/transfer/batches/out-batch-no/${number}?need_query_detail=false`;
  for (;;) {
    const { transfer_batch: batch } = (await shop.ask('GET', path)) as Progress;
    if (batch.batch_status !== 'FINISHED') {
      await pause(lookEveryMs);
      continue;
    }
    if (batch.success_num !== perBatch) throw new Error(`${batch.success_num} of a batch are paid`);
    return;
  }
}

/** Each shop has so many batches under way, and sends the next when one is through. */
export async function runBatches(
  stage: Stage,
  shops: readonly Shop[],
  { callers, warmMs, ms }: Slice,
): Promise<Figures> {
  const done: { startMs: number; endMs: number }[] = [];
  const failures: unknown[] = [];
  let isOn = true;
  async function keepPaying(shop: Shop): Promise<void> {
    while (isOn) {
      const startMs = performance.now();
      await payBatch(shop, crypto.randomUUID().replaceAll('-', ''));
      done.push({ startMs, endMs: performance.now() });
    }
  }
  const running = shops.flatMap((shop) =>
    Array.from({ length: callers }, () =>
      keepPaying(shop).catch((error: unknown) => {
        failures.push(error);
        isOn = false;
      }),
    ),
  );
  const mark = () => ({
    ms: performance.now(),
    count: done.length * perBatch,
    serverMs: treeCpuMs(stage.serverPid),
    databaseMs: treeCpuMs(stage.databasePid),
  });
  await pause(warmMs);
  // From one end of a batch to another: what is half done counts in neither.
  const nextEnd = async () => {
    const before = done.length;
    while (isOn && done.length === before) await pause(1);
  };
  await nextEnd();
  const from = mark();
  await pause(ms);
  await nextEnd();
  const to = mark();
  isOn = false;
  await Promise.all(running);
  if (failures.length > 0) throw new Error('a batch was not paid', { cause: failures[0] });
  const count = to.count - from.count;
  const within = done.filter(({ endMs }) => endMs > from.ms && endMs <= to.ms);
  return {
    perSecond: count / ((to.ms - from.ms) / 1_000),
    latenciesMs: within.map(({ startMs, endMs }) => endMs - startMs),
    serverCpuUs: ((to.serverMs - from.serverMs) * 1_000) / count,
    databaseCpuUs: ((to.databaseMs - from.databaseMs) * 1_000) / count,
  };
}
