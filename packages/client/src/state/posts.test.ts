import type { PersonId, PostId } from '@plaza/base';
import type { Contact, Moment } from '@plaza/contract';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { cardOf } from '../testing/model.ts';
import { feedOf, settlePosts, takeFeedPage, takePostGone, takePostOfFeed, keyOf } from './posts.ts';
import { emptyState, type State } from './types.ts';

const someone = (n: number) => `0000000${n}-0000-7000-8000-000000000000` as PersonId;

function post(n: number, author = 1): Moment {
  return {
    postId: `00000000-0000-7000-8000-${String(n).padStart(12, '0')}` as PostId,
    author: cardOf(someone(author)),
    at: new Date(Date.UTC(2026, 0, 1) + n * 60_000).toISOString(),
    ...{ text: `post ${n}`, attachment: null, place: null, mentions: [], audience: null },
    ...{ mayReact: true, liked: false, likes: [], likeCount: 0, comments: [], commentCount: 0 },
  };
}

const numbers = (state: State) => feedOf(state).map(({ text }) => Number(text.slice(5)));

/** A feed on the server, of which pages are asked. */
function pageOf(all: readonly number[], before: string | null, size: number) {
  const from = before === null ? 0 : all.indexOf(Number(before)) + 1;
  const shown = all.slice(from, from + size);
  const next = from + size < all.length ? String(shown.at(-1)) : null;
  return { posts: shown.map((n) => post(n)), next, isFirst: before === null };
}

test('pages of a feed that changes meanwhile end in what the server has', () => {
  const ids = fc.uniqueArray(fc.integer({ min: 1, max: 60 }), { minLength: 1, maxLength: 40 });
  fc.assert(
    fc.property(ids, ids, fc.integer({ min: 2, max: 7 }), fc.nat(6), (then, now, size, pages) => {
      const sorted = (list: readonly number[]) => list.toSorted((a, b) => b - a);
      let state: State = takeFeedPage(emptyState, pageOf(sorted(then), null, size));
      for (let page = 0; page < pages && state.moments.next !== null; page += 1) {
        state = takeFeedPage(state, pageOf(sorted(then), state.moments.next, size));
      }
      // Another run: what was kept stands there until the server was asked.
      state = { ...state, moments: { ...state.moments, isAsked: false, verifiedTo: null } };
      const all = sorted(now);
      state = takeFeedPage(state, pageOf(all, null, size));
      const seen = numbers(state);
      expect(seen).toEqual(sorted(seen));
      while (state.moments.next !== null) {
        state = takeFeedPage(state, pageOf(all, state.moments.next, size));
      }
      expect(numbers(state)).toEqual(all);
      expect(state.moments.posts.size).toBe(all.length);
    }),
  );
});

test('a new first page keeps what was asked for below it, and drops what is on it no more', () => {
  let state = takeFeedPage(emptyState, {
    posts: [9, 8, 7].map((n) => post(n)),
    next: '7',
    isFirst: true,
  });
  state = takeFeedPage(state, { posts: [6, 5].map((n) => post(n)), next: '5', isFirst: false });
  state = takeFeedPage(state, { posts: [10, 9, 7].map((n) => post(n)), next: '7', isFirst: true });
  expect(numbers(state)).toEqual([10, 9, 7, 6, 5]);
  expect(state.moments.next).toBe('5');
  // So much is new that the page does not reach what is known: a hole is not shown.
  state = takeFeedPage(state, { posts: [30, 29].map((n) => post(n)), next: '29', isFirst: true });
  expect(numbers(state)).toEqual([30, 29]);
  expect(state.moments.next).toBe('29');
});

test('a post that is gone, and those of somebody who is a friend no more, are forgotten', () => {
  let state = takePostOfFeed(emptyState, post(2, 2));
  state = takePostOfFeed(state, post(3, 3));
  state = takePostOfFeed(state, post(1, 1));
  expect(numbers(state)).toEqual([3, 2, 1]);
  state = takePostGone(state, keyOf(post(1, 1)));
  const contact = { person: cardOf(someone(2)), listed: true, blocked: false } as Contact;
  expect(numbers(settlePosts(state, contact))).toEqual([3, 2]);
  const hidden = settlePosts(state, { ...contact, hideTheirs: true });
  expect([numbers(hidden), hidden.moments.posts.size]).toEqual([[3], 2]);
  for (const how of [{ blocked: true }, { listed: false }, { chatOnly: true }]) {
    const left = settlePosts(state, { ...contact, ...how });
    expect([numbers(left), left.moments.posts.size]).toEqual([[3], 1]);
  }
});
