import { pick, type PersonId } from '@plaza/base';
import type { Moment, PostRef } from '@plaza/contract';
import { value } from './testing.ts';
import { isInFeed, sees, seesAsFriend, seesLeft } from './testing-reference.ts';
import type { PostOfWorld, Stage } from './testing-world.ts';

/** What was compared, and where what somebody was shown is not what the reference says. */
export type Findings = { cases: number; wrong: string[] };

type Look = { stage: Stage; viewer: PersonId; findings: Findings };

function compare({ findings, viewer }: Look, path: string, is: unknown, should: unknown): void {
  findings.cases += 1;
  if (is !== should) findings.wrong.push(`${path} for ${viewer}: ${String(is)}`);
}

/** A post that is shown shows of what was left there exactly what it should. */
function compareLeft(look: Look, path: string, post: PostOfWorld, shown: Moment): void {
  const { stage, viewer } = look;
  const likers = new Set(shown.likes.map(({ personId }) => personId));
  const texts = new Set(shown.comments.map(({ text }) => text));
  const seesIt = (byId: PersonId, answeredId: PersonId | null) =>
    seesLeft(stage, viewer, { post, left: { byId, answeredId } });
  let likes = 0;
  for (const byId of post.likes) {
    const should = seesIt(byId, null);
    if (should) likes += 1;
    compare(look, `${path}: like at ${post.text}`, likers.has(byId), should);
  }
  let comments = 0;
  for (const { byId, answeredId, text } of post.comments) {
    const should = seesIt(byId, answeredId);
    if (should) comments += 1;
    compare(look, `${path}: ${text}`, texts.has(text), should);
  }
  compare(look, `${path}: count of likes at ${post.text}`, shown.likeCount, likes);
  compare(look, `${path}: count of comments at ${post.text}`, shown.commentCount, comments);
  compare(look, `${path}: audience of ${post.text}`, shown.audience !== null, isOwn(look, post));
}

const isOwn = ({ viewer }: Look, post: PostOfWorld) => viewer === post.authorId;

function comparePosts(
  look: Look,
  path: string,
  { shown, should }: { shown: readonly Moment[]; should: (post: PostOfWorld) => boolean },
  posts: readonly PostOfWorld[] = look.stage.posts,
): void {
  const byText = new Map(shown.map((moment) => [moment.text, moment]));
  for (const post of posts) {
    const moment = byText.get(post.text);
    compare(look, `${path}: ${post.text}`, moment !== undefined, should(post));
    if (moment !== undefined) compareLeft(look, path, post, moment);
  }
}

async function readAll(
  read: (before: string | undefined) => Promise<{ posts: Moment[]; next: string | null }>,
): Promise<Moment[]> {
  const posts: Moment[] = [];
  let before: string | undefined;
  for (;;) {
    const page = await read(before);
    posts.push(...page.posts);
    if (page.next === null) return posts;
    before = page.next;
  }
}

const from = (before: string | undefined) => (before === undefined ? {} : { before });

async function lookAtLists(look: Look): Promise<void> {
  const { stage, viewer } = look;
  const { moments } = stage.city;
  const feed = await readAll(async (before) => value(await moments.listFeed(viewer, from(before))));
  comparePosts(look, 'feed', { shown: feed, should: (post) => isInFeed(stage, viewer, post) });
  const times = feed.map(({ at }) => at);
  compare(look, 'order of the feed', times.join(), times.toSorted().toReversed().join());
  const personId = pick(stage.random, stage.people);
  const album = await readAll(async (before) =>
    value(await moments.listAlbum(viewer, { personId, ...from(before) })),
  );
  const posts = stage.posts.filter(({ authorId }) => authorId === personId);
  const should = (post: PostOfWorld) => sees(stage, viewer, post);
  comparePosts(look, 'album', { shown: album, should }, posts);
}

/** Searching finds what one sees of those whom one lists, by words of all posts and of one. */
async function lookAtSearch(look: Look): Promise<void> {
  const { stage, viewer } = look;
  const isListed = (id: PersonId) => id === viewer || stage.side(viewer, id)?.listed === true;
  const should = (post: PostOfWorld) => isListed(post.authorId) && sees(stage, viewer, post);
  const one = pick(stage.random, stage.posts);
  for (const [query, posts] of [
    ['POST-', stage.posts],
    [one.text, [one]],
  ] as const) {
    const shown = await readAll(async (before) =>
      value(await stage.city.moments.search(viewer, { query, ...from(before) })),
    );
    comparePosts(look, 'search', { shown, should }, posts);
    compare(look, `search: ${query}`, shown.length, posts.filter(should).length);
  }
}

