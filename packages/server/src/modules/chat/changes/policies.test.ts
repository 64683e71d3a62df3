import type { PersonId } from '@plaza/base';
import { maxReactionKinds } from '@plaza/contract';
import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import type { StoredMessage } from '../types.ts';
import { withWords, wordsOf } from './edit-policy.ts';
import { isEmoji } from './emoji.ts';
import { forwardable, merge } from './forward-policy.ts';
import { countPoll, isChoice, withPoll } from './poll-policy.ts';
import { isOneTooMany, withReactions } from './reactions.ts';

const person = (n: number) => `p${n}` as PersonId;
const words = fc.string({ minLength: 1, maxLength: 40 }).filter((each) => !each.includes('\0'));
const replyTo = fc.option(fc.nat(9), { nil: undefined });
const place = fc.record({ latitude: fc.constant(1), longitude: fc.constant(2), name: words });

const said: fc.Arbitrary<StoredMessage> = fc
  .oneof(
    fc.record({ type: fc.constant('text' as const), text: words }),
    fc.record({
      ...{ type: fc.constant('text' as const), text: words },
      ...{
        mentions: fc.constant<PersonId[]>([person(1)]),
        mentionsAll: fc.constant(true as const),
      },
    }),
    place.map((each) => ({ type: 'location' as const, ...each })),
    fc.constant({ type: 'contact' as const, personId: person(2) }),
    fc.record({
      ...{ type: fc.constant('poll' as const), question: words },
      ...{
        options: fc.constant<string[]>(['a', 'b']),
        multiple: fc.boolean(),
        anonymous: fc.boolean(),
      },
    }),
  )
  .chain((message) =>
    replyTo.map((seq): StoredMessage =>
      seq === undefined ? message : { ...message, replyTo: seq },
    ),
  );

describe('an emoji', () => {
  it.each(['👍', '❤️', '❤', '👩🏽‍🚀', '🇩🇪', '7️⃣', '🏴󠁧󠁢󠁳󠁣󠁴󠁿', '👨‍👩‍👧‍👦'])('is %s', (text) => {
    expect(isEmoji(text)).toBe(true);
  });
  it.each(['', 'a', '7', '#', 'ok👍', '👍👍', '👍 ', ' ', '\u200d', '😀a', '漢'])(
    'is not %j',
    (text) => expect(isEmoji(text)).toBe(false),
  );
});

test('an edit changes words and nothing else', () => {
  fc.assert(
    fc.property(said, words, (message, to) => {
      const edited = withWords(message, to);
      if (wordsOf(message) === null) expect(edited).toBe('not_editable');
      else {
        const now = edited as StoredMessage;
        expect(wordsOf(now)).toBe(to);
        expect(withWords(now, wordsOf(message) ?? '')).toEqual(message);
      }
    }),
  );
  const photo = {
    ...{ type: 'photo', fileId: 'f', thumbId: null, width: 1, height: 1, sizeBytes: 1 },
    ...{ placeholder: '', caption: 'old', isOriginal: false },
  } as unknown as StoredMessage;
  expect(withWords(photo, '')).toMatchObject({ caption: '' });
  expect(withWords(photo, '漢'.repeat(1_001))).toBe('invalid');
  expect(withWords({ type: 'text', text: 'x' }, 'a\0b')).toBe('invalid');
});

test('what is forwarded says nothing of where it stood', () => {
  fc.assert(
    fc.property(said, (message) => {
      const moved = forwardable(message);
      expect(moved === null).toBe(message.type === 'poll');
      if (moved === null) return;
      for (const trace of ['replyTo', 'mentions', 'mentionsAll']) {
        expect(moved).not.toHaveProperty(trace);
      }
      expect(wordsOf(moved)).toBe(wordsOf(message));
    }),
  );
});

test('a merged forward keeps order and authors, or there is none', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(words, said), { minLength: 1, maxLength: 9 }), (list) => {
      const quoted = list.map(([author, message], n) => ({ author, at: `t${n}`, message }));
      const merged = merge(quoted);
      const isWhole = list.every(([, { type }]) => type === 'text' || type === 'location');
      expect(merged !== null).toBe(isWhole);
      if (merged?.type !== 'merged') return;
      expect(merged.items.map(({ author, at }) => [author, at])).toEqual(
        quoted.map(({ author, at }) => [author, at]),
      );
      expect(JSON.stringify(merged)).not.toMatch(/replyTo|mentions/);
      expect([...merged.title].length).toBeLessThanOrEqual(120);
    }),
  );
});

const poll = (over: { multiple?: boolean; anonymous?: boolean } = {}) => ({
  ...{ type: 'poll' as const, question: '?', options: ['a', 'b', 'c'] },
  ...{ multiple: false, anonymous: false, ...over },
});

test('a choice is of options that there are, and of one where only one may be chosen', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: -1, max: 4 })), fc.boolean(), (options, multiple) => {
      const isRight =
        options.every((option) => [0, 1, 2].includes(option)) &&
        new Set(options).size === options.length &&
        (multiple || options.length < 2);
      expect(isChoice(poll({ multiple }), options)).toBe(isRight);
    }),
  );
});

test('an anonymous poll counts and names nobody', () => {
  const byOption = new Map([[1, { count: 2, personIds: [person(1), person(2)] }]]);
  const counted = countPoll(poll({ anonymous: true }), { voters: 2, byOption }, false);
  expect(counted.options.map(({ count }) => count)).toEqual([0, 2, 0]);
  expect(JSON.stringify(counted)).not.toMatch(/p\d/);
  const named = countPoll(poll(), { voters: 2, byOption }, true);
  expect(named.options[1]?.personIds).toEqual([person(1), person(2)]);
  const none = countPoll(poll(), { voters: 0, byOption: new Map() }, false);
  expect(withPoll({ poll: named }, none)).toBeNull();
  expect(withPoll({ editedAt: 't' }, named)).toEqual({ editedAt: 't', poll: named });
});

test('a message never shows more kinds of reactions than there may be', () => {
  const emoji = fc.integer({ min: 0, max: 30 }).map((n) => String.fromCodePoint(0x1f600 + n));
  const step = fc.record({ who: fc.nat(40), emoji });
  fc.assert(
    fc.property(fc.array(step, { maxLength: 120 }), (steps) => {
      const chosen = new Map<number, string>();
      const shown = () =>
        [...Map.groupBy(chosen.values(), (each) => each)].map(([kind, all]) => {
          return { emoji: kind, count: all.length, personIds: [] };
        });
      for (const { who, emoji: wanted } of steps) {
        const former = chosen.get(who) ?? null;
        const refused = isOneTooMany(shown(), { former, emoji: wanted });
        const kinds = new Set([...chosen].filter(([n]) => n !== who).map(([, each]) => each));
        expect(refused).toBe(kinds.add(wanted).size > maxReactionKinds);
        if (!refused) chosen.set(who, wanted);
      }
      expect(withReactions(null, shown())?.reactions?.length ?? 0).toBe(shown().length);
    }),
  );
  expect(withReactions({ reactions: [] }, [])).toBeNull();
});
