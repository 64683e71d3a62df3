import type { ConversationId, PersonId } from '@plaza/base';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createHeard, type HeardEntry } from './heard.ts';

const talk = 'talk' as ConversationId;
const said = (seq: number): HeardEntry => ({
  ...{ seq, senderId: 'anna' as PersonId, at: '2026-11-23T05:00:00.000Z' },
  body: { type: 'message', message: { type: 'text', text: `entry ${seq}` } },
});
const changed = (seq: number, how: 'recalled' | 'edited' | 'reacted'): HeardEntry => ({
  ...said(seq),
  body: { type: 'changed', seq: 1, how } as HeardEntry['body'],
});
const seqsOf = (entries: readonly HeardEntry[] | null) => entries?.map(({ seq }) => seq) ?? null;

describe('what was heard', () => {
  it('is taken once, in order, without what is indexed and what came twice', () => {
    const heard = createHeard();
    for (const seq of [4, 6, 5, 5, 3]) heard.hear(talk, said(seq));
    expect(seqsOf(heard.take(talk, 3))).toEqual([4, 5, 6]);
    expect(heard.size()).toBe(0);
    expect(heard.take(talk, 6)).toBe(null);
  });

  it('needs a look into the log when something is missing or was taken back', () => {
    const heard = createHeard();
    heard.hear(talk, said(5));
    expect(heard.take(talk, 3)).toBe(null);
    for (const how of ['recalled', 'edited'] as const) {
      heard.hear(talk, said(4));
      heard.hear(talk, changed(5, how));
      heard.hear(talk, said(6));
      expect(heard.size()).toBe(0);
      expect(heard.take(talk, 3)).toBe(null);
    }
    heard.hear(talk, said(4));
    heard.hear(talk, changed(5, 'reacted'));
    expect(seqsOf(heard.take(talk, 3))).toEqual([4, 5]);
    heard.hear(talk, said(6));
    heard.spoil(talk);
    heard.hear(talk, said(7));
    expect(heard.take(talk, 5)).toBe(null);
    heard.hear(talk, said(8));
    heard.forgetAll();
    expect(heard.take(talk, 7)).toBe(null);
  });

  it('is kept up to a bound, beyond which logs are read', () => {
    const heard = createHeard();
    for (let seq = 1; seq <= 20_000; seq += 1) heard.hear(talk, said(seq));
    expect(heard.size()).toBe(0);
    expect(heard.take(talk, 0)).toBe(null);
    heard.hear(talk, said(1));
    expect(seqsOf(heard.take(talk, 0))).toEqual([1]);
  });

  it('is the stretch of the log after the end, or nothing, in whatever order it came', () => {
    const seqs = fc.array(fc.integer({ min: 1, max: 12 }), { maxLength: 30 });
    fc.assert(
      fc.property(seqs, fc.nat(12), (told, endSeq) => {
        const heard = createHeard();
        for (const seq of told) heard.hear(talk, said(seq));
        const later = [...new Set(told)].filter((seq) => seq > endSeq).sort((a, b) => a - b);
        const isWhole = told.length > 0 && later.every((seq, n) => seq === endSeq + 1 + n);
        expect(seqsOf(heard.take(talk, endSeq))).toEqual(isWhole ? later : null);
        expect(heard.size()).toBe(0);
      }),
    );
  });
});
