import type { FileId } from '@plaza/base';
import { makePng as drawPng } from '../../../packages/server/src/kernel/files/testing-images.ts';
import type { TestPerson } from './person.ts';

/** A small picture with remarks in it that no upload may keep. */
export function makePng(): Buffer {
  return drawPng({ width: 8, height: 8 });
}

/** Uploads bytes as somebody would from a program; gives the answer as it came. */
export async function postUpload(
  { origin, token }: Pick<TestPerson, 'origin' | 'token'>,
  bytes: Uint8Array<ArrayBuffer> | Buffer,
  purpose = 'photo',
): Promise<Response> {
  return fetch(`${origin}/upload?purpose=${purpose}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/octet-stream' },
    body: new Uint8Array(bytes),
  });
}

/** Uploads an image that is taken. */
export async function upload(person: TestPerson, bytes: Buffer): Promise<{ fileId: FileId }> {
  const answer = await postUpload(person, bytes);
  if (!answer.ok) throw new Error(`upload refused: ${await answer.text()}`);
  return (await answer.json()) as { fileId: FileId };
}
