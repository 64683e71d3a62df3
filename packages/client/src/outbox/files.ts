import type { Core } from '../core.ts';
import type { Refused } from '../result.ts';
import type { Store } from '../store/types.ts';
import type { Uploader } from './uploader.ts';

export type FilesDeps = {
  core: Core;
  store: Store;
  /** Loaded when the first file is to go up. */
  loadUploader: () => Promise<Uploader>;
};

/** Keeps the bytes of what is on its way. */
export type Files = {
  /** Has bytes at hand, before anybody asks for them. */
  hold(blobs: ReadonlyMap<string, Blob>): void;
  /** Keeps bytes; where the store has no room, as long as the run lasts. */
  keep(blobs: ReadonlyMap<string, Blob>): Promise<void>;
  read(blobKey: string): Promise<Blob | null>;
  loadUploader: FilesDeps['loadUploader'];
  /** What goes up just now, by whom it belongs to. */
  readonly running: Map<string, AbortController>;
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

function read({ held, store }: Desk, blobKey: string): Promise<Blob | null> {
  const here = held.get(blobKey);
  return here === undefined ? store.read('blob', blobKey).catch(() => null) : Promise.resolve(here);
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
    loadUploader: deps.loadUploader,
    running: desk.running,
    cancel(owner) {
      desk.running.get(owner)?.abort();
      void sweep(desk).catch(desk.core.onFault);
    },
    sweep: () => sweep(desk),
  };
}
