import type { DataHolding } from '../holdings/index.ts';
import type { Files } from './types.ts';
import type { Uploads } from './uploads.ts';

type HoldingDeps = {
  files: Pick<Files, 'listOf' | 'releaseAll'>;
  uploads: Pick<Uploads, 'listOf' | 'dropOf'>;
};

/** What this part keeps of a person. */
export function createFilesHolding({ files, uploads }: HoldingDeps): DataHolding {
  return {
    module: 'files',
    title: 'Uploaded files',
    why: 'To show what you uploaded to those whom you let see it.',
    keptFor: 'Until you replace or delete them; an upload that is never used for one day.',
    onErasure:
      'All of them are deleted; a file that others sent on stays in their messages, and says no ' +
      'longer that it was yours.',
    tables: ['kernel_file', 'kernel_upload', 'kernel_upload_day'],
    async *export(personId) {
      for (const file of await files.listOf(personId)) {
        const { fileId, purpose, contentType, createdAt } = file;
        const ending = contentType.slice(contentType.indexOf('/') + 1);
        const day = createdAt.toISOString().slice(0, 10);
        yield { path: `files/${purpose}-${day}-${fileId}.${ending}`, fileId };
      }
      const open = await uploads.listOf(personId);
      if (open.length > 0) yield { path: 'files/uploads.json', content: open };
    },
    async erase(tx, personId) {
      await files.releaseAll(tx, personId);
      await uploads.dropOf(tx, personId);
    },
  };
}
