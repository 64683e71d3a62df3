import { seededRandom } from '@plaza/base';
import {
  createMomentsLaw,
  momentsLaw,
  type MomentRules,
  type MomentsLaw,
} from '@plaza/base/moments';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { FeedTuning } from './candidates.ts';
import { lookAround, type Findings } from './testing-looking.ts';
import { openStage, shuffle, type Stage } from './testing-world.ts';
import { openMoments, type TestMoments } from './testing.ts';

// Everybody looks at everything by every way, in worlds made by chance, and what they are shown is
// held to a reference of ten lines. `PLAZA_LEAK_CASES` and `PLAZA_LEAK_SEED` make other runs.

const wanted = Number(process.env['PLAZA_LEAK_CASES'] ?? 100_000);
const seed = Number(process.env['PLAZA_LEAK_SEED'] ?? 1);
const worldsForMutant = 12;

let law: MomentsLaw = momentsLaw;
/** The law that the city asks, so that one can be put in that is broken. */
const asked: MomentsLaw = {
  areFriends: (pair) => law.areFriends(pair),
  seesPost: (facts) => law.seesPost(facts),
  reacts: (facts) => law.reacts(facts),
  isInFeed: (facts) => law.isInFeed(facts),
  seesReaction: (facts, theirs, between) => law.seesReaction(facts, theirs, between),
  seesReply: (writer, answered) => law.seesReply(writer, answered),
};

/** Both ways to a feed are gone, also a walk of several steps and one that is given up. */
const tunings: readonly FeedTuning[] = [
  { manyFriends: 1_000, firstStep: 1, mostWalked: 1 },
  { manyFriends: 0, firstStep: 4, mostWalked: 1_000 },
  { manyFriends: 0, firstStep: 2, mostWalked: 8 },
];
const tuning: FeedTuning = { manyFriends: 0, firstStep: 0, mostWalked: 0 };
let worlds = 0;

async function lookAgain(findings: Findings): Promise<void> {
  Object.assign(tuning, tunings[worlds % tunings.length]);
  worlds += 1;
  await shuffle(stage);
  await lookAround(stage, findings);
}

let city: TestMoments;
let stage: Stage;

beforeAll(async () => {
  city = await openMoments(asked, tuning);
  stage = await openStage(city, seededRandom(seed));
}, 120_000);
afterAll(async () => {
  expect(city.problems).toEqual([]);
  await city.close();
});

test(`${wanted} looks leak nothing and miss nothing (seed ${seed})`, async () => {
  const findings: Findings = { cases: 0, wrong: [] };
  while (findings.cases < wanted && findings.wrong.length === 0) {
    await lookAgain(findings);
  }
  expect(findings.wrong).toEqual([]);
  expect(findings.cases).toBeGreaterThanOrEqual(wanted);
}, 900_000);

describe('a rule that is broken is missed', () => {
  // Each rule says yes where it should look.
  const broken: { [Rule in keyof MomentRules]: MomentRules[Rule] } = {
    isMutual: () => true,
    isUnblocked: () => true,
    isOpen: () => true,
    isShown: () => true,
    isInAudience: () => true,
    isRecent: () => true,
    isWanted: () => true,
    isPreview: () => true,
    isStillThere: () => true,
    isAnswerSeen: () => true,
  };

  test.each(Object.keys(broken) as (keyof MomentRules)[])(
    '%s',
    async (rule) => {
      law = createMomentsLaw({ [rule]: broken[rule] });
      const findings: Findings = { cases: 0, wrong: [] };
      try {
        for (let n = 0; n < worldsForMutant && findings.wrong.length === 0; n += 1) {
          await lookAgain(findings);
        }
      } finally {
        law = momentsLaw;
      }
      expect(findings.wrong).not.toEqual([]);
    },
    120_000,
  );
});
