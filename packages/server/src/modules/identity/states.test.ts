import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  resetStateAt,
  resetTable,
  type ResetEvent,
  type ResetOutcome,
  type ResetState,
  type StoredResetState,
} from './reset.ts';
import {
  ticketStateAt,
  ticketTable,
  type StoredTicketState,
  type TicketEvent,
  type TicketState,
} from './ticket.ts';

const startMs = 1_800_000_000_000;

describe('the ticket of a QR sign-in', () => {
  const event = fc.constantFrom<TicketEvent>('scan', 'allow', 'decline', 'take');
  const step = fc.record({ event, waitMs: fc.integer({ min: 0, max: 40_000 }) });
  const expiresAt = new Date(startMs + 120_000);

  it('gives at most one session, and only what was scanned, then allowed, in time', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 30 }), (steps) => {
        let state: StoredTicketState = 'waiting';
        let nowMs = startMs;
        const done: { event: TicketEvent; atMs: number }[] = [];
        for (const { event: tried, waitMs } of steps) {
          nowMs += waitMs;
          const at: TicketState = ticketStateAt({ state, expiresAt }, new Date(nowMs));
          const next: StoredTicketState | null = ticketTable[at][tried];
          if (next === null) continue;
          state = next;
          done.push({ event: tried, atMs: nowMs });
        }
        const names = done.map((each) => each.event);
        expect(names.filter((name) => name === 'take').length).toBeLessThanOrEqual(1);
        expect(names.join(' ')).toMatch(/^(scan ?)*(decline|allow( take)?)?$/);
        for (const { atMs } of done) expect(atMs).toBeLessThan(expiresAt.getTime());
      }),
    );
  });

  it('stays declined or used after its time', () => {
    const late = new Date(startMs + 200_000);
    expect(ticketStateAt({ state: 'declined', expiresAt }, late)).toBe('declined');
    expect(ticketStateAt({ state: 'used', expiresAt }, late)).toBe('used');
    expect(ticketStateAt({ state: 'confirmed', expiresAt }, late)).toBe('expired');
    expect(ticketStateAt({ state: 'waiting', expiresAt }, expiresAt)).toBe('expired');
  });
});

describe('a reset', () => {
  const readyAt = new Date(startMs + 1_000);
  const expiresAt = new Date(startMs + 5_000);
  const step = fc.record({
    event: fc.constantFrom<ResetEvent>('finish', 'cancel'),
    waitMs: fc.integer({ min: 0, max: 3_000 }),
  });

  it('ends at most once, is never finished before or after its time', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 20 }), (steps) => {
        let state: StoredResetState = 'open';
        let nowMs = startMs;
        let endings = 0;
        for (const { event, waitMs } of steps) {
          nowMs += waitMs;
          const now = new Date(nowMs);
          const at: ResetState = resetStateAt({ state, readyAt, expiresAt }, now);
          const outcome: ResetOutcome = resetTable[at][event];
          if ('refuse' in outcome) continue;
          endings += 1;
          state = outcome.to;
          if (state === 'used') expect(now >= readyAt && now < expiresAt).toBe(true);
        }
        expect(endings).toBeLessThanOrEqual(1);
      }),
    );
  });

  it('tells the holder of the secret to wait, and nothing else', () => {
    const at = (ms: number) =>
      resetTable[resetStateAt({ state: 'open', readyAt, expiresAt }, new Date(startMs + ms))];
    expect(at(999).finish).toEqual({ refuse: 'reset_waiting' });
    expect(at(1_000).finish).toEqual({ to: 'used' });
    expect(at(5_000).finish).toEqual({ refuse: 'reset_unknown' });
    expect(at(5_000).cancel).toEqual({ refuse: 'reset_unknown' });
  });
});
