import type { DataHolding } from '../holdings/index.ts';
import type { Files } from './types.ts';

/** What this part keeps of a person. */
export function createFilesHolding(files: Pick<Files, 'listOf' | 'releaseAll'>): DataHolding {
  return {
    module: 'files',
    title: 'Uploaded files',
    why: 'To show the photos that you uploaded to those whom you let see them.',
    keptFor: 'Until you replace or delete them; an upload that is never used for one day.',
    onErasure: 'All of them are deleted.',
    tables: ['kernel_file'],
    async *export(personId) {
      for (const file of await files.listOf(personId)) {
        const { fileId, purpose, contentType, createdAt } = file;
        const ending = contentType.slice(contentType.indexOf('/') + 1);
        const day = createdAt.toISOString().slice(0, 10);
        yield { path: `files/${purpose}-${day}-${fileId}.${ending}`, fileId };
      }
    },
    erase: (tx, personId) => files.releaseAll(tx, personId),
  };
}
