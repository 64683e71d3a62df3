import { event } from '../event.ts';
import { nothing, object, oneOf } from '../schema.ts';
import { postRef } from './types.ts';

// Nothing of Moments stands in a log: who may see a post today may not see it tomorrow. So these
// say only that there is something to ask for, and whoever was away asks anyway.

export const momentsEvents = {
  changed: event('moments.changed', {
    channel: 'ephemeral',
    summary:
      'A post that I may see is there, has changed by something that I may see, or was deleted; ' +
      '`moments.getPosts` tells how it is.',
    payload: object({ post: postRef, what: oneOf(['posted', 'changed', 'gone']) }),
  }),
  noticed: event('moments.noticed', {
    channel: 'ephemeral',
    summary: 'There is a new notice for me, or one is gone, or I read them on another device.',
    payload: nothing,
  }),
} as const;
