import type { ClientId, ConversationId, PersonId } from '@plaza/base';
import type { Entry, ShownMessage } from '@plaza/contract';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { asChanged } from './acts.ts';
import type { Act, Deed } from './types.ts';

const me = 'me' as PersonId;
const at = '2026-11-23T00:00:00.000Z';

function entryOf(message: ShownMessage, rest: Partial<Entry> = {}): Entry {
  const body = { type: 'message', message } as const;
  return { seq: 1, senderId: me, clientId: 'c' as ClientId, at, body, ...rest };
}

const actOf = (deed: Deed): Act => ({
  ...{ actId: 'a' as ClientId, conversationId: 'r' as ConversationId, seq: 1, deed },
  ...{ createdAt: at, order: 1, failure: null },
});

const people = fc.uniqueArray(fc.constantFrom(me, 'b' as PersonId, 'c' as PersonId));
const chosen = fc.uniqueArray(fc.constantFrom(0, 1, 2));
const pollOf = (options: PersonId[][]): Entry =>
  entryOf(
    { type: 'poll', question: '?', options: ['x', 'y', 'z'], multiple: true, anonymous: false },
    {
      poll: {
        options: options.map((personIds) => ({ count: personIds.length, personIds })),
        voters: new Set(options.flat()).size,
        closed: false,
      },
    },
  );

const entries = fc.oneof(
  fc.string().map((text) => entryOf({ type: 'text', text })),
  people.map((personIds) =>
    entryOf(
      { type: 'text', text: 'x' },
      {
        ...(personIds.length > 0 && {
          reactions: [{ emoji: '👍', count: personIds.length, personIds }],
        }),
      },
    ),
  ),
  fc.tuple(people, people, people).map(pollOf),
);
const deeds = fc.oneof<fc.Arbitrary<Deed>[]>(
  fc.constant({ type: 'recall' }),
  fc.string().map((text) => ({ type: 'edit', text })),
  fc.constantFrom('👍', '🎉', null).map((emoji) => ({ type: 'react', emoji })),
  chosen.map((options) => ({ type: 'vote', options })),
);

describe('a change that is shown too early', () => {
  it('is shown once, however often', () => {
    fc.assert(
      fc.property(entries, deeds, (entry, deed) => {
        const once = asChanged(entry, actOf(deed), me);
        // The very same: nothing on the screen is drawn anew.
        expect(asChanged(once, actOf(deed), me)).toBe(once);
      }),
    );
  });

  it('of a poll counts me once, and nobody else otherwise', () => {
    fc.assert(
      fc.property(fc.tuple(people, people, people), chosen, (options, mine) => {
        const { poll } = asChanged(pollOf(options), actOf({ type: 'vote', options: mine }), me);
        const others = options.map((ids) => ids.filter((one) => one !== me));
        const wanted = others.map((ids, n) =>
          ((mine as number[]).includes(n) ? [...ids, me] : ids).toSorted(),
        );
        expect(poll?.options.map(({ personIds }) => personIds.toSorted())).toEqual(wanted);
        expect(poll?.voters).toBe(new Set(wanted.flat()).size);
      }),
    );
  });

  it('is not guessed where only the server can count', () => {
    const rest = { question: '?', options: ['x', 'y'], multiple: false };
    const hidden = entryOf({ type: 'poll', ...rest, anonymous: true });
    expect(asChanged(hidden, actOf({ type: 'vote', options: [0] }), me)).toBe(hidden);
    const gone: Entry = { ...hidden, body: { type: 'expired' } };
    for (const deed of [{ type: 'recall' }, { type: 'edit', text: 'x' }] as const) {
      expect(asChanged(gone, actOf(deed), me)).toBe(gone);
    }
  });
});
