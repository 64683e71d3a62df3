import type { PersonId, PostId } from '@plaza/base';
import type { Moment } from '@plaza/contract';
import { expect, test } from 'vitest';
import { photoQuery, viewedIn } from './viewing.ts';

const authorId = '00000001-0000-7000-8000-000000000000' as PersonId;
const postId = '00000002-0000-7000-8000-000000000000' as PostId;

test('the address says which photo is looked at, and nothing else is understood', () => {
  const post = { author: { personId: authorId }, postId } as Moment;
  expect(viewedIn(photoQuery(post, 8))).toEqual({ post: { authorId, postId }, index: 8 });
  for (const wrong of ['', '?photo=', `?photo=${authorId}`, `?photo=${authorId}.${postId}.x`]) {
    expect(viewedIn(wrong)).toBeNull();
  }
});
