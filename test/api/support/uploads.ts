import type { FileId } from '@plaza/base';
import type { Media, MessageBody, MethodOutput } from '@plaza/contract';
import type { TestPerson } from './person.ts';

/** How somebody wants to see what they uploaded. */
export type As = Media['kind'];
type Photo = Extract<MessageBody, { type: 'photo' }>;

const tus = { 'tus-resumable': '1.0.0' };
const part = { ...tus, 'content-type': 'application/offset+octet-stream' };

const bearer = ({ token }: Pick<TestPerson, 'token'>) => ({ authorization: `Bearer ${token}` });

/** Begins an upload of so many bytes, by tus; gives the answer as it came. */
export function beginUpload(person: TestPerson, sizeBytes: number): Promise<Response> {
  const headers = { ...tus, ...bearer(person), 'upload-length': String(sizeBytes) };
  return fetch(`${person.origin}/uploads`, { method: 'POST', headers });
}

export function uploadIdOf(answer: Response): string {
  const id = (answer.headers.get('location') ?? '').split('/').at(-1);
  if (answer.status !== 201 || !id) throw new Error(`no upload: ${answer.status}`);
  return id;
}

/** Sends bytes of an upload from an offset on. */
export function sendPart(
  person: TestPerson,
  to: { uploadId: string; offset: number },
  bytes: Buffer,
): Promise<Response> {
  const headers = { ...part, ...bearer(person), 'upload-offset': String(to.offset) };
  const body = new Uint8Array(bytes);
  return fetch(`${person.origin}/uploads/${to.uploadId}`, { method: 'PATCH', headers, body });
}

/** How far the server has an upload. */
export function askOffset(person: TestPerson, uploadId: string): Promise<Response> {
  const headers = { ...tus, ...bearer(person) };
  return fetch(`${person.origin}/uploads/${uploadId}`, { method: 'HEAD', headers });
}

/** Uploads bytes whole and gives the id of the upload. */
export async function bring(person: TestPerson, bytes: Buffer): Promise<string> {
  const uploadId = uploadIdOf(await beginUpload(person, bytes.length));
  const answer = await sendPart(person, { uploadId, offset: 0 }, bytes);
  if (answer.status !== 204) throw new Error(`part refused: ${await answer.text()}`);
  return uploadId;
}

/** Uploads bytes that are taken. */
export async function takeFile(
  person: TestPerson,
  bytes: Buffer,
  as: As = 'image',
): Promise<MethodOutput<'media.takeUpload'>['media']> {
  const uploadId = await bring(person, bytes);
  return (await person.must('media.takeUpload', { uploadId, as })).media;
}

/** A photo message of what was uploaded. */
export function photoOf({ fileId, width, height, sizeBytes }: Media): Photo {
  return {
    type: 'photo',
    ...{ fileId, thumbId: null, sizeBytes, isOriginal: false },
    ...{ width: width ?? 1, height: height ?? 1, placeholder: '', caption: '' },
  };
}

/** Asks for a file as a device does that may keep an older copy. */
export function getMedia(
  { origin, token }: Pick<TestPerson, 'origin' | 'token'>,
  fileId: FileId,
  headers: Record<string, string> = {},
): Promise<Response> {
  return fetch(`${origin}/media/${fileId}`, { headers: { ...bearer({ token }), ...headers } });
}

/** What somebody gets who asks for a file: its status, or why not. */
export async function readsMedia(person: TestPerson, fileId: FileId): Promise<string> {
  const answer = await getMedia(person, fileId);
  if (answer.ok) return `${(await answer.arrayBuffer()).byteLength > 0}`;
  return ((await answer.json()) as { error: string }).error;
}
