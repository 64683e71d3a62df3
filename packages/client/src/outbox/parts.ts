import type { ClientId, FileId } from '@plaza/base';
import type { Core } from '../core.ts';
import type { Refused } from '../result.ts';
import { refused, type Files } from './files.ts';

/** Stands in a message for a file that is not uploaded yet. */
export const nullFileId = '00000000-0000-0000-0000-000000000000' as FileId;

/** Brings the files of messages up, and keeps them on the device until then. */
export type Parts = Pick<Files, 'hold' | 'keep'> & {
  /** Uploads what is missing, small files first; null when all is up. */
  upload(clientId: ClientId): Promise<Refused | null>;
  /** Stops an upload: its message is taken off. */
  cancel(clientId: ClientId): void;
};

/** Creates what brings up the files of messages. */
export function createParts(core: Core, files: Files): Parts {
  return {
    hold: files.hold,
    keep: files.keep,
    async upload(clientId) {
      // Loaded when the first file is to go up; without it, it is as good as no network.
      const up = await import('./parts-up.ts').catch(() => null);
      return up === null ? refused('offline') : up.upload({ core, files }, clientId);
    },
    cancel: files.cancel,
  };
}
