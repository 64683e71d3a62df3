import type { ClientId } from '@plaza/base';
import { createHttp } from '@plaza/client';
import type { Entry } from '@plaza/contract';
import type { Seat } from './seats.ts';
import type { Promised } from './writers.ts';

const pageEntries = 50;

async function readLog(origin: string, { token, conversationId }: Seat): Promise<Entry[]> {
  const { call } = createHttp({ baseUrl: origin, token, fetch });
  const entries: Entry[] = [];
  for (let fromSeq = 1; ; fromSeq += pageEntries) {
    const seqs = Array.from({ length: pageEntries }, (_, n) => fromSeq + n);
    const result = await call('chat.getEntries', { conversationId, seqs });
    if (!result.ok) throw new Error(JSON.stringify(result));
    entries.push(...result.output.entries);
    if (result.output.entries.length < pageEntries) return entries;
  }
}

/** What is wrong, in sentences: a place that holds something else, a message that is doubled. */
export async function judgePromises(
  origin: string,
  seats: readonly Seat[],
  promised: readonly Promised[],
): Promise<string[]> {
  const broken: string[] = [];
  const of = Map.groupBy(promised, ({ conversationId }) => conversationId);
  const judged = new Set<string>();
  for (const seat of seats) {
    const { conversationId } = seat;
    if (judged.has(conversationId)) continue;
    judged.add(conversationId);
    const log = await readLog(origin, seat);
    const bySeq = new Map(log.map((entry) => [entry.seq, entry.clientId]));
    for (const { clientId, seq } of of.get(conversationId) ?? []) {
      if (bySeq.get(seq) !== clientId) broken.push(`${clientId} is not at ${seq}, as was promised`);
    }
    const seen = new Set<ClientId>();
    for (const { clientId } of log) {
      if (clientId === null) continue;
      if (seen.has(clientId)) broken.push(`${clientId} stands twice`);
      seen.add(clientId);
    }
    if (log.some(({ seq }, index) => seq !== index + 1)) broken.push('a log has a gap');
  }
  return broken;
}
