import { rules as usual, type MomentRules } from './rules.ts';
import type { MomentFacts, MomentPair } from './types.ts';

/** Who sees what of Moments; the server asks it at every read, and nothing else decides. */
export type MomentsLaw = {
  /** Contacts both ways who have kept Moments open to each other. */
  areFriends(pair: MomentPair): boolean;
  /** Whether the viewer may open the post, by whatever way they came to it. */
  seesPost(facts: MomentFacts): boolean;
  /** Whether the viewer may like the post and comment on it. */
  reacts(facts: MomentFacts): boolean;
  /** Whether the post stands in the viewer’s feed. */
  isInFeed(facts: MomentFacts): boolean;
  /**
   * Whether the viewer sees what somebody left at a post. `facts` are the viewer’s of the post,
   * `theirs` the other’s of it, and `between` is what viewer and other keep of each other.
   */
  seesReaction(facts: MomentFacts, theirs: MomentFacts, between: MomentPair): boolean;
  /** Whether a viewer sees a reply, by whether they see whose it is and whom it answers. */
  seesReply(seesWriter: boolean, seesAnswered: boolean): boolean;
};

/** Puts the rules together; tests put in rules that are broken. */
export function createMomentsLaw(changed: Partial<MomentRules> = {}): MomentsLaw {
  const rules = { ...usual, ...changed };

  const areFriends = (pair: MomentPair) =>
    rules.isMutual(pair) && rules.isUnblocked(pair) && rules.isOpen(pair);

  const isForFriend = (facts: MomentFacts) =>
    areFriends(facts) && rules.isShown(facts) && rules.isInAudience(facts) && rules.isRecent(facts);

  const seesPost = (facts: MomentFacts): boolean =>
    facts.isAuthor ||
    isForFriend(facts) ||
    (rules.isUnblocked(facts) && rules.isPreview(facts) && rules.isRecent(facts));

  const reacts = (facts: MomentFacts) => facts.isAuthor || isForFriend(facts);

  const seesReaction: MomentsLaw['seesReaction'] = (facts, theirs, between) => {
    if (!seesPost(facts)) return false;
    if (facts.viewerId === theirs.viewerId) return true;
    if (!rules.isUnblocked(between)) return false;
    if (facts.isAuthor || theirs.isAuthor) return true;
    return areFriends(between) && rules.isStillThere(reacts(theirs));
  };

  return {
    areFriends,
    seesPost,
    reacts,
    isInFeed: (facts) => facts.isAuthor || (isForFriend(facts) && rules.isWanted(facts)),
    seesReaction,
    seesReply: (seesWriter, seesAnswered) => seesWriter && rules.isAnswerSeen(seesAnswered),
  };
}

export const momentsLaw: MomentsLaw = createMomentsLaw();
