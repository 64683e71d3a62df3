import { present, type PersonId } from '@plaza/base';
import type { Allowance, Standing } from '@plaza/contract';
import type { Tx } from '../../../kernel/db/index.ts';
import { inBatches } from '../../../kernel/batching.ts';
import { no, yes, type Outcome } from '../../../kernel/rpc/index.ts';
import type { PayContext } from '../context.ts';
import type { CurrencyProfile } from '../currencies.ts';
import * as store from '../store/limits.ts';
import { barOf, limitsOf, quotasOf } from './rules.ts';
import type { LimitRefusal, Quota, StandingRow, Use } from './types.ts';

/** What a person may still pay and be paid: the one place that says so. */
export type Limits = {
  /**
   * Judges uses before anything is asked of the person, and says what they would take; the intent
   * hands it on. Holds for as long as nobody else takes of the same: `reserve` decides. `own` are
   * counters of a flow besides, such as those of a card.
   */
  judge(uses: readonly Use[], own?: readonly Quota[]): Promise<Outcome<Quota[], LimitRefusal>>;
  /** Takes of the counters in the transaction of the intent; a no must roll it back. */
  reserve(tx: Tx, quotas: readonly Quota[]): Promise<Outcome<null, 'limit_reached'>>;
  /**
   * The payment is over: what only counted while it was under way counts no more, and nothing of it
   * where the ledger refused.
   */
  giveBack(tx: Tx, quotas: readonly Quota[], of: { isPaid: boolean }): Promise<void>;
  /** All counters of a person, as they are. */
  usedOf(personId: PersonId): Promise<store.UseRow[]>;
  getStanding(personId: PersonId): Promise<{ standing: Standing; allowances: Allowance[] }>;
  trim(): Promise<void>;
};

const dayMs = 24 * 3_600_000;
const keptDays = 400;

/** Of whom nobody said anything: they gave their own word. */
export function unknownStanding(personId: PersonId): StandingRow {
  return { personId, class: 1, isMinor: false, reason: '', actorId: null, changedAt: null };
}

type Reached = { limit: Quota['limit']; currency: string; leftMinor: number };

function reached({ limit, currency, mostMinor }: Quota, usedMinor: number) {
  const leftMinor = Math.max(0, mostMinor - usedMinor);
  return no('limit_reached', { limit, currency, leftMinor } satisfies Reached);
}

type LimitsDeps = Pick<PayContext, 'db' | 'clock' | 'currencies'>;

/** Null: there is room for all of it at this moment. */
async function firstFull({ db }: Pick<LimitsDeps, 'db'>, quotas: readonly Quota[]) {
  const people = [...new Set(quotas.map(({ personId }) => personId))];
  const used = new Map<string, number>();
  for (const personId of people) {
    for (const row of await store.selectUses(db, personId)) {
      used.set(`${personId} ${row.currency} ${row.way} ${row.period}`, Number(row.usedMinor));
    }
  }
  for (const quota of quotas) {
    const { personId, currency, way, period, amountMinor, mostMinor, limit } = quota;
    let usedMinor = used.get(`${personId} ${currency} ${way} ${period}`) ?? 0;
    if (limit === 'balance') usedMinor += Number(await store.selectHolding(db, quota));
    if (usedMinor + amountMinor > mostMinor) return reached(quota, usedMinor);
  }
  return null;
}

function allowanceOf(
  profile: CurrencyProfile,
  of: { known: StandingRow; now: Date; used(way: string, period: string): number },
): Allowance {
  const { code: currency, scale, kind, mayTransfer, mayTopUp, cashOut, needsClass } = profile;
  return {
    ...{ currency, scale, kind, mayTransfer, mayTopUp, cashOut, needsClass },
    mayPackets: profile.maxPacketShareMinor > 0 && !of.known.isMinor,
    barred: barOf(profile, of.known),
    creditLineMinor: profile.creditLineMinor,
    limits: limitsOf({ profile, ...of }, of.used),
  };
}

