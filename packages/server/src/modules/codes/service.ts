import type { FamilyCardId, PersonId, SessionId } from '@plaza/base';
import type { Approval, CodeCap, CodeState, MethodOutput } from '@plaza/contract';
import { hashSecret } from '../../kernel/auth/index.ts';
import type { DataHolding } from '../../kernel/holdings/index.ts';
import { decide, no, yes, type Outcome } from '../../kernel/rpc/index.ts';
import type { PayCore } from '../pay/index.ts';
import { capsOf } from './caps.ts';
import type { CodesDeps } from './deps.ts';
import { drawCodes } from './draw.ts';
import { createCodesHolding } from './holding.ts';
import { dayOf, redeem, type RedeemRefusal } from './redeeming.ts';
import { deleteCodesBefore, endCodes, insertCodes } from './store/codes.ts';
import * as people from './store/people.ts';
import type { CodeFor, Holder, Redeemed } from './types.ts';

type Enabled = Awaited<ReturnType<PayCore['approve']>>;
type EnableRefusal = Extract<Enabled, { ok: false }>['reason'];
type IssueRefusal = 'code_off' | 'code_paused' | 'card_unknown' | 'card_paused';
type Issued = MethodOutput<'codes.issue'>;

/** Pay codes: what people show to a till so that it may take a payment. */
export type Codes = {
  getState(holder: Holder): Promise<CodeState>;
  beginPasskeyApproval(holder: Holder): ReturnType<PayCore['beginPasskeyApproval']>;
  enable(holder: Holder, approval: Approval): Promise<Outcome<CodeState, EnableRefusal>>;
  /** Until some device is switched on anew. */
  pause(holder: Holder): Promise<CodeState>;
  disable(holder: Holder, sessionId: SessionId): Promise<Outcome<CodeState, 'session_unknown'>>;
  /** With a card they pay by it, instead of by the person’s own wallet. */
  issue(holder: Holder, cardId?: FamilyCardId | null): Promise<Outcome<Issued, IssueRefusal>>;
  /** For the part that takes payments: uses a code up, in a transaction of its own. */
  redeem(code: string, wanted: CodeFor): Promise<Outcome<Redeemed, RedeemRefusal>>;
  holding: DataHolding;
};

const keptMs = 24 * 3_600_000;

/** To switch codes on is approved like a payment of all that a day may take. */
function approvedBy({ pay }: CodesDeps, { sessionId }: Holder) {
  const [profile] = pay.currencies.all;
  const { code: currency, dayMinor: amountMinor } =
    profile === undefined ? { code: '', dayMinor: 0 } : { ...profile, ...capsOf(profile) };
  return { payee: `codes ${sessionId}`, amountMinor, currency };
}

async function capsFor({ db, clock, pay }: CodesDeps, personId: PersonId): Promise<CodeCap[]> {
  const today = dayOf(clock.now());
  const spent = new Map(
    (await people.selectDays(db, personId))
      .filter(({ day }) => day === today)
      .map(({ currency, spentMinor }) => [currency, spentMinor]),
  );
  return pay.currencies.all.map((profile) => ({
    ...{ currency: profile.code, scale: profile.scale },
    ...capsOf(profile),
    spentMinor: spent.get(profile.code) ?? 0,
  }));
}

async function readState(deps: CodesDeps, holder: Holder): Promise<CodeState> {
  const { personId, sessionId } = holder;
  const sessions = await deps.identity.listSessions(personId, sessionId);
  const known = new Map(sessions.map((session) => [session.sessionId, session]));
  const rows = await people.selectDevices(deps.db, personId);
  const devices = rows.flatMap((row) => {
    const session = known.get(row.sessionId);
    if (session === undefined) return [];
    const { name, kind } = session.device;
    const isThis = row.sessionId === sessionId;
    const enabledAt = row.enabledAt.toISOString();
    return [{ sessionId: row.sessionId, name, kind, isThis, enabledAt }];
  });
  const isOn = devices.some(({ isThis }) => isThis);
  const paused = isOn && (await people.isPaused(deps.db, personId));
  const state = paused ? 'paused' : isOn ? 'on' : 'off';
  return { state, caps: await capsFor(deps, personId), devices };
}

async function enable(deps: CodesDeps, holder: Holder): Promise<void> {
  const { personId } = holder;
  const sessions = await deps.identity.listSessions(personId, null);
  await deps.db.tx(async (tx) => {
    await people.lockPerson(tx, personId);
    await people.setPaused(tx, personId, false);
    await people.keepDevices(
      tx,
      personId,
      sessions.map(({ sessionId }) => sessionId),
    );
    await people.insertDevice(tx, holder, deps.clock.now());
  });
}

async function issue(
  deps: CodesDeps,
  holder: Holder,
  cardId: FamilyCardId | null,
): ReturnType<Codes['issue']> {
  const { db, clock, random } = deps;
  const { personId, sessionId } = holder;
  if (cardId !== null) {
    const usable = await deps.cards.mayUse(personId, cardId);
    if (!usable.ok) return usable;
  }
  return decide(db, async (tx) => {
    const isPaused = await people.lockPerson(tx, personId);
    const devices = await people.selectDevices(tx, personId);
    if (!devices.some((device) => device.sessionId === sessionId)) return no('code_off');
    if (isPaused) return no('code_paused');
    const now = clock.now();
    await endCodes(tx, holder, now);
    const drawn = drawCodes(random, now);
    const rows = drawn.map(({ code, from: validFrom, validUntil }) => ({
      ...{ hash: hashSecret(code), validFrom, validUntil },
    }));
    await insertCodes(tx, { ...holder, cardId }, rows);
    const codes = drawn.map(({ code, from, until }) => ({
      ...{ code, from: from.toISOString(), until: until.toISOString() },
    }));
    return yes({ codes, at: now.toISOString() });
  });
}

/** Creates the service. */
export function createCodes(deps: CodesDeps): Codes {
  const { db, clock, jobs, pay } = deps;
  jobs.every('codes.trim', '41 * * * *', () =>
    deleteCodesBefore(db, new Date(clock.nowMs() - keptMs)),
  );
  return {
    getState: (holder) => readState(deps, holder),
    beginPasskeyApproval: (holder) =>
      pay.beginPasskeyApproval(holder.personId, approvedBy(deps, holder)),
    async enable(holder, approval) {
      const approved = await pay.approve(holder.personId, approvedBy(deps, holder), approval);
      if (!approved.ok) return approved;
      await enable(deps, holder);
      return yes(await readState(deps, holder));
    },
    async pause(holder) {
      const { personId } = holder;
      await db.tx(async (tx) => {
        await people.lockPerson(tx, personId);
        await people.setPaused(tx, personId, true);
        await endCodes(tx, { personId, sessionId: null }, clock.now());
      });
      return readState(deps, holder);
    },
    async disable(holder, sessionId) {
      const { personId } = holder;
      const ended = await db.tx(async (tx) => {
        await people.lockPerson(tx, personId);
        await endCodes(tx, { personId, sessionId }, clock.now());
        return people.deleteDevice(tx, { personId, sessionId });
      });
      return ended ? yes(await readState(deps, holder)) : no('session_unknown');
    },
    issue: (holder, cardId = null) => issue(deps, holder, cardId),
    redeem: (code, wanted) => redeem(deps, code, wanted),
    holding: createCodesHolding(deps),
  };
}
