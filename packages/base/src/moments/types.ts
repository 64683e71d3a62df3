import type { PersonId } from '../ids.ts';

/** What one person keeps of another, as far as Moments ask. */
export type MomentSide = {
  listed: boolean;
  blocked: boolean;
  /** Kept to chat with only: neither sees anything of the other’s Moments. */
  chatOnly: boolean;
  /** The keeper hides their own Moments from this person. */
  hideMine: boolean;
  /** The keeper does not want this person’s Moments in the feed. */
  hideTheirs: boolean;
  tags: readonly string[];
};

/** What two people keep of each other; null: nothing. */
export type MomentPair = { author: MomentSide | null; viewer: MomentSide | null };

/** For how long others see a post. */
export type MomentWindow = 'threeDays' | 'month' | 'halfYear' | 'all';

/** For whom a post is. Tags are those of the author, and count as they are now. */
export type MomentAudience =
  | { kind: 'all' }
  | { kind: 'me' }
  | { kind: 'these' | 'except'; tags: readonly string[]; personIds: readonly PersonId[] };

/** All that the law asks of a post and one who looks at it. */
export type MomentFacts = MomentPair & {
  viewerId: PersonId;
  isAuthor: boolean;
  audience: MomentAudience;
  atMs: number;
  nowMs: number;
  /** The author’s. */
  window: MomentWindow;
  /** The author lets strangers look at the newest posts … */
  allowsStrangers: boolean;
  /** … and this is one of them. */
  isAmongNewest: boolean;
};
