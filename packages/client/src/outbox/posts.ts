import { backoffMs, type FileId, type PostId } from '@plaza/base';
import type { MomentAttachment } from '@plaza/contract';
import type { Core } from '../core.ts';
import { isTransient, retryAfterMs, type Refused } from '../result.ts';
import type { PostDraft, PostFile } from '../state/types.ts';
import { bringUp, isLost, pacedProgress } from './bringing.ts';
import { refused, type Files } from './files.ts';
import { createWaits, type Waits } from './waits.ts';

/** A server that fails on the same post this often will fail on it again. */
const maxFaults = 8;
const retryBaseMs = 500;
const retryCapMs = 30_000;

/**
 * Sends posts: stored with their files before the first try, one after the other, until the server
 * has them. A post's id is its own from the first letter on, so however often it is sent it is
 * there once.
 */
export type Posts = {
  /** What was written goes, or what failed goes again. */
  publish(postId: PostId): void;
  /** Takes off what waits or failed; its files go with it. */
  drop(postId: PostId): void;
  resume(): void;
};

type Box = Core & { files: Files; waits: Waits; isRunning: boolean };
type Slot = 'whole' | 'small';
type Missing = { at: number; slot: Slot; file: PostFile };

const find = ({ getState }: Core, id: PostId) => getState().postDrafts.get(id);

function change(core: Core, id: PostId, how: Partial<PostDraft>): void {
  const draft = find(core, id);
  if (draft !== undefined) core.dispatch({ type: 'postDraft', draft: { ...draft, ...how } });
}

function changeFile(core: Core, id: PostId, { at, slot }: Missing, how: Partial<PostFile>): void {
  const draft = find(core, id);
  if (draft === undefined) return;
  const media = draft.media.map((one, index) => {
    const file = one[slot];
    return index === at && file !== null ? { ...one, [slot]: { ...file, ...how } } : one;
  });
  change(core, id, { media });
}

const slots: readonly Slot[] = ['small', 'whole'];

function missingOf({ media }: PostDraft): Missing | null {
  for (const [at, one] of media.entries()) {
    for (const slot of slots) {
      const file = one[slot];
      if (file !== null && file.fileId === null) return { at, slot, file };
    }
  }
  return null;
}

const filesOf = ({ media }: PostDraft): PostFile[] =>
  media.flatMap(({ whole, small }) => (small === null ? [whole] : [small, whole]));

function startProgress(core: Core, draft: PostDraft): (sentBytes: number) => void {
  const { postId } = draft;
  const files = filesOf(draft);
  const totalBytes = files.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
  const before = files.reduce((sum, file) => sum + (file.fileId === null ? 0 : file.sizeBytes), 0);
  const show = pacedProgress(core, totalBytes, (sentBytes) =>
    core.dispatch({ type: 'postProgress', postId, upload: { sentBytes, totalBytes } }),
  );
  return (sentBytes) => show(before + sentBytes);
}

async function uploadOne(box: Box, draft: PostDraft, missing: Missing): Promise<Refused | null> {
  const { postId } = draft;
  const onProgress = startProgress(box, draft);
  if (draft.upload === null || missing.file.uploadUrl === null) onProgress(0);
  const brought = await bringUp({ core: box, files: box.files }, postId, missing.file, {
    onProgress,
    onUrl: (uploadUrl) => changeFile(box, postId, missing, { uploadUrl }),
  });
  if (find(box, postId) === undefined) return refused('discarded');
  if (brought.ok) {
    changeFile(box, postId, missing, { fileId: brought.media.fileId });
    return null;
  }
  if (!isLost(brought)) return brought;
  // The server has forgotten it: begin anew, and only once a try.
  changeFile(box, postId, missing, { uploadUrl: null });
  return missing.file.uploadUrl === null ? refused('unavailable') : null;
}

/** Brings up what is missing; null when all is there. */
async function upload(box: Box, postId: PostId): Promise<Refused | null> {
  for (;;) {
    const draft = find(box, postId);
    if (draft === undefined) return refused('discarded');
    const missing = missingOf(draft);
    if (missing === null) return null;
    const failed = await uploadOne(box, draft, missing);
    if (failed !== null) return failed;
  }
}

