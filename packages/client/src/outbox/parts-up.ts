import type { ClientId } from '@plaza/base';
import type { MessageBody, MethodOutput } from '@plaza/contract';
import type { Core } from '../core.ts';
import type { Refused } from '../result.ts';
import type { Send, SendPart } from '../state/types.ts';
import { bringUp, isLost, pacedProgress } from './bringing.ts';
import { refused, type Files } from './files.ts';

export type Desk = { core: Core; files: Files };
type Media = MethodOutput<'media.takeUpload'>['media'];

/** Thumbs and posters are small and go first. */
function nextPart({ parts }: Send): SendPart | null {
  const missing = parts.filter(({ fileId }) => fileId === null);
  return missing.find(({ field }) => field !== 'fileId') ?? missing[0] ?? null;
}

function sentBefore({ parts }: Send): number {
  return parts.reduce((sum, part) => sum + (part.fileId === null ? 0 : part.sizeBytes), 0);
}

function changePart(desk: Desk, clientId: ClientId, changed: SendPart, message?: MessageBody) {
  const { core } = desk;
  const send = core.getState().sends.get(clientId);
  if (send === undefined) return;
  const parts = send.parts.map((part) => (part.field === changed.field ? changed : part));
  core.dispatch({
    type: 'send',
    send: { ...send, parts, message: message ?? send.message },
  });
}

/** The message with a file's id in its place, and the size that the server found. */
function withFile({ message }: Send, { field }: SendPart, media: Media): MessageBody {
  const facts = field === 'fileId' && 'sizeBytes' in message ? { sizeBytes: media.sizeBytes } : {};
  return { ...message, ...facts, [field]: media.fileId } as MessageBody;
}

function startProgress({ core }: Desk, send: Send): (sentBytes: number) => void {
  const { clientId } = send;
  const totalBytes = send.parts.reduce((sum, part) => sum + part.sizeBytes, 0);
  const before = sentBefore(send);
  const show = pacedProgress(core, totalBytes, (sentBytes) =>
    core.dispatch({ type: 'progress', clientId, upload: { sentBytes, totalBytes } }),
  );
  return (sentBytes) => show(before + sentBytes);
}

/** Uploads one part and makes a file of it; null when it is one. */
async function uploadOne(desk: Desk, send: Send, part: SendPart): Promise<Refused | null> {
  const { clientId } = send;
  const onProgress = startProgress(desk, send);
  // What goes on from where it was keeps what was shown of it.
  if (send.upload === null || part.uploadUrl === null) onProgress(0);
  const brought = await bringUp(desk, clientId, part, {
    onProgress,
    onUrl: (uploadUrl) => changePart(desk, clientId, { ...part, uploadUrl }),
  });
  const now = desk.core.getState().sends.get(clientId);
  if (now === undefined) return refused('discarded');
  if (brought.ok) {
    const { media } = brought;
    changePart(desk, clientId, { ...part, fileId: media.fileId }, withFile(now, part, media));
    return null;
  }
  if (!isLost(brought)) return brought;
  // The server has forgotten it: begin anew, and only once a try.
  changePart(desk, clientId, { ...part, uploadUrl: null });
  return part.uploadUrl === null ? refused('unavailable') : null;
}

/** Uploads what is missing, small files first; null when all is up. */
export async function upload(desk: Desk, clientId: ClientId): Promise<Refused | null> {
  for (;;) {
    const send = desk.core.getState().sends.get(clientId);
    if (send === undefined) return refused('discarded');
    const part = nextPart(send);
    if (part === null) {
      desk.core.dispatch({ type: 'progress', clientId, upload: null });
      return null;
    }
    const failed = await uploadOne(desk, send, part);
    if (failed !== null) return failed;
  }
}
