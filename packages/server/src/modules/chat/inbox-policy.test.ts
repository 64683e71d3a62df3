import type { ConversationId, PersonId } from '@plaza/base';
import { maxHeard } from '@plaza/contract';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { applyChange, type InboxChange } from './inbox-policy.ts';
import type { InboxRow } from './store/inbox.ts';

const start: InboxRow = {
  personId: 'p' as PersonId,
  conversationId: 'c' as ConversationId,
  ...{ kind: 'group', joinedSeq: 0, leftSeq: null, readSeq: 0, clearedSeq: 0, hiddenSeq: null },
  ...{ pinned: false, notify: 'all' as const, archived: false, announcementReadSeq: 0 },
  ...{ markedUnread: false, heardToSeq: 0, heardSeqs: [], draft: '', changedAt: new Date(0) },
};

const seq = fc.integer({ min: 0, max: 50 });
const flag = fc.option(fc.boolean(), { nil: undefined });
const change: fc.Arbitrary<InboxChange> = fc.oneof(
  fc.record({ kind: fc.constant('read' as const), seq }),
  fc.record({ kind: fc.constant('clear' as const), seq }),
  fc.record({ kind: fc.constant('draft' as const), text: fc.constantFrom('', 'a', 'b') }),
  fc.constant({ kind: 'open' as const }),
  fc.record({
    ...{ kind: fc.constant('set' as const), pinned: flag, muted: flag },
    ...{ markedUnread: flag, hidden: flag },
  }),
);

test('reading and clearing never go back and never pass the end', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(change, seq)), (steps) => {
      let row = start;
      let endSeq = 0;
      for (const [step, grown] of steps) {
        endSeq = Math.max(endSeq, grown);
        const next = applyChange(row, step, endSeq);
        expect(next.readSeq).toBeGreaterThanOrEqual(row.readSeq);
        expect(next.clearedSeq).toBeGreaterThanOrEqual(row.clearedSeq);
        expect(next.readSeq).toBeLessThanOrEqual(endSeq);
        expect(next.readSeq).toBeGreaterThanOrEqual(next.clearedSeq);
        if (step.kind === 'read') expect(next.markedUnread).toBe(false);
        expect(applyChange(next, step, endSeq)).toBe(next);
        row = next;
      }
    }),
  );
});

test('memberships may come in any order: the newest stays', () => {
  const stretches = [
    { joinedSeq: 0, leftSeq: null },
    { joinedSeq: 0, leftSeq: 5 },
    { joinedSeq: 8, leftSeq: null },
    { joinedSeq: 8, leftSeq: 12 },
  ];
  const indexes = fc.array(fc.nat(stretches.length - 1), { minLength: 1 });
  fc.assert(
    fc.property(indexes, (order) => {
      let row = start;
      for (const index of order) {
        const stretch = stretches[index] as (typeof stretches)[number];
        row = applyChange(row, { kind: 'membership', ...stretch }, 20);
      }
      const newest = stretches[Math.max(0, ...order)];
      expect({ joinedSeq: row.joinedSeq, leftSeq: row.leftSeq }).toEqual(newest);
      expect(row.readSeq).toBeGreaterThanOrEqual(row.joinedSeq);
    }),
  );
});

test('hiding keeps the place after which something is new', () => {
  const hidden = applyChange(start, { kind: 'set', hidden: true }, 7);
  expect(hidden.hiddenSeq).toBe(7);
  expect(applyChange(hidden, { kind: 'open' }, 9).hiddenSeq).toBeNull();
  expect(applyChange(hidden, { kind: 'set', pinned: true }, 9).hiddenSeq).toBe(7);
});

test('what was heard stays heard, in order, and is told one by one of the newest only', () => {
  const heard = fc.array(fc.integer({ min: 1, max: 300 }), { minLength: 1, maxLength: 50 });
  fc.assert(
    fc.property(fc.array(heard, { maxLength: 12 }), (steps) => {
      let row = start;
      const isHeard = (seq: number) => seq <= row.heardToSeq || row.heardSeqs.includes(seq);
      for (const step of steps) {
        row = applyChange(row, { kind: 'set', heard: step }, 200);
        expect(row.heardSeqs.length).toBeLessThanOrEqual(maxHeard);
        expect(row.heardSeqs).toEqual([...new Set(row.heardSeqs)].toSorted((a, b) => a - b));
        expect(applyChange(row, { kind: 'set', heard: step }, 200)).toBe(row);
      }
      for (const seq of steps.flat()) expect(isHeard(seq)).toBe(seq <= 200);
    }),
  );
});
