import { manualClock, type PersonId, type SessionId } from '@plaza/base';
import { expect, it } from 'vitest';
import { createInProcessBus } from '../../kernel/events/index.ts';
import { createFocus } from './focus.ts';

const personId = 'a' as PersonId;
const [desk, phone] = ['desk', 'phone'] as SessionId[] as [SessionId, SessionId];

function openFocus() {
  const clock = manualClock();
  const focus = createFocus({ clock, bus: createInProcessBus({ log: { error() {} } }) });
  focus.start();
  const report = (sessionId: SessionId, inFront: boolean, order: number) =>
    focus.report({ personId, sessionId, inFront, order });
  return { clock, focus, report };
}

it('knows for a minute who looks, and on which devices', () => {
  const { clock, focus, report } = openFocus();
  expect(focus.until(personId)).toBeNull();
  report(desk, true, 1);
  clock.advance(30_000);
  report(phone, true, 1);
  expect(focus.until(personId)).toBe(clock.nowMs() + 60_000);
  expect(focus.sessionsOf(personId)).toEqual([desk, phone]);
  clock.advance(30_000);
  expect(focus.sessionsOf(personId)).toEqual([phone]);
  report(phone, false, 2);
  expect(focus.until(personId)).toBeNull();
});

it('believes the later report, whichever comes first', () => {
  const { focus, report } = openFocus();
  report(desk, false, 8);
  report(desk, true, 7);
  expect(focus.until(personId)).toBeNull();
  report(desk, true, 9);
  expect(focus.until(personId)).not.toBeNull();
});
