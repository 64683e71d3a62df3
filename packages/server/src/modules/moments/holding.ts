import type { PersonId } from '@plaza/base';
import type { DataHolding, ExportedFile } from '../../kernel/holdings/index.ts';
import type { MomentsDeps } from './deps.ts';
import { fileIdsOf } from './files.ts';
import { presentPosts } from './present.ts';
import * as erasure from './store/erasure.ts';
import { selectPerson } from './store/people.ts';
import { selectNewest } from './store/posts.ts';
import { tables } from './store/tables.ts';
import type { Place, PostRow } from './types.ts';

const pageSize = 200;

const numbered = (page: number) => String(page).padStart(4, '0');

/** What others left at one’s posts is told as far as one sees it: the law holds here too. */
async function* exportPosts(deps: MomentsDeps, personId: PersonId): AsyncIterable<ExportedFile> {
  let before: Place | null = null;
  for (let page = 1; ; page += 1) {
    const stretch = { before, after: null, limit: pageSize };
    const posts: PostRow[] = await selectNewest(deps.db.query, [personId], stretch);
    const last = posts.at(-1);
    if (last === undefined) return;
    const content = await presentPosts(deps, { viewerId: personId, posts }, 'all');
    yield { path: `moments/posts-${numbered(page)}.json`, content };
    for (const { postId, attachment } of posts) {
      for (const fileId of fileIdsOf(attachment)) {
        yield { path: `moments/files/${postId}-${fileId}`, fileId };
      }
    }
    before = { atMs: last.at.getTime(), id: last.postId };
  }
}

export function createMomentsHolding(deps: MomentsDeps): DataHolding {
  const { db, files } = deps;
  return {
    module: 'moments',
    title: 'Moments',
    why: 'To show your posts to whom you want, and what friends left at them.',
    keptFor: 'Until you delete it, or your account.',
    onErasure: 'Deleted, with what others left at your posts and what you left at theirs.',
    tables,

    async *export(personId) {
      const { window, allowsStrangers, coverId } = await selectPerson(db.query, personId);
      yield { path: 'moments/settings.json', content: { window, allowsStrangers } };
      if (coverId !== null) yield { path: `moments/files/cover-${coverId}`, fileId: coverId };
      yield* exportPosts(deps, personId);
      // Of others' posts only what one wrote there oneself.
      const comments = await erasure.selectOwnComments(db.query, personId);
      yield { path: 'moments/comments.json', content: comments };
      yield {
        path: 'moments/likes.json',
        content: await erasure.selectOwnLikes(db.query, personId),
      };
    },

    async erase(tx, personId) {
      const fileIds = await erasure.eraseOwn(tx.query, personId);
      for (const id of fileIds.toSorted()) await files.letGo(tx, id);
      await erasure.eraseElsewhere(tx.query, personId);
    },
  };
}
