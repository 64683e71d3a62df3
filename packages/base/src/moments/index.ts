export { createMomentsLaw, momentsLaw, type MomentsLaw } from './law.ts';
export { momentPreviewPosts, momentWindowDays, type MomentRules } from './rules.ts';
export type { MomentAudience, MomentFacts, MomentPair, MomentSide, MomentWindow } from './types.ts';