/** The counter's row is locked: what has arrived and what is under way cannot both grow. */
async function overfull(tx: Tx, quota: Quota) {
  const { personId, currency, mostMinor, amountMinor } = quota;
  const holding = Number(await store.selectHolding(tx, quota));
  const incoming = (await store.selectUses(tx, personId)).find(
    (row) => row.currency === currency && row.way === 'incoming' && row.period === 'open',
  );
  const sum = holding + Number(incoming?.usedMinor ?? 0n);
  return sum > mostMinor ? reached(quota, sum - amountMinor) : null;
}

async function reserve(tx: Tx, quotas: readonly Quota[]): ReturnType<Limits['reserve']> {
  if (quotas.length === 0) return yes(null);
  const raised = await store.raiseUses(tx, quotas);
  const full = quotas.find((one) => !raised.has(one));
  if (full !== undefined) return reached(full, full.mostMinor);
  for (const quota of quotas.filter(({ limit }) => limit === 'balance')) {
    const refused = await overfull(tx, quota);
    if (refused !== null) return refused;
  }
  return yes(null);
}

/** With the decimals of its currency, so that whoever is refused can be told what is left. */
function createTold(find: (code: string) => CurrencyProfile) {
  return <T, Reason extends string>(outcome: Outcome<T, Reason>): Outcome<T, Reason> => {
    if (outcome.ok || outcome.reason !== 'limit_reached') return outcome;
    const details = outcome.details as Reached;
    return { ...outcome, details: { ...details, scale: find(details.currency).scale } };
  };
}

export function createLimits(deps: LimitsDeps): Limits {
  const { db, clock, currencies } = deps;
  const find = (code: string) =>
    present(currencies.find(code), 'uses are of a currency of the city');

  const told = createTold(find);

  // Many who take of the same at once are looked up together.
  const standingOf = inBatches(
    async (ids: readonly PersonId[]) => {
      const found = await store.selectStandings(db, [...new Set(ids)]);
      return ids.map((personId) => found.get(personId) ?? unknownStanding(personId));
    },
    { largest: 500, underWay: 4 },
  );

  return {
    async judge(uses, own = []) {
      const all: Quota[] = [];
      for (const use of uses) {
        const known = await standingOf(use.personId);
        const judged = quotasOf(use, { profile: find(use.currency), known, now: clock.now() });
        if (!judged.ok) return told(judged);
        all.push(...judged.value);
      }
      all.push(...own);
      if (all.length === 0) return yes(all);
      return told((await firstFull(deps, all)) ?? yes(all));
    },
    reserve,
    usedOf: (personId) => store.selectUses(db, personId),
    async giveBack(tx, quotas, { isPaid }) {
      await store.lowerUses(
        tx,
        quotas.filter(({ period }) => !isPaid || period === 'open'),
      );
    },
    async getStanding(personId) {
      const known = await standingOf(personId);
      const uses = await store.selectUses(db, personId);
      const allowances: Allowance[] = [];
      for (const profile of currencies.all) {
        const { code: currency } = profile;
        const holding = Number(await store.selectHolding(db, { personId, currency }));
        const used = (way: string, period: string) => {
          const row = uses.find(
            (one) => one.currency === currency && one.way === way && one.period === period,
          );
          return Number(row?.usedMinor ?? 0n) + (way === 'incoming' ? holding : 0);
        };
        allowances.push(allowanceOf(profile, { known, now: clock.now(), used }));
      }
      const { class: level, isMinor, reason, changedAt } = known;
      const standing = {
        class: level,
        isMinor,
        reason,
        changedAt: changedAt?.toISOString() ?? null,
      };
      return { standing, allowances };
    },
    trim: () =>
      store.deleteOldDays(
        db,
        `d${new Date(clock.nowMs() - keptDays * dayMs).toISOString().slice(0, 10)}`,
      ),
  };
}
