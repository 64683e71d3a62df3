import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { incoming, isOpen, outgoing } from './states.ts';
import type { IncomingEvent, OutgoingEvent, RequestState } from './states.ts';

const states: RequestState[] = ['pending', 'accepted', 'ignored', 'withdrawn', 'lapsed'];

describe('the states of a request', () => {
  test('an end is an end: only a late acceptance wakes a lapsed one', () => {
    for (const state of states) {
      for (const [event, next] of Object.entries(outgoing[state])) {
        if (state === 'pending') continue;
        const late = state === 'lapsed' && event === 'acceptance';
        expect(next, `${state} + ${event}`).toBe(late ? 'accepted' : null);
      }
    }
  });

  test('the asker never learns that a request was ignored', () => {
    const reached = Object.values(outgoing).flatMap((row) => Object.values(row));
    expect(reached).not.toContain('ignored');
  });

  test('every delivery may come twice: the second one changes nothing', () => {
    const twice = (table: Record<string, Record<string, RequestState | null>>, event: string) => {
      for (const state of states) {
        const once = table[state]?.[event] ?? state;
        expect(table[once]?.[event] ?? once).toBe(once);
      }
    };
    fc.assert(
      fc.property(
        fc.constantFrom<IncomingEvent>('asked', 'takenBack', 'accept', 'ignore', 'lapse'),
        (event) => twice(incoming, event),
      ),
    );
    fc.assert(
      fc.property(
        fc.constantFrom<OutgoingEvent>('ask', 'withdraw', 'acceptance', 'lapse'),
        (event) => twice(outgoing, event),
      ),
    );
  });

  test('an ignored request can still be accepted, a withdrawn one cannot', () => {
    expect(isOpen('ignored', 'incoming')).toBe(true);
    expect(isOpen('withdrawn', 'incoming')).toBe(false);
    expect(isOpen('lapsed', 'outgoing')).toBe(false);
  });
});
