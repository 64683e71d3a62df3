import type { PersonId, TransferId } from '@plaza/base';
import type { MethodInput, MethodOutput } from '@plaza/contract';
import { verifierKeyOf } from '@plaza/base/proofs';
import type { DataHolding } from '../../kernel/holdings/index.ts';
import { yes, type Outcome } from '../../kernel/rpc/index.ts';
import { closeDays, graceMs } from './closing.ts';
import { dayOf, endOf } from './days.ts';
import { proofsHolding } from './holding.ts';
import { checks, openKey, type SigningKey } from './key.ts';
import * as receipts from './receipts.ts';
import { selectHead, selectHeads } from './store/heads.ts';
import { selectKeys } from './store/keys.ts';
import type { ProofsDeps } from './types.ts';

const pageSize = 50;
type Proof = MethodOutput<'proofs.getReceipt'>;

/** What proves to others that the books are those that were signed. */
export type Proofs = {
  getKey(): Promise<MethodOutput<'proofs.getKey'>>;
  listHeads(before: string | null): Promise<MethodOutput<'proofs.listHeads'>>;
  getHead(day: string): Promise<string | null>;
  getReceipt(
    personId: PersonId,
    input: MethodInput<'proofs.getReceipt'>,
  ): ReturnType<typeof receipts.getReceipt>;
  getTransferReceipt(
    personId: PersonId,
    transferId: TransferId,
  ): ReturnType<typeof receipts.getTransferReceipt>;
  /** Signs the heads of all days that are over; gives how many. */
  closeDays(): Promise<number>;
  holding: DataHolding;
};

/** Whether a text is a day that there is. */
function isDay(text: string): boolean {
  const ms = Date.parse(`${text}T00:00:00.000Z`);
  return !Number.isNaN(ms) && new Date(ms).toISOString().startsWith(text);
}

export function createProofs(deps: ProofsDeps): Proofs {
  const { db, jobs } = deps;
  let key: SigningKey | null = null;
  const openSigningKey = async () => (key ??= await openKey(deps));
  let closing: Promise<number> | null = null;
  const close = () =>
    (closing ??= closeDays(deps, openSigningKey).finally(() => {
      closing = null;
    }));
  /** Whoever asks for a proof of a day that is over need not wait for the next round. */
  async function proven<Reason extends string>(
    ask: () => Promise<Outcome<Proof, Reason>>,
  ): Promise<Outcome<Proof, Reason>> {
    const first = await ask();
    if (!first.ok || first.value.receipt !== null || first.value.readyAt !== null) return first;
    await close();
    const second = await ask();
    if (!second.ok || second.value.receipt !== null) return second;
    const tomorrowMs = endOf(dayOf(deps.clock.nowMs())) + graceMs;
    return yes({ receipt: null, readyAt: new Date(tomorrowMs).toISOString() });
  }
  // A few minutes after each full hour: whatever was missed is made up for.
  jobs.every('proofs.closeDays', '6 * * * *', async () => void (await close()));

  return {
    async getKey() {
      const [newest = null, ...earlier] = (await selectKeys(db)).map((publicKey) =>
        verifierKeyOf(checks.sha256, publicKey),
      );
      return { key: newest, earlier };
    },
    async listHeads(before) {
      if (before !== null && !isDay(before)) return { heads: [], next: null };
      const rows = await selectHeads(db, { before, limit: pageSize + 1 });
      const page = rows.slice(0, pageSize);
      const next = rows.length > pageSize ? (page.at(-1)?.day ?? null) : null;
      return { heads: page.map(({ signed }) => signed), next };
    },
    getHead: async (day) => (isDay(day) ? ((await selectHead(db, day))?.signed ?? null) : null),
    getReceipt: (personId, input) => proven(() => receipts.getReceipt(deps, personId, input)),
    getTransferReceipt: (personId, id) =>
      proven(() => receipts.getTransferReceipt(deps, personId, id)),
    closeDays: close,
    holding: proofsHolding,
  };
}
