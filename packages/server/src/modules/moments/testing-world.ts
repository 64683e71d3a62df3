import { pick, type FileId, type PersonId, type Random } from '@plaza/base';
import type { MomentSide, MomentWindow } from '@plaza/base/moments';
import type { MomentAudience, PostRef } from '@plaza/contract';
import { writeSides } from '../contacts/testing/index.ts';
import { value, type TestMoments } from './testing.ts';
import type { Left, Post, World } from './testing-reference.ts';

const dayMs = 24 * 3_600_000;
const tags = ['family', 'work', 'lake'] as const;
const windows: readonly MomentWindow[] = ['threeDays', 'month', 'halfYear', 'all', 'all'];
const peopleCount = 7;
const postCount = 26;

export type PostOfWorld = Post & {
  ref: PostRef;
  text: string;
  fileId: FileId;
  likes: Set<PersonId>;
  comments: (Left & { text: string; commentId: string })[];
};

/** A handful of people with many posts, who left something at most of them while all was open. */
export type Stage = Omit<World, 'posts'> & {
  city: TestMoments;
  random: Random;
  people: PersonId[];
  posts: PostOfWorld[];
  sides: Map<string, MomentSide>;
  setSettings(person: PersonId, next: Settings): Promise<void>;
};
type Settings = { window: MomentWindow; allowsStrangers: boolean };

const open: MomentSide = {
  ...{ listed: true, blocked: false, chatOnly: false, hideMine: false, hideTheirs: false },
  tags: [],
};

function couples(people: readonly PersonId[]): [PersonId, PersonId][] {
  return people.flatMap((one) =>
    people.flatMap((other): [PersonId, PersonId][] => (one === other ? [] : [[one, other]])),
  );
}

const writeStage = ({ city, sides }: Stage) => writeSides(city.db, sides);

export async function openStage(city: TestMoments, random: Random): Promise<Stage> {
  const people = Array.from({ length: peopleCount }, (_, n) => city.person(`Person ${n}`));
  const sides = new Map(couples(people).map(([a, b]) => [`${a}/${b}`, open]));
  const settings = new Map<PersonId, Settings>();
  const stage: Stage = {
    ...{ city, random, people, posts: [], sides },
    get nowMs() {
      return city.clock.nowMs();
    },
    side: (owner, person) => sides.get(`${owner}/${person}`) ?? null,
    settings: (person) => settings.get(person) ?? { window: 'all', allowsStrangers: false },
    async setSettings(person, next) {
      value(await city.moments.setSettings(person, next));
      settings.set(person, next);
    },
  };
  await writeStage(stage);
  for (let n = 0; n < postCount; n += 1) stage.posts.push(await writePost(stage, n));
  await city.heard();
  for (const post of stage.posts) await leaveThings(stage, post);
  await city.heard();
  return stage;
}

async function writePost({ city, people, random }: Stage, n: number): Promise<PostOfWorld> {
  // The first has so many posts that not all are among the ten newest.
  const authorId = n % 2 === 0 ? (people[0] as PersonId) : pick(random, people);
  city.clock.advance(1 + random.int(dayMs));
  const photo = await city.photo(authorId);
  const text = `post-${n}.`;
  const mentions = people.filter((id) => id !== authorId && random.int(4) === 0);
  const attachment = { type: 'photos' as const, photos: [photo] };
  const ref = await city.post(authorId, { text, attachment, mentions });
  const atMs = city.clock.nowMs();
  return {
    ...{ ...ref, ref, atMs, text, fileId: photo.fileId, audience: { kind: 'all' } },
    ...{ likes: new Set(), comments: [] },
  };
}

async function leaveThings({ city, people, random }: Stage, post: PostOfWorld): Promise<void> {
  for (const byId of people) {
    city.clock.advance(1 + random.int(1_000));
    if (random.int(2) === 0) {
      value(await city.moments.like(byId, post.ref));
      post.likes.add(byId);
    }
    if (random.int(2) === 0) continue;
    const answers = post.comments.length > 0 && random.int(2) === 0;
    const answered = answers ? pick(random, post.comments) : null;
    const text = `${post.text}comment-${post.comments.length}.`;
    const replyToId = (answered?.commentId ?? null) as never;
    const comment = value(await city.comment(byId, post.ref, text, replyToId));
    const { commentId } = comment;
    post.comments.push({ byId, answeredId: answered?.byId ?? null, text, commentId });
  }
}

function someSide(random: Random): MomentSide | null {
  const often = (n: number) => random.int(n) === 0;
  const listed = !often(6);
  const blocked = often(9);
  if (!listed && !blocked) return null;
  const wishes = { chatOnly: often(9), hideMine: often(6), hideTheirs: often(5) };
  const kept = listed ? wishes : { chatOnly: false, hideMine: false, hideTheirs: false };
  return { ...kept, listed, blocked, tags: listed ? tags.filter(() => often(3)) : [] };
}

export function someAudience({ people, random }: Stage): MomentAudience {
  const kind = pick(random, ['all', 'all', 'me', 'these', 'these', 'except', 'except'] as const);
  if (kind === 'all' || kind === 'me') return { kind };
  const personIds = people.filter(() => random.int(4) === 0);
  return { kind, tags: tags.filter(() => random.int(3) === 0), personIds };
}

/** Everything is otherwise: who keeps what of whom, what they allow, for whom posts are, when. */
export async function shuffle(stage: Stage): Promise<void> {
  const { city, people, random, sides } = stage;
  sides.clear();
  for (const [a, b] of couples(people)) {
    const side = someSide(random);
    if (side !== null) sides.set(`${a}/${b}`, side);
  }
  await writeStage(stage);
  for (const person of people) {
    if (random.int(2) === 0) continue;
    const next = { window: pick(random, windows), allowsStrangers: random.int(2) === 0 };
    await stage.setSettings(person, next);
  }
  for (const post of stage.posts) {
    if (random.int(3) > 0) continue;
    const audience = someAudience(stage);
    value(await city.moments.setAudience(post.authorId, { postId: post.ref.postId, audience }));
    post.audience = audience;
  }
  await city.heard();
  city.clock.advance(random.int(2 * dayMs));
}
