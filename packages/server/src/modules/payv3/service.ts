import type { MerchantId, PersonId } from '@plaza/base';
import type { MethodInput, MethodOutput } from '@plaza/contract';
import { createOrigins } from '../../kernel/egress/index.ts';
import type { DataHolding } from '../../kernel/holdings/index.ts';
import { no, yes, type Outcome } from '../../kernel/rpc/index.ts';
import type { MerchantRow } from '../merchants/index.ts';
import { checkCallback } from './console/check-callback.ts';
import * as notices from './console/notices.ts';
import { openPayment } from './console/open-payment.ts';
import type { Payv3Deps } from './deps.ts';
import { batchJob, runBatch, type BatchToRun } from './endpoints/batch-run.ts';
import { batchEndpoints } from './endpoints/batches.ts';
import { billEndpoints, fetchBill, type BillFile } from './endpoints/bills.ts';
import { combinedEndpoints } from './endpoints/combined.ts';
import { certificateEndpoints } from './endpoints/certificates.ts';
import { orderEndpoints } from './endpoints/orders.ts';
import { refundEndpoints } from './endpoints/refunds.ts';
import { serviceOrderEndpoints } from './endpoints/service-orders.ts';
import { tillEndpoints } from './endpoints/till.ts';
import { transferEndpoints } from './endpoints/transfers.ts';
import { createPayv3Holding } from './holding.ts';
import * as access from './keys/access.ts';
import { createPlatform } from './keys/platform.ts';
import { renewSecret } from './keys/secret.ts';
import { createPost } from './notices/post.ts';
import { createSender } from './notices/sender.ts';
import { createTell } from './notices/telling.ts';
import { writeNotice } from './notices/writing.ts';
import { openidOf } from './openids.ts';
import type { Endpoint } from './serving/endpoint.ts';
import { createServe, type Serve } from './serving/serve.ts';
import { deleteNonces } from './store/access.ts';
import { selectApp } from './store/apps.ts';
import { countWaiting, deleteNotices } from './store/notices.ts';

const keptDays = 30;
const dayMs = 86_400_000;

/** The dialect of merchants' back ends, APIv3: what they ask, and what they are told. */
export type Payv3 = {
  endpoints: readonly Endpoint[];
  serve: Serve;
  fetchBill(token: string): Promise<BillFile | null>;
  console: Console;
  openidOf(personId: PersonId, appid: string): Promise<Outcome<string, 'app_unknown'>>;
  openPayment(input: MethodInput<'payv3.openPayment'>): ReturnType<typeof openPayment>;
  /** Begins to tell back ends what is due. */
  start(): void;
  stop(): Promise<void>;
  /** For tests: everything that is due was told. */
  settle(): Promise<void>;
  holding: DataHolding;
};

/** What the developer of a merchant does; whoever asks was judged before. */
export type Console = {
  /** The merchant, if this person may develop for it. */
  judge(
    personId: PersonId,
    merchantId: MerchantId,
  ): Promise<Outcome<MerchantRow, 'merchant_unknown' | 'forbidden'>>;
  getAccess(merchant: MerchantRow): Promise<MethodOutput<'payv3.getAccess'>>;
  setAccess(input: MethodInput<'payv3.setAccess'>): ReturnType<typeof access.setAccess>;
  addKey(merchant: MerchantRow, publicKey: string | null): ReturnType<typeof access.addKey>;
  endKey(input: MethodInput<'payv3.endKey'>): ReturnType<typeof access.stopKey>;
  renewSecret(merchantId: MerchantId): Promise<string>;
  addApp(input: MethodInput<'payv3.addApp'>): ReturnType<typeof access.addApp>;
  listNotices(input: MethodInput<'payv3.listNotices'>): Promise<MethodOutput<'payv3.listNotices'>>;
  getNotice(input: MethodInput<'payv3.getNotice'>): ReturnType<typeof notices.getNotice>;
  redeliver(input: MethodInput<'payv3.redeliver'>): ReturnType<typeof notices.redeliver>;
  checkCallback(
    input: MethodInput<'payv3.checkCallback'>,
  ): Promise<MethodOutput<'payv3.checkCallback'>>;
};

type Parts = { platform: ReturnType<typeof createPlatform>; wake(): void };

function createConsole(deps: Payv3Deps, { platform, wake }: Parts): Console {
  const { merchants } = deps;
  return {
    async judge(personId, merchantId) {
      const isSomebody = await merchants.may(personId, merchantId, 'look');
      if (!isSomebody) return no('merchant_unknown');
      if (!(await merchants.may(personId, merchantId, 'develop'))) return no('forbidden');
      const merchant = await merchants.find(merchantId);
      return merchant === null ? no('merchant_unknown') : yes(merchant);
    },
    getAccess: (merchant) => access.getAccess(deps, platform, merchant),
    setAccess: (input) => access.setAccess(deps, input),
    addKey: (merchant, publicKey) => access.addKey(deps, platform, { merchant, publicKey }),
    endKey: (input) => access.stopKey(deps, input),
    async renewSecret(merchantId) {
      await access.openAccess(deps, merchantId);
      return renewSecret(deps, merchantId);
    },
    addApp: (input) => access.addApp(deps, input),
    listNotices: ({ merchantId, cursor }) => notices.listNotices(deps, merchantId, cursor),
    getNotice: (input) => notices.getNotice(deps, input),
    async redeliver(input) {
      const revived = await notices.redeliver(deps, input);
      wake();
      return revived;
    },
    checkCallback: (input) => checkCallback(deps, platform, input),
  };
}

/** Forgets nonces whose time is over, and what was told long ago. */
async function tidyUp({ db, clock }: Payv3Deps): Promise<void> {
  await deleteNonces(db, clock.now());
  await deleteNotices(db, new Date(clock.nowMs() - keptDays * dayMs));
}

/** Creates the service, and listens to merchants: create it before anything starts. */
export function createPayv3(deps: Payv3Deps): Payv3 {
  const { db, clock, merchants, metrics } = deps;
  const platform = createPlatform(deps);
  const origins = createOrigins(deps.callbackOrigins);
  const { resolve } = deps;
  const post = createPost({ origins, clock, ...(resolve === undefined ? {} : { resolve }) });
  const sender = createSender(deps, createTell({ deps, platform, post }));
  merchants.onChanged(async (change) => {
    if (await writeNotice(deps, change)) sender.wake();
  });
  metrics.gauge('plaza_payv3_waiting', 'Things that back ends of shops are to be told.', () =>
    countWaiting(db),
  );
  deps.jobs.define<BatchToRun>(batchJob, (batch) => runBatch(deps, batch));
  deps.jobs.every('payv3.tidy', '17 * * * *', () => tidyUp(deps));

  return {
    endpoints: [
      ...orderEndpoints(deps),
      ...combinedEndpoints(deps),
      ...refundEndpoints(deps),
      ...billEndpoints(deps),
      ...certificateEndpoints(deps, platform),
      ...tillEndpoints(deps),
      ...transferEndpoints(deps),
      ...batchEndpoints(deps),
      ...serviceOrderEndpoints(deps),
    ],
    serve: createServe(deps, platform),
    fetchBill: (token) => fetchBill(deps, token),
    console: createConsole(deps, { platform, wake: sender.wake }),
    async openidOf(personId, appid) {
      if ((await selectApp(db, appid)) === null) return no('app_unknown');
      return yes(await openidOf(deps, appid, personId));
    },
    openPayment: (input) => openPayment(deps, input),
    start: sender.start,
    stop: sender.stop,
    settle: sender.settle,
    holding: createPayv3Holding(deps),
  };
}
