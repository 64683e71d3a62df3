import { Type, type Static } from 'typebox';
import { fileId } from '../chat/messages.ts';
import { command } from '../method.ts';
import { nullable, object, oneOf, text } from '../schema.ts';

/** Bytes that one person may upload in a day, and a newcomer in theirs. */
export const dailyUploadBytes = 10 * 1_073_741_824;
export const newcomerUploadBytes = 256 * 1_048_576;

/** What the server found in a file, by looking at its bytes. */
export const media = object({
  fileId,
  kind: oneOf(['image', 'video', 'audio', 'file']),
  contentType: text(100),
  sizeBytes: Type.Integer({ minimum: 0 }),
  /** Of pictures, as shown. */
  width: nullable(Type.Integer({ minimum: 1 })),
  height: nullable(Type.Integer({ minimum: 1 })),
});
export type Media = Static<typeof media>;

export const mediaMethods = {
  takeUpload: command('media.takeUpload', {
    summary:
      'Makes a file of what was uploaded resumably (tus 1.0 at `/uploads`): looks what it is, ' +
      'takes out what tells of place and camera, and gives its id. Unused files go after a day.',
    input: object({
      uploadId: text(80),
      /** What it is to be; `file` takes anything and is only ever downloaded. */
      as: oneOf(['image', 'video', 'audio', 'file']),
    }),
    output: object({ media }),
    refusals: ['upload_unknown', 'upload_incomplete', 'file_refused'],
    auth: 'person',
    limit: { person: { count: 240, perSeconds: 60 } },
  }),
} as const;
