import type { FileId, PersonId } from '@plaza/base';
import { maxMomentVideoMs, type MomentAttachment } from '@plaza/contract';
import type { StoredFile } from '../../kernel/files/index.ts';
import type { Caller } from '../../kernel/rpc/index.ts';
import type { MomentsDeps } from './deps.ts';
import { gatherFacts, judgePosts, newestOf } from './judging.ts';
import { selectCovered } from './store/people.ts';
import { selectPostsWith } from './store/posts.ts';
import { filePurpose, type PostRow } from './types.ts';

/** A file that stands in more posts than these is looked for in the newest only. */
const maxPlaces = 200;
/** What a recorder writes past the end; more is a longer video. */
const slackMs = 1_500;

export function fileIdsOf(attachment: MomentAttachment | null): FileId[] {
  if (attachment === null || attachment.type === 'link') return [];
  const ids =
    attachment.type === 'video'
      ? [attachment.fileId, attachment.posterId]
      : attachment.photos.flatMap(({ fileId, thumbId }) => [fileId, thumbId]);
  return [...new Set(ids.filter((id) => id !== null))];
}

/** The files by id; null when this person may not post one of them. */
export async function describeFiles(
  { files }: Pick<MomentsDeps, 'files'>,
  personId: PersonId,
  fileIds: readonly FileId[],
): Promise<Map<FileId, StoredFile> | null> {
  const caller = { personId, role: 'resident' } as Caller;
  const found = new Map<FileId, StoredFile>();
  for (const fileId of fileIds) {
    const file = await files.describe(fileId);
    if (file === null || file.purpose !== filePurpose) return null;
    if (!(await files.mayRead(file, caller))) return null;
    found.set(fileId, file);
  }
  return found;
}

/** What the city knows of the files in the place of what their author says; null: wrong kinds. */
export function correctAttachment(
  attachment: MomentAttachment | null,
  found: ReadonlyMap<FileId, StoredFile>,
): MomentAttachment | null {
  if (attachment === null || attachment.type === 'link') return attachment;
  const isImage = (id: FileId | null) => id === null || found.get(id)?.kind === 'image';
  const factsOf = (id: FileId, told: { width: number; height: number }) => {
    const file = found.get(id);
    const { width, height } = file ?? {};
    return {
      width: width ?? told.width,
      height: height ?? told.height,
      sizeBytes: file?.size ?? 0,
    };
  };
  if (attachment.type === 'photos') {
    const fits = attachment.photos.every((one) => isImage(one.fileId) && isImage(one.thumbId));
    if (!fits) return null;
    const photos = attachment.photos.map((one) => ({ ...one, ...factsOf(one.fileId, one) }));
    return { ...attachment, photos };
  }
  const file = found.get(attachment.fileId);
  const durationMs = file?.durationMs ?? attachment.durationMs;
  if (file?.kind !== 'video' || !isImage(attachment.posterId)) return null;
  if (durationMs > maxMomentVideoMs + slackMs) return null;
  const facts = factsOf(attachment.fileId, attachment);
  return { ...attachment, ...facts, durationMs: Math.min(durationMs, maxMomentVideoMs) };
}

/** Asked at each look at a file: whether a post that this person may open shows it. */
export function allowFiles(deps: MomentsDeps): void {
  const { db, files, law } = deps;

  async function seesCover(fileId: FileId, viewerId: PersonId): Promise<boolean> {
    const ownerIds = await selectCovered(db.query, fileId);
    const looks = ownerIds.map((authorId) => ({ post: newestOf(deps, authorId), viewerId }));
    const facts = await gatherFacts(deps, looks);
    return facts.some((one) => law.seesPost({ ...one, isAmongNewest: true }));
  }

  files.allowAlso(filePurpose, async ({ fileId }, caller) => {
    if (caller === null) return false;
    const viewerId = caller.personId;
    const posts: PostRow[] = await selectPostsWith(db.query, fileId, maxPlaces);
    const seen = await judgePosts(deps, { viewerId, posts }, law.seesPost);
    return seen.length > 0 || seesCover(fileId, viewerId);
  });
}
