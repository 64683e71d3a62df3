import { hashSecret } from '../../kernel/auth/index.ts';
import { decide, no, yes, type Outcome } from '../../kernel/rpc/index.ts';
import { capsOf } from './caps.ts';
import type { CodesDeps } from './deps.ts';
import { confirmCode, selectCode, useCode } from './store/codes.ts';
import { spend } from './store/people.ts';
import type { CodeFor, CodeRow, Redeemed } from './types.ts';

export type RedeemRefusal = 'code_unknown' | 'code_expired' | 'code_used';
type Answer = Promise<Outcome<Redeemed, RedeemRefusal>>;

/** The day by which caps are counted: the city’s books use the same (UTC). */
export const dayOf = (now: Date): string => now.toISOString().slice(0, 10);

/** What a code says that cannot be used up now: it was, or its time is not now. */
function answerOver(row: CodeRow, { orderId }: CodeFor): Outcome<Redeemed, RedeemRefusal> {
  if (row.usedAt === null) return no('code_expired');
  if (row.orderId !== orderId) return no('code_used');
  const { personId, cardId } = row;
  return yes({ personId, isConfirmed: row.isConfirmed === true, cardId });
}

/** Whether the device that showed the code is still signed in. */
async function isHere(deps: CodesDeps, { personId, sessionId }: CodeRow): Promise<boolean> {
  const sessions = await deps.identity.listSessions(personId, null);
  return sessions.some((session) => session.sessionId === sessionId);
}

/**
 * A till read a code: it is used up, once, and the caps of its owner say whether the payment may
 * run without asking. Asked again for the same order the answer is the same.
 */
export async function redeem(deps: CodesDeps, code: string, wanted: CodeFor): Answer {
  const { db, clock, sync, pay } = deps;
  const hash = hashSecret(code);
  const row = await selectCode(db, hash);
  if (row === null || !(await isHere(deps, row))) return no('code_unknown');
  const { orderId, amountMinor, currency } = wanted;
  const profile = pay.currencies.find(currency);
  const now = clock.now();
  return decide(db, async (tx) => {
    if (!(await useCode(tx, hash, { orderId, now }))) {
      return answerOver((await selectCode(tx, hash)) ?? row, wanted);
    }
    const { personId, cardId } = row;
    const caps = profile === undefined ? { paymentMinor: 0, dayMinor: 0 } : capsOf(profile);
    const spending = { personId, currency, day: dayOf(now), amountMinor };
    const isConfirmed =
      amountMinor <= caps.paymentMinor && (await spend(tx, spending, caps.dayMinor));
    if (isConfirmed) await confirmCode(tx, hash);
    const money = pay.moneyOf(currency, BigInt(amountMinor));
    const at = now.toISOString();
    await sync.append(tx, personId, 'codes.used', { orderId, money, isConfirmed, at });
    return yes({ personId, isConfirmed, cardId });
  });
}