async function lookAtPosts(look: Look): Promise<void> {
  const { stage, viewer } = look;
  const { moments } = stage.city;
  const should = (post: PostOfWorld) => sees(stage, viewer, post);
  const refs = stage.posts.map(({ ref }): PostRef => ref);
  const shown = await moments.getPosts(viewer, refs);
  comparePosts(look, 'cards', { shown, should });
  for (const post of stage.posts) {
    // Each way that asks for a single post is tried with some of them.
    if (stage.random.int(3) > 0) continue;
    const page = await moments.getPost(viewer, post.ref);
    const found = page.ok ? [page.value] : [];
    comparePosts(look, 'page', { shown: found, should }, [post]);
    const reads = await stage.city.reads(viewer, post.fileId);
    compare(look, `media: ${post.text}`, reads, should(post));
  }
}

type Row = { kind: string; postId: string; byId: PersonId; commentId: string | null; id: string };

/** Every notice that was ever written for the viewer is shown exactly while they may see it. */
async function lookAtNotices(look: Look): Promise<void> {
  const { stage, viewer } = look;
  const { rows } = await stage.city.db.query<Row>(
    `select kind, post_id as "postId", by_id as "byId", comment_id as "commentId",
       notice_id as id from moments_notice where person_id = $1`,
    [viewer],
  );
  const shown = new Set<string>();
  let before: string | undefined;
  do {
    const page = value(await stage.city.moments.listNotices(viewer, from(before)));
    for (const { noticeId } of page.notices) shown.add(noticeId);
    before = page.next ?? undefined;
  } while (before !== undefined);
  const posts = new Map(stage.posts.map((post) => [post.ref.postId as string, post]));
  for (const { kind, postId, byId, commentId, id } of rows) {
    const post = posts.get(postId) as PostOfWorld;
    const comment = post.comments.find((one) => one.commentId === commentId);
    const left = { byId, answeredId: comment?.answeredId ?? null };
    const should =
      kind === 'mention' ? sees(stage, viewer, post) : seesLeft(stage, viewer, { post, left });
    compare(look, `notice (${kind}) at ${post.text}`, shown.has(id), should);
  }
}

/** What somebody takes away with them is what they see, and their own. */
async function lookAtExport(look: Look): Promise<void> {
  const { stage, viewer } = look;
  let text = '';
  for await (const file of stage.city.moments.holding.export(viewer)) {
    text += JSON.stringify(file);
  }
  for (const post of stage.posts) {
    const isMine = isOwn(look, post);
    compare(look, `export: ${post.text}`, text.includes(`"${post.text}"`), isMine);
    compare(look, `export: file of ${post.text}`, text.includes(post.fileId), isMine);
    for (const left of post.comments) {
      const should = left.byId === viewer || (isMine && seesLeft(stage, viewer, { post, left }));
      compare(look, `export: ${left.text}`, text.includes(left.text), should);
    }
  }
}

/** Whose devices hear of a like: exactly who sees it. */
async function lookAtTelling(stage: Stage, findings: Findings): Promise<void> {
  const { city, random, people } = stage;
  const post = pick(random, stage.posts);
  const byId = pick(random, people);
  if (!seesAsFriend(stage, byId, post)) return;
  await city.heard();
  const isLiked = post.likes.has(byId);
  if (isLiked) value(await city.moments.unlike(byId, post.ref));
  else value(await city.moments.like(byId, post.ref));
  if (isLiked) post.likes.delete(byId);
  else post.likes.add(byId);
  const heard = (await city.heard()).filter(({ name }) => name === 'moments.changed');
  const told = new Set(heard.map(({ personId }) => personId));
  for (const viewer of people) {
    const left = { byId, answeredId: null };
    const should = seesAsFriend(stage, viewer, post) && seesLeft(stage, viewer, { post, left });
    compare({ stage, viewer, findings }, `told of ${post.text}`, told.has(viewer), should);
  }
}

/** Everybody looks at everything in every way. */
export async function lookAround(stage: Stage, findings: Findings): Promise<void> {
  for (const viewer of stage.people) {
    const look: Look = { stage, viewer, findings };
    await lookAtLists(look);
    await lookAtPosts(look);
    await lookAtSearch(look);
    await lookAtNotices(look);
    await lookAtExport(look);
  }
  for (let n = 0; n < 3; n += 1) await lookAtTelling(stage, findings);
}
