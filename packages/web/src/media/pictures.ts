import { sentPx } from './picture-sizes.ts';
import type { PictureAnswer, PictureQuestion, Prepared } from './pictures.worker.ts';

export type { Prepared } from './pictures.worker.ts';

/** The worker goes when nobody needed it for so long; it holds large pictures. */
const idleMs = 30_000;

let worker: Worker | null = null;
let lastId = 0;
let idle: ReturnType<typeof setTimeout> | undefined;
const waiting = new Map<number, (answer: PictureAnswer) => void>();

function end(): void {
  worker?.terminate();
  worker = null;
  for (const [id, tell] of waiting) tell({ id, ok: false });
  waiting.clear();
}

function getWorker(): Worker {
  if (worker !== null) return worker;
  worker = new Worker(new URL('./pictures.worker.ts', import.meta.url), { type: 'module' });
  worker.addEventListener('message', ({ data }: MessageEvent<PictureAnswer>) => {
    waiting.get(data.id)?.(data);
    waiting.delete(data.id);
  });
  worker.addEventListener('error', end);
  return worker;
}

type Options = { longestPx?: number; keeps?: boolean };

/**
 * Makes a picture ready to be sent, apart from the page so that nothing stutters: turned right,
 * not too large, with a small one and a hash of it. Null: the browser cannot read it.
 */
export async function preparePicture(
  file: Blob,
  { longestPx = sentPx, keeps = false }: Options = {},
): Promise<Prepared | null> {
  clearTimeout(idle);
  lastId += 1;
  const question: PictureQuestion = { id: lastId, file, longestPx, keeps };
  const answer = await new Promise<PictureAnswer>((resolve) => {
    waiting.set(question.id, resolve);
    getWorker().postMessage(question);
  });
  if (waiting.size === 0) idle = setTimeout(end, idleMs);
  return answer.ok ? answer.value : null;
}
