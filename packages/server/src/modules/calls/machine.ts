import type { PersonId, SeatId } from '@plaza/base';
import type { CallOutcome, PartyState } from '@plaza/contract';

/** What can happen to one person's part in a call. */
export type PartyEvent = 'invited' | 'answered' | 'declined' | 'hungUp' | 'rangOut' | 'lapsed';

/** Every state meets every event; what makes no difference stays as it is. */
export const moves: Record<PartyState, Record<PartyEvent, PartyState>> = {
  ringing: {
    invited: 'ringing',
    answered: 'joined',
    declined: 'declined',
    hungUp: 'declined',
    rangOut: 'missed',
    lapsed: 'ringing',
  },
  joined: {
    invited: 'joined',
    answered: 'joined',
    // From another device, after this one took the call.
    declined: 'joined',
    hungUp: 'left',
    rangOut: 'joined',
    lapsed: 'left',
  },
  declined: {
    invited: 'ringing',
    answered: 'joined',
    declined: 'declined',
    hungUp: 'declined',
    rangOut: 'declined',
    lapsed: 'declined',
  },
  missed: {
    invited: 'ringing',
    answered: 'joined',
    declined: 'missed',
    hungUp: 'missed',
    rangOut: 'missed',
    lapsed: 'missed',
  },
  busy: {
    invited: 'ringing',
    answered: 'joined',
    declined: 'busy',
    hungUp: 'busy',
    rangOut: 'busy',
    lapsed: 'busy',
  },
  left: {
    invited: 'ringing',
    answered: 'joined',
    declined: 'left',
    hungUp: 'left',
    rangOut: 'left',
    lapsed: 'left',
  },
};

export type Party = {
  personId: PersonId;
  state: PartyState;
  seatId: SeatId | null;
  ringUntil: Date | null;
  seenAt: Date | null;
  tookPart: boolean;
};

/** What of a call changes. */
export type CallStatus = {
  callerId: PersonId;
  state: 'ringing' | 'active' | 'ended';
  outcome: CallOutcome | null;
  answeredAt: Date | null;
  endedAt: Date | null;
  parties: readonly Party[];
};

export type Step =
  | { event: 'invited'; personId: PersonId; ringUntil: Date }
  | { event: 'answered'; personId: PersonId; seatId: SeatId }
  | { event: 'declined' | 'hungUp' | 'rangOut' | 'lapsed'; personId: PersonId };

const count = (parties: readonly Party[], state: PartyState) =>
  parties.filter((party) => party.state === state).length;

export const joinedCount = ({ parties }: Pick<CallStatus, 'parties'>) => count(parties, 'joined');

/** Nobody talks alone: it lives while two are in it, or one is and another one rings. */
function isAlive(parties: readonly Party[]): boolean {
  const joined = count(parties, 'joined');
  return joined >= 2 || (joined === 1 && count(parties, 'ringing') >= 1);
}

function outcomeOf({ answeredAt, callerId, parties }: CallStatus): CallOutcome {
  if (answeredAt !== null) return 'answered';
  const others = parties.filter(({ personId }) => personId !== callerId);
  const caller = parties.find(({ personId }) => personId === callerId);
  if (caller?.state !== 'joined') return 'cancelled';
  if (count(others, 'declined') > 0) return 'declined';
  return others.length > 0 && count(others, 'busy') === others.length ? 'busy' : 'missed';
}

const nowhere = { seatId: null, ringUntil: null, seenAt: null };

/** What is left of a part when the call is over. */
function ended(party: Party): Party {
  const { state } = party;
  const last = state === 'ringing' ? 'missed' : state === 'joined' ? 'left' : state;
  return { ...party, ...nowhere, state: last };
}

/** What follows for the call from how its parties stand; a call that ended stays so. */
export function settle(status: CallStatus, at: Date): CallStatus {
  if (status.state === 'ended') return status;
  const isTalk = count(status.parties, 'joined') >= 2;
  const answeredAt = status.answeredAt ?? (isTalk ? at : null);
  const known: CallStatus = { ...status, answeredAt };
  if (isAlive(status.parties)) {
    return { ...known, state: answeredAt === null ? 'ringing' : 'active' };
  }
  const parties = status.parties.map(ended);
  return { ...known, state: 'ended', outcome: outcomeOf(known), endedAt: at, parties };
}

function moved(party: Party, step: Step, at: Date): Party {
  const state = moves[party.state][step.event];
  if (step.event === 'answered') {
    // Whoever is in already stays at that device.
    const seatId = party.state === 'joined' ? party.seatId : step.seatId;
    return { ...party, state, seatId, ringUntil: null, seenAt: at, tookPart: true };
  }
  if (state === 'ringing') {
    const ringUntil = step.event === 'invited' ? step.ringUntil : party.ringUntil;
    return { ...party, ...nowhere, state, ringUntil };
  }
  return state === party.state ? party : { ...party, ...nowhere, state };
}

/** Takes a step of one person; of who is not part of the call only an invitation. */
export function advance(status: CallStatus, step: Step, at: Date): CallStatus {
  if (status.state === 'ended') return status;
  const { personId } = step;
  const isKnown = status.parties.some((party) => party.personId === personId);
  const fresh: Party = { personId, state: 'missed', ...nowhere, tookPart: false };
  if (!isKnown && step.event !== 'invited' && step.event !== 'answered') return status;
  const before = isKnown ? status.parties : [...status.parties, fresh];
  const parties = before.map((party) =>
    party.personId === personId ? moved(party, step, at) : party,
  );
  return settle({ ...status, parties }, at);
}

/** What time alone does: ringing ends, and who is not heard of is gone. */
export function age(status: CallStatus, at: Date, lapseMs: number): CallStatus {
  return status.parties.reduce((now, { personId, ringUntil, seenAt }) => {
    if (ringUntil !== null && ringUntil <= at)
      return advance(now, { event: 'rangOut', personId }, at);
    const isGone = seenAt !== null && seenAt.getTime() + lapseMs <= at.getTime();
    return isGone ? advance(now, { event: 'lapsed', personId }, at) : now;
  }, status);
}

/** How a call begins: the caller is in it, some others ring, some talk with somebody else. */
export function begin(
  of: { callerId: PersonId; seatId: SeatId; ringUntil: Date },
  others: readonly { personId: PersonId; isBusy: boolean }[],
  at: Date,
): CallStatus {
  const caller: Party = {
    ...{ personId: of.callerId, state: 'joined', seatId: of.seatId },
    ...{ ringUntil: null, seenAt: at, tookPart: true },
  };
  const parties = others.map(({ personId, isBusy }): Party => {
    const ringUntil = isBusy ? null : of.ringUntil;
    const state = isBusy ? 'busy' : 'ringing';
    return { personId, state, seatId: null, ringUntil, seenAt: null, tookPart: false };
  });
  const status: CallStatus = {
    ...{ callerId: of.callerId, state: 'ringing', outcome: null },
    ...{ answeredAt: null, endedAt: null, parties: [caller, ...parties] },
  };
  return settle(status, at);
}
