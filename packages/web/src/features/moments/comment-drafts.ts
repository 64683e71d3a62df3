import type { PostKey } from '@plaza/client';
import { privatePrefix } from '../../state/index.ts';

// What was begun at a post waits there until it is sent, also over a reload of this tab.

const keyOf = (post: PostKey) => `${privatePrefix}comment:${post}`;

export const draftAt = (post: PostKey): string => sessionStorage.getItem(keyOf(post)) ?? '';

export function keepDraftAt(post: PostKey, text: string): void {
  if (text === '') sessionStorage.removeItem(keyOf(post));
  else sessionStorage.setItem(keyOf(post), text);
}
