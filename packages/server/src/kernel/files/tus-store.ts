import { FileStore } from '@tus/file-store';
import { mkdirSync } from 'node:fs';
import type { Uploads } from './uploads.ts';

/** What the library answers with: its own shape of an error. */
export type TusError = Error & { status_code: number; body: string };

export function tusError(status: number, body: string): TusError {
  return Object.assign(new Error(body), { status_code: status, body });
}

const diskFull = () => tusError(503, 'disk_full');

type Upload = Awaited<ReturnType<FileStore['create']>>;
type Configs = FileStore['configstore'];

/** What is known of an upload stands in our table, not in a file beside the bytes. */
function createConfigs(uploads: Uploads) {
  return {
    async get(id) {
      const size = await uploads.sizeOf(id);
      return size === null ? undefined : ({ id, size, offset: 0 } as Upload);
    },
    // The row was written before the library was asked, or the upload would not have an id.
    async set() {},
    delete: (id) => uploads.drop(id),
  } satisfies Configs;
}

/** The library's store on disk, with our rows, and a clear answer when the disk is full. */
class UploadStore extends FileStore {
  readonly #uploads: Uploads;

  constructor(uploads: Uploads, configstore: Configs) {
    // The constructor of the library makes the folder later, and for everybody to read.
    mkdirSync(uploads.folder, { recursive: true, mode: 0o700 });
    super({ directory: uploads.folder, configstore });
    this.#uploads = uploads;
    // Sizes are always told beforehand, and uploads end by our own sweep.
    this.extensions = ['creation', 'creation-with-upload', 'termination'];
  }

  override async write(...args: Parameters<FileStore['write']>): Promise<number> {
    if (!(await this.#uploads.hasRoom(0))) throw diskFull();
    try {
      return await super.write(...args);
    } catch (error) {
      if (!(await this.#uploads.hasRoom(0))) throw diskFull();
      throw error;
    }
  }

  override async remove(id: string): Promise<void> {
    await this.configstore.delete(id);
  }
}

export function createUploadStore(uploads: Uploads): FileStore {
  return new UploadStore(uploads, createConfigs(uploads));
}
