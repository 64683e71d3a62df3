import { codePointLength, isAmount, seededRandom } from '@plaza/base';
import { handlePattern, maxNoteLength } from '@plaza/contract';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { planCity } from './plan.ts';
import { drawPortrait } from './portrait.ts';

describe('the plan of a demo city', () => {
  it('is the same for the same seed, and another for another', () => {
    expect(planCity(1)).toEqual(planCity(1));
    expect(planCity(1)).not.toEqual(planCity(2));
  });

  it('holds together for every seed', () => {
    fc.assert(
      fc.property(fc.nat(), (seed) => {
        const { residents, contacts, requests, conversations } = planCity(seed);
        const pairs = new Set(contacts.map(([one, other]) => `${one},${other}`));
        const know = (a: number, b: number) => pairs.has(`${Math.min(a, b)},${Math.max(a, b)}`);
        expect(pairs.size).toBe(contacts.length);
        for (const { members, lines } of conversations) {
          const [starter, ...others] = members as [number, ...number[]];
          expect(new Set(members).size).toBe(members.length);
          for (const other of others) expect(know(starter, other)).toBe(true);
          for (const { by } of lines) expect(members).toContain(by);
          const times = lines.map(({ minutesAgo }) => minutesAgo);
          expect(times).toEqual(times.toSorted((a, b) => b - a));
        }
        for (const { from, to } of requests) expect(know(from, to) || from === to).toBe(false);
        expect(residents.length).toBeGreaterThanOrEqual(40);
      }),
      { numRuns: 50 },
    );
  });

  it('lets people pay whom they talk with, as far as their money goes', () => {
    fc.assert(
      fc.property(fc.nat(), (seed) => {
        const { residents, conversations, money } = planCity(seed);
        const talks = new Set(
          conversations
            .filter(({ name }) => name === null)
            .map(({ members }) => members.toSorted((a, b) => a - b).join()),
        );
        const left = [...money.startMinor];
        expect(left).toHaveLength(residents.length);
        for (const { from, to, amountMinor, note } of money.payments) {
          expect(talks.has(`${Math.min(from, to)},${Math.max(from, to)}`)).toBe(true);
          expect(isAmount(amountMinor)).toBe(true);
          expect(codePointLength(note)).toBeLessThanOrEqual(maxNoteLength);
          left[from] = (left[from] ?? 0) - amountMinor;
        }
        for (const restMinor of left) expect(restMinor).toBeGreaterThan(0);
        const waiting = money.payments.filter(({ end }) => end === 'waiting');
        expect(waiting.map(({ to }) => to)).toEqual([...residents.keys()]);
        expect(money.payments.filter(({ end }) => end === 'accepted').length).toBeGreaterThan(5);
      }),
      { numRuns: 50 },
    );
  });

  it('gives every resident a handle of the right form, once', () => {
    const { residents } = planCity(1);
    const handles = residents.map(({ handle }) => handle);
    expect(new Set(handles).size).toBe(handles.length);
    for (const handle of handles) expect(handle).toMatch(new RegExp(handlePattern));
  });
});

describe('a portrait', () => {
  it('is a PNG, the same for the same seed', () => {
    const picture = drawPortrait(seededRandom(5), 'long');
    expect(Buffer.from(picture.subarray(1, 4)).toString()).toBe('PNG');
    expect(Buffer.compare(picture, drawPortrait(seededRandom(5), 'long'))).toBe(0);
    expect(Buffer.compare(picture, drawPortrait(seededRandom(6), 'long'))).not.toBe(0);
  });
});
