import type { PersonId } from '@plaza/base';
import { maxFileBytes } from '@plaza/contract';
import { Server } from '@tus/server';
import type { Release } from './upload-lease.ts';
import type { Uploads } from './uploads.ts';
import { createUploadStore, tusError } from './tus-store.ts';

/** How long a request that is to make room may still write what it has. */
const drainMs = 500;

type WebRequest = Request;
export type Tus = {
  /** Answers one request of a person. Errors have the reason as body. */
  handle(request: WebRequest, personId: PersonId): Promise<Response>;
};

/** The library's lock, kept as a lease in the table, so that it holds across processes. */
function createLocker({ leases }: Pick<Uploads, 'leases'>) {
  return {
    newLock(id: string) {
      let release: Release | null = null;
      return {
        async lock(signal: AbortSignal, requestRelease: () => void | Promise<void>) {
          const makeRoom = () => void requestRelease();
          release = await leases.take(id, { signal, makeRoom });
          if (release === null) throw tusError(423, 'upload_busy');
        },
        async unlock() {
          await release?.();
        },
      };
    },
  };
}

/** The tus 1.0 server of the library, which knows nothing of people: they come with the request. */
export function createTus(uploads: Uploads): Tus {
  const people = new WeakMap<object, PersonId>();

  function personOf(request: object): PersonId {
    const personId = people.get(request);
    if (personId === undefined) throw tusError(404, 'upload_unknown');
    return personId;
  }

  async function begin(request: Request): Promise<string> {
    const size = Number(request.headers.get('upload-length'));
    const outcome = await uploads.begin(personOf(request), size);
    if (!outcome.ok) throw tusError(400, outcome.reason);
    return outcome.value;
  }

  const server = new Server({
    path: '/uploads',
    datastore: createUploadStore(uploads),
    locker: createLocker(uploads),
    lockDrainTimeout: drainMs,
    maxSize: maxFileBytes,
    relativeLocation: true,
    // Only our own pages may write here, and the browser is told of no other.
    allowedOrigins: () => false,
    namingFunction: begin,
    async onIncomingRequest(request, id) {
      const row = await uploads.find(personOf(request), id);
      // What was taken is a file by now, and cannot be written to or ended here.
      if (row === null || row.fileId !== null) throw tusError(404, 'upload_unknown');
    },
  });
  return {
    async handle(request, personId) {
      people.set(request, personId);
      return server.handleWeb(request as Parameters<Server['handleWeb']>[0]);
    },
  };
}
