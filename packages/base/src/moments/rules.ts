import type { MomentFacts, MomentPair, MomentSide, MomentWindow } from './types.ts';

const dayMs = 24 * 3_600_000;

/** Days after which a post is seen by its author only; null: never. */
export const momentWindowDays: Record<MomentWindow, number | null> = {
  threeDays: 3,
  month: 30,
  halfYear: 182,
  all: null,
};

/** So many of the newest posts for all friends a stranger may look at, where the author allows. */
export const momentPreviewPosts = 10;

/** The rules one by one, so that a test can break each of them and see that it is missed. */
export type MomentRules = {
  isMutual(pair: MomentPair): boolean;
  isUnblocked(pair: MomentPair): boolean;
  /** Neither keeps the other as somebody to chat with only. */
  isOpen(pair: MomentPair): boolean;
  /** The author does not hide what they post from the viewer. */
  isShown(facts: MomentFacts): boolean;
  isInAudience(facts: MomentFacts): boolean;
  /** Within the time that the author leaves posts open. */
  isRecent(facts: MomentFacts): boolean;
  /** The viewer wants the author’s posts in the feed. */
  isWanted(facts: MomentFacts): boolean;
  isPreview(facts: MomentFacts): boolean;
  /** Who left something at a post is seen there only as long as they see the post themselves. */
  isStillThere(reacts: boolean): boolean;
  /** A reply tells of the one whom it answers, so it is seen only by who sees them too. */
  isAnswerSeen(seesAnswered: boolean): boolean;
};

function isNamed(facts: MomentFacts): boolean {
  const { audience, viewerId, author } = facts;
  if (audience.kind !== 'these' && audience.kind !== 'except') return false;
  const isTagged = audience.tags.some((tag) => author?.tags.includes(tag));
  return isTagged || audience.personIds.includes(viewerId);
}

function isListed(side: MomentSide | null): boolean {
  return side?.listed === true;
}

function isInAudience(facts: MomentFacts): boolean {
  switch (facts.audience.kind) {
    case 'all':
      return true;
    case 'me':
      return false;
    case 'these':
      return isNamed(facts);
    case 'except':
      return !isNamed(facts);
  }
}

function isPreview(facts: MomentFacts): boolean {
  // Who is hidden from stays so after they took the author off their list.
  const { author, viewer, audience, allowsStrangers, isAmongNewest } = facts;
  if (isListed(author) && isListed(viewer)) return false;
  if (author?.hideMine === true || author?.chatOnly === true) return false;
  return audience.kind === 'all' && allowsStrangers && isAmongNewest;
}

export const rules: MomentRules = {
  isMutual: ({ author, viewer }) => isListed(author) && isListed(viewer),
  isUnblocked: ({ author, viewer }) => !author?.blocked && !viewer?.blocked,
  isOpen: ({ author, viewer }) => !author?.chatOnly && !viewer?.chatOnly,
  isShown: ({ author }) => !author?.hideMine,
  isInAudience,
  isRecent({ atMs, nowMs, window }) {
    const days = momentWindowDays[window];
    return days === null || atMs >= nowMs - days * dayMs;
  },
  isWanted: ({ viewer }) => !viewer?.hideTheirs,
  isPreview,
  isStillThere: (reacts) => reacts,
  isAnswerSeen: (seesAnswered) => seesAnswered,
};
