import { cleanLine, type FileId, type PersonId } from '@plaza/base';
import type { Moment, MethodInput, MomentAttachment, MomentPlace, PostRef } from '@plaza/contract';
import type { Tx } from '../../kernel/db/index.ts';
import { decide, no, yes, type Outcome } from '../../kernel/rpc/index.ts';
import type { MomentsDeps } from './deps.ts';
import { correctAttachment, describeFiles, fileIdsOf } from './files.ts';
import { gatherFacts, newestOf } from './judging.ts';
import { presentPosts } from './present.ts';
import * as store from './store/posts.ts';
import { happenedTopic, type Happening, type PostRow, type StoredSkeleton } from './types.ts';

type Input = MethodInput<'moments.createPost'>;
type NotPosted = 'invalid' | 'file_unknown' | 'post_conflict';

/** One form of letters: case, width and composition make no difference. */
export function fold(text: string): string {
  return text.normalize('NFKC').toLowerCase();
}

function foldPost({ text, attachment, place }: PostRow): string {
  const title = attachment?.type === 'link' ? attachment.title : '';
  return fold([text, title, place?.name ?? ''].filter((part) => part !== '').join('\n'));
}

export function skeletonOf({ authorId, postId, at, audience }: PostRow): StoredSkeleton {
  return { authorId, postId, atMs: at.getTime(), audience };
}

/** What follows from it is done after the commit, for however many friends there are. */
export async function happen({ outbox }: MomentsDeps, tx: Tx, it: Happening): Promise<void> {
  await outbox.add(tx, happenedTopic, it);
}

export async function presentOwn(deps: MomentsDeps, post: PostRow): Promise<Moment> {
  const [moment] = await presentPosts(deps, { viewerId: post.authorId, posts: [post] }, 'all');
  return moment as Moment;
}

/** Only friends can be named. */
async function friendsAmong(
  deps: MomentsDeps,
  authorId: PersonId,
  ids: readonly PersonId[],
): Promise<PersonId[]> {
  const post = newestOf(deps, authorId);
  const facts = await gatherFacts(
    deps,
    ids.map((viewerId) => ({ post, viewerId })),
  );
  return ids.filter((_, index) => {
    const found = facts[index];
    return found !== undefined && !found.isAuthor && deps.law.areFriends(found);
  });
}

function cleanAttachment(attachment: MomentAttachment | null): MomentAttachment | null {
  if (attachment?.type !== 'link') return attachment;
  return { ...attachment, title: cleanLine(attachment.title, 200) || attachment.url.slice(0, 200) };
}

function cleanPlace(place: MomentPlace | null): MomentPlace | null {
  const name = place === null ? '' : cleanLine(place.name, 100);
  return place === null || name === '' ? null : { ...place, name };
}

function isSame(known: PostRow, input: Input): boolean {
  const ids = (of: MomentAttachment | null) => fileIdsOf(of).join();
  return known.text === input.text && ids(known.attachment) === ids(input.attachment);
}

async function again(deps: MomentsDeps, known: PostRow, input: Input) {
  return isSame(known, input) ? yes(await presentOwn(deps, known)) : no('post_conflict');
}

async function write(
  deps: MomentsDeps,
  row: PostRow,
  fileIds: readonly FileId[],
): Promise<Outcome<boolean, 'file_unknown'>> {
  return decide<boolean, 'file_unknown'>(deps.db, async (tx) => {
    if (!(await store.insertPost(tx.query, row, foldPost(row)))) return yes(false);
    for (const id of fileIds.toSorted()) {
      // Gone since the look a moment ago.
      if (!(await deps.files.hold(tx, id))) return no('file_unknown');
    }
    await store.insertFiles(tx.query, row, fileIds);
    await happen(deps, tx, { kind: 'posted', post: skeletonOf(row), mentions: row.mentions });
    return yes(true);
  });
}

export async function createPost(
  deps: MomentsDeps,
  authorId: PersonId,
  input: Input,
): Promise<Outcome<Moment, NotPosted>> {
  const ref: PostRef = { authorId, postId: input.postId };
  const known = await store.selectPost(deps.db.query, ref);
  if (known !== null) return again(deps, known, input);
  if (input.text.trim() === '' && input.attachment === null) return no('invalid');
  const fileIds = fileIdsOf(input.attachment);
  const found = await describeFiles(deps, authorId, fileIds);
  if (found === null) return no('file_unknown');
  const attachment = correctAttachment(cleanAttachment(input.attachment), found);
  if (attachment === null && input.attachment !== null) return no('invalid');
  const row: PostRow = {
    ...{ ...ref, at: deps.clock.now(), text: input.text, attachment, audience: input.audience },
    place: cleanPlace(input.place),
    mentions: await friendsAmong(deps, authorId, input.mentions),
  };
  const written = await write(deps, row, fileIds);
  if (!written.ok) return written;
  if (written.value) return yes(await presentOwn(deps, row));
  // Two tries met: the other one has written it.
  const other = await store.selectPost(deps.db.query, ref);
  return other === null ? no('post_conflict') : again(deps, other, input);
}

export function deletePost(
  deps: MomentsDeps,
  ref: PostRef,
): Promise<Outcome<null, 'post_unknown'>> {
  return decide<null, 'post_unknown'>(deps.db, async (tx) => {
    const row = await store.lockPost(tx.query, ref);
    if (row === null) return no('post_unknown');
    const fileIds = await store.deletePost(tx.query, ref);
    for (const id of fileIds.toSorted()) await deps.files.letGo(tx, id);
    await happen(deps, tx, { kind: 'deleted', post: skeletonOf(row) });
    return yes(null);
  });
}

export async function setAudience(
  deps: MomentsDeps,
  authorId: PersonId,
  { postId, audience }: MethodInput<'moments.setAudience'>,
): Promise<Outcome<Moment, 'post_unknown'>> {
  const outcome = await decide<PostRow, 'post_unknown'>(deps.db, async (tx) => {
    const row = await store.lockPost(tx.query, { authorId, postId });
    if (row === null) return no('post_unknown');
    await store.updateAudience(tx.query, row, audience);
    const next = { ...row, audience };
    await happen(deps, tx, { kind: 'audience', post: skeletonOf(next), before: row.audience });
    return yes(next);
  });
  return outcome.ok ? yes(await presentOwn(deps, outcome.value)) : outcome;
}