const idOf = (file: PostFile | null) => (file === null ? null : (file.fileId as FileId));

function attachmentOf({ media, link }: PostDraft): MomentAttachment | null {
  const [first] = media;
  if (first === undefined) return link === null ? null : { type: 'link', ...link };
  if (first.kind === 'video') {
    const { width, height, placeholder, durationMs, whole, small } = first;
    const facts = { width, height, placeholder, durationMs, sizeBytes: whole.sizeBytes };
    return { type: 'video', fileId: idOf(whole) as FileId, posterId: idOf(small), ...facts };
  }
  const photos = media.map(({ width, height, placeholder, whole, small }) => ({
    ...{ fileId: idOf(whole) as FileId, thumbId: idOf(small), sizeBytes: whole.sizeBytes },
    ...{ width, height, placeholder },
  }));
  return { type: 'photos', photos };
}

async function send(box: Box, draft: PostDraft): Promise<Refused | null> {
  const failed = await upload(box, draft.postId);
  if (failed !== null) return failed;
  const ready = find(box, draft.postId);
  if (ready?.state !== 'waiting') return refused('discarded');
  const { postId, text, mentions, place, audience } = ready;
  await box.flush();
  const given = { postId, text, mentions: [...mentions], place, audience };
  const attachment = attachmentOf(ready);
  const result = await box.http.call('moments.createPost', { ...given, attachment });
  if (!result.ok) return result;
  box.dispatch({ type: 'posted', post: result.output.post });
  return null;
}

/** Files that the server let go of, because they waited too long for their post, go up again. */
function unsent({ media }: PostDraft): PostDraft['media'] {
  const anew = (file: PostFile) => ({ ...file, uploadUrl: null, fileId: null });
  return media.map((one) => ({
    ...one,
    whole: anew(one.whole),
    small: one.small === null ? null : anew(one.small),
  }));
}

function nextOf({ getState }: Core): PostDraft | null {
  const waiting = [...getState().postDrafts.values()].filter(({ state }) => state === 'waiting');
  return waiting.toSorted((a, b) => (a.createdAt < b.createdAt ? -1 : 1))[0] ?? null;
}

async function pump(box: Box): Promise<void> {
  if (box.isRunning) return;
  box.isRunning = true;
  let faults = 0;
  for (let attempt = 0; box.socket.isOpen(); attempt += 1) {
    const draft = nextOf(box);
    if (draft === null) break;
    const failed = await send(box, draft);
    if (failed === null || failed.error === 'discarded') {
      faults = 0;
      attempt = -1;
      continue;
    }
    if (failed.error === 'unauthenticated') break;
    faults += failed.error === 'internal' ? 1 : 0;
    if (!isTransient(failed) || faults >= maxFaults) {
      change(box, draft.postId, { state: 'failed', failure: failed.error, upload: null });
      faults = 0;
      attempt = -1;
      continue;
    }
    const backoff = { baseMs: retryBaseMs, capMs: retryCapMs, random: box.random };
    if (box.socket.isOpen())
      await box.waits.pause(retryAfterMs(failed) ?? backoffMs(attempt, backoff));
  }
  box.isRunning = false;
}

/** Creates the outbox of posts. */
export function createPosts(core: Core, files: Files): Posts {
  const waits = createWaits(core.clock);
  const box: Box = { ...core, files, waits, isRunning: false };
  return {
    publish(postId) {
      const draft = find(box, postId);
      if (draft === undefined || draft.state === 'waiting') return;
      const media = draft.failure === 'file_unknown' ? unsent(draft) : draft.media;
      const createdAt = core.clock.now().toISOString();
      change(box, postId, { state: 'waiting', failure: null, media, createdAt });
      void pump(box);
    },
    drop(postId) {
      core.dispatch({ type: 'postDraftRemoved', postId });
      files.cancel(postId);
    },
    resume() {
      waits.wake();
      void pump(box);
    },
  };
}
