import type { MethodOutput } from '@plaza/contract';
import type { Core } from '../core.ts';
import type { Refused } from '../result.ts';
import type { PartKind } from '../state/types.ts';
import type { Store } from '../store/types.ts';
import type { Uploader } from './uploader.ts';

/** Progress is shown four times a second at most. */
const progressEveryMs = 250;

export type FilesDeps = {
  core: Core;
  store: Store;
  /** Loaded when the first file is to go up. */
  loadUploader: () => Promise<Uploader>;
};

/** A file on its way, as whatever it belongs to keeps it. */
export type WaitingFile = {
  readonly as: PartKind;
  readonly name: string;
  readonly sizeBytes: number;
  readonly blobKey: string;
  /** Where the upload stands on the server, once it began. */
  readonly uploadUrl: string | null;
};

export type Hearing = { onUrl(url: string): void; onProgress(sentBytes: number): void };
export type Brought = { ok: true; media: MethodOutput<'media.takeUpload'>['media'] } | Refused;

/** Keeps the bytes of what is on its way, and brings them up. */
export type Files = {
  /** Has bytes at hand, before anybody asks for them. */
  hold(blobs: ReadonlyMap<string, Blob>): void;
  /** Keeps bytes; where the store has no room, as long as the run lasts. */
  keep(blobs: ReadonlyMap<string, Blob>): Promise<void>;
  read(blobKey: string): Promise<Blob | null>;
  /** Brings one file up and makes a file of it there; `owner` is what `cancel` names. */
  bringUp(owner: string, file: WaitingFile, hearing: Hearing): Promise<Brought>;
  /** Stops what goes up for somebody who is gone. */
  cancel(owner: string): void;
  /** Forgets bytes that belong to nothing any more. */
  sweep(): Promise<void>;
};

type Desk = FilesDeps & {
  held: Map<string, Blob>;
  running: Map<string, AbortController>;
};

export const refused = (error: string): Refused => ({ ok: false, error, message: '' });

const lost = new Set(['upload_unknown', 'upload_incomplete']);
/** Whether the server has forgotten what was brought up: it begins anew. */
export const isLost = ({ error }: Refused): boolean => lost.has(error);

/** Shows how far an upload is, not more often than anybody looks. */
export function pacedProgress(core: Core, totalBytes: number, show: (sent: number) => void) {
  let shownMs = -progressEveryMs;
  return (sentBytes: number) => {
    const nowMs = core.clock.monotonicMs();
    if (nowMs - shownMs < progressEveryMs && sentBytes < totalBytes) return;
    shownMs = nowMs;
    show(Math.min(totalBytes, sentBytes));
  };
}

function read({ held, store }: Desk, blobKey: string): Promise<Blob | null> {
  const here = held.get(blobKey);
  return here === undefined ? store.read('blob', blobKey).catch(() => null) : Promise.resolve(here);
}

async function bringUp(
  desk: Desk,
  owner: string,
  file: WaitingFile,
  hearing: Hearing,
): Promise<Brought> {
  const { core, running } = desk;
  const { as, name, uploadUrl: url, blobKey } = file;
  const blob = await read(desk, blobKey);
  if (blob === null) return refused('file_missing');
  const uploader = await desk.loadUploader().catch(() => null);
  // The code of the uploader could not be loaded: as good as no network.
  if (uploader === null) return refused('offline');
  const controller = new AbortController();
  running.set(owner, controller);
  try {
    const { signal } = controller;
    const brought = await uploader.upload({ blob, name, url, ...hearing, signal });
    if (!brought.ok) return brought;
    const taken = await core.http.call('media.takeUpload', { uploadId: brought.uploadId, as });
    return taken.ok ? { ok: true, media: taken.output.media } : taken;
  } finally {
    running.delete(owner);
  }
}

function* usedKeys({ core }: Desk): Generator<string> {
  const { sends, postDrafts } = core.getState();
  for (const { parts } of sends.values()) for (const { blobKey } of parts) yield blobKey;
  for (const { media } of postDrafts.values()) {
    for (const { whole, small } of media) {
      yield whole.blobKey;
      if (small !== null) yield small.blobKey;
    }
  }
}

async function sweep(desk: Desk): Promise<void> {
  const { store, held } = desk;
  const used = new Set(usedKeys(desk));
  for (const key of held.keys()) if (!used.has(key)) held.delete(key);
  const unused = (await store.readKeys('blob')).filter((key) => !used.has(key));
  if (unused.length === 0) return;
  await store.write(unused.map((key) => ({ remove: 'blob', key })));
}

/** Creates the keeper of files on their way. */
export function createFiles(deps: FilesDeps): Files {
  const desk: Desk = { ...deps, held: new Map(), running: new Map() };
  return {
    hold(blobs) {
      for (const [key, blob] of blobs) desk.held.set(key, blob);
    },
    async keep(blobs) {
      const changes = [...blobs].map(([key, value]) => ({ put: 'blob', key, value }) as const);
      await desk.store.write(changes).catch(desk.core.onFault);
    },
    read: (blobKey) => read(desk, blobKey),
    bringUp: (owner, file, hearing) => bringUp(desk, owner, file, hearing),
    cancel(owner) {
      desk.running.get(owner)?.abort();
      void sweep(desk).catch(desk.core.onFault);
    },
    sweep: () => sweep(desk),
  };
}
