import type { ClientId, FileId } from '@plaza/base';
import type { MessageBody, MethodOutput } from '@plaza/contract';
import type { Core } from '../core.ts';
import type { Refused } from '../result.ts';
import type { Send, SendPart } from '../state/types.ts';
import type { Store } from '../store/types.ts';
import type { Uploader, UploadResult } from './uploader.ts';

/** Stands in a message for a file that is not uploaded yet. */
export const nullFileId = '00000000-0000-0000-0000-000000000000' as FileId;

/** Progress is shown four times a second at most. */
const progressEveryMs = 250;

export type PartsDeps = {
  core: Core;
  store: Store;
  /** Loaded when the first file is to go up. */
  loadUploader: () => Promise<Uploader>;
};

/** Brings the files of messages up, and keeps them on the device until then. */
export type Parts = {
  /** Has the bytes of a message at hand, before anybody asks for them. */
  hold(blobs: ReadonlyMap<string, Blob>): void;
  /** Keeps the bytes of a message; where the store has no room, as long as the run lasts. */
  keep(blobs: ReadonlyMap<string, Blob>): Promise<void>;
  /** Uploads what is missing, small files first; null when all is up. */
  upload(clientId: ClientId): Promise<Refused | null>;
  /** Stops an upload: its message is taken off. */
  cancel(clientId: ClientId): void;
  /** Forgets bytes whose message is gone. */
  sweep(): Promise<void>;
};

type Desk = PartsDeps & {
  held: Map<string, Blob>;
  running: Map<ClientId, AbortController>;
};

type Media = MethodOutput<'media.takeUpload'>['media'];

const refused = (error: string): Refused => ({ ok: false, error, message: '' });

/** Thumbs and posters are small and go first. */
function nextPart({ parts }: Send): SendPart | null {
  const missing = parts.filter(({ fileId }) => fileId === null);
  return missing.find(({ field }) => field !== 'fileId') ?? missing[0] ?? null;
}

function sentBefore({ parts }: Send): number {
  return parts.reduce((sum, part) => sum + (part.fileId === null ? 0 : part.sizeBytes), 0);
}

function changePart(desk: Desk, clientId: ClientId, changed: SendPart, message?: MessageBody) {
  const { core } = desk;
  const send = core.getState().sends.get(clientId);
  if (send === undefined) return;
  const parts = send.parts.map((part) => (part.field === changed.field ? changed : part));
  core.dispatch({
    type: 'send',
    send: { ...send, parts, message: message ?? send.message },
  });
}

/** The message with a file's id in its place, and the size that the server found. */
function withFile({ message }: Send, { field }: SendPart, media: Media): MessageBody {
  const facts = field === 'fileId' && 'sizeBytes' in message ? { sizeBytes: media.sizeBytes } : {};
  return { ...message, ...facts, [field]: media.fileId } as MessageBody;
}

function startProgress({ core }: Desk, send: Send): (sentBytes: number) => void {
  const { clientId } = send;
  const totalBytes = send.parts.reduce((sum, part) => sum + part.sizeBytes, 0);
  const before = sentBefore(send);
  let shownMs = -progressEveryMs;
  return (sentBytes) => {
    const nowMs = core.clock.monotonicMs();
    const isLast = before + sentBytes >= totalBytes;
    if (nowMs - shownMs < progressEveryMs && !isLast) return;
    shownMs = nowMs;
    const upload = { sentBytes: Math.min(totalBytes, before + sentBytes), totalBytes };
    core.dispatch({ type: 'progress', clientId, upload });
  };
}

async function bytesOf({ held, store }: Desk, { blobKey }: SendPart): Promise<Blob | null> {
  return held.get(blobKey) ?? (await store.read('blob', blobKey).catch(() => null));
}

async function bringUp(desk: Desk, send: Send, part: SendPart): Promise<UploadResult> {
  const { clientId } = send;
  const blob = await bytesOf(desk, part);
  if (blob === null) return refused('file_missing');
  const uploader = await desk.loadUploader().catch(() => null);
  // The code of the uploader could not be loaded: as good as no network.
  if (uploader === null) return refused('offline');
  const controller = new AbortController();
  desk.running.set(clientId, controller);
  const onProgress = startProgress(desk, send);
  // What goes on from where it was keeps what was shown of it.
  if (send.upload === null || part.uploadUrl === null) onProgress(0);
  try {
    return await uploader.upload({
      ...{ blob, name: part.name, url: part.uploadUrl, onProgress },
      onUrl: (uploadUrl) => changePart(desk, clientId, { ...part, uploadUrl }),
      signal: controller.signal,
    });
  } finally {
    desk.running.delete(clientId);
  }
}

const lost = new Set(['upload_unknown', 'upload_incomplete']);

/** Uploads one part and makes a file of it; null when it is one. */
async function uploadOne(desk: Desk, send: Send, part: SendPart): Promise<Refused | null> {
  const { clientId } = send;
  const brought = await bringUp(desk, send, part);
  const taken = brought.ok
    ? await desk.core.http.call('media.takeUpload', { uploadId: brought.uploadId, as: part.as })
    : brought;
  const now = desk.core.getState().sends.get(clientId);
  if (now === undefined) return refused('discarded');
  if (taken.ok) {
    const { media } = taken.output;
    changePart(desk, clientId, { ...part, fileId: media.fileId }, withFile(now, part, media));
    return null;
  }
  if (!lost.has(taken.error)) return taken;
  // The server has forgotten it: begin anew, and only once a try.
  changePart(desk, clientId, { ...part, uploadUrl: null });
  return part.uploadUrl === null ? refused('unavailable') : null;
}

async function upload(desk: Desk, clientId: ClientId): Promise<Refused | null> {
  for (;;) {
    const send = desk.core.getState().sends.get(clientId);
    if (send === undefined) return refused('discarded');
    const part = nextPart(send);
    if (part === null) {
      desk.core.dispatch({ type: 'progress', clientId, upload: null });
      return null;
    }
    const failed = await uploadOne(desk, send, part);
    if (failed !== null) return failed;
  }
}

async function sweep({ core, store, held }: Desk): Promise<void> {
  const used = new Set<string>();
  for (const { parts } of core.getState().sends.values()) {
    for (const { blobKey } of parts) used.add(blobKey);
  }
  for (const key of held.keys()) if (!used.has(key)) held.delete(key);
  const unused = (await store.readKeys('blob')).filter((key) => !used.has(key));
  if (unused.length === 0) return;
  await store.write(unused.map((key) => ({ remove: 'blob', key })));
}

/** Creates the keeper of the files of messages on their way. */
export function createParts(deps: PartsDeps): Parts {
  const desk: Desk = { ...deps, held: new Map(), running: new Map() };
  return {
    hold(blobs) {
      for (const [key, blob] of blobs) desk.held.set(key, blob);
    },
    async keep(blobs) {
      const changes = [...blobs].map(([key, value]) => ({ put: 'blob', key, value }) as const);
      await desk.store.write(changes).catch(desk.core.onFault);
    },
    upload: (clientId) => upload(desk, clientId),
    cancel(clientId) {
      desk.running.get(clientId)?.abort();
      void sweep(desk).catch(desk.core.onFault);
    },
    sweep: () => sweep(desk),
  };
}
