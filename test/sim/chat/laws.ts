import type { ClientId, ConversationId } from '@plaza/base';
import { inboxOf, threadOf, type LeadingClient } from '@plaza/client';
import type { Entry } from '@plaza/contract';
import { deepStrictEqual } from 'node:assert';
import { seenBy, type Seen } from '../../../packages/client/src/testing/law.ts';
import type { Record, SimDevice } from './device.ts';

/** Everything that was found wrong, in sentences. */
export type Broken = string[];

type Logs = Map<ConversationId, Map<number, Entry>>;

/** Puts together what all viewers see of each log; what two of them see must be the same. */
function collect(clients: readonly LeadingClient[], broken: Broken): Logs {
  const logs: Logs = new Map();
  for (const client of clients) {
    const state = client.getState();
    for (const id of state.conversations.keys()) {
      const log = logs.get(id) ?? new Map<number, Entry>();
      logs.set(id, log);
      // Whoever left is told no changes; what people delete is gone for them alone.
      if (inboxOf(state, id)?.leftSeq !== null) continue;
      for (const entry of threadOf(state, id).entries) {
        if (entry.body.type === 'hidden') continue;
        const known = log.get(entry.seq);
        if (known === undefined) log.set(entry.seq, entry);
        else if (JSON.stringify(known) !== JSON.stringify(entry)) {
          broken.push(`entry ${entry.seq} of ${id} is not the same for everybody`);
        }
      }
    }
  }
  return logs;
}

function judgeOrder(logs: Logs, broken: Broken): void {
  for (const [id, log] of logs) {
    const seen = new Map<ClientId, number>();
    for (const { seq, clientId } of log.values()) {
      if (clientId === null) continue;
      if (seen.has(clientId)) broken.push(`${clientId} stands twice in ${id}`);
      seen.set(clientId, seq);
    }
  }
}

type Sent = { clientId: ClientId; at: number | undefined; log: Map<number, Entry> | undefined };

/** What is wrong with a message, from what was promised to its sender; null when nothing is. */
function judgeSend({ clientId, at, log }: Sent, record: Record): string | null {
  const promised = record.acknowledged.get(clientId);
  const refusal = record.refused.get(clientId);
  if (at !== undefined && refusal !== undefined) return `was refused (${refusal}) and is there`;
  if (at !== undefined && promised !== undefined && at !== promised) {
    return `was acknowledged at ${promised} and stands at ${at}`;
  }
  if (at !== undefined || refusal !== undefined) return null;
  const other = promised === undefined ? undefined : log?.get(promised);
  if (other !== undefined) return `was acknowledged where ${other.clientId} stands`;
  return hasUnseen(log) ? null : 'is lost';
}

/** Whether nobody sees some part of a log any more: a message may stand there. */
function hasUnseen(log: Map<number, Entry> | undefined): boolean {
  return log === undefined || log.size < Math.max(...log.keys());
}

function judgeSends(logs: Logs, record: Record, broken: Broken): void {
  const arrived = new Map<ClientId, number>();
  for (const log of logs.values()) {
    for (const { clientId, seq } of log.values()) if (clientId) arrived.set(clientId, seq);
  }
  for (const [clientId, { conversationId }] of record.submitted) {
    const sent = { clientId, at: arrived.get(clientId), log: logs.get(conversationId) };
    const wrong = judgeSend(sent, record);
    if (wrong !== null) broken.push(`${clientId} of ${conversationId} ${wrong}`);
  }
}

/** What screens show of a conversation that was opened and never written in. */
function withoutEmpty(seen: Seen): Seen {
  const rooms = seen.rooms.filter((room) => (room as { lastSeq: number }).lastSeq > 0);
  return { ...seen, rooms };
}

function difference(a: unknown, b: unknown): string {
  try {
    deepStrictEqual(a, b);
    return '';
  } catch (error) {
    return (error as Error).message.split('\n').slice(0, 40).join('\n');
  }
}

/** Judges all devices against a fresh client of the same person, and the logs by themselves. */
export async function judge(
  devices: readonly SimDevice[],
  fresh: readonly SimDevice[],
  record: Record,
): Promise<Broken> {
  const broken: Broken = [];
  const expected = new Map<string, Seen>();
  for (const { personId, client } of fresh) {
    expected.set(personId, withoutEmpty(await seenBy(client)));
  }
  for (const [index, { personId, client }] of devices.entries()) {
    const seen = withoutEmpty(await seenBy(client));
    const found = difference(seen, expected.get(personId));
    if (found !== '') broken.push(`device ${index} of ${personId} differs:\n${found}`);
    const { intents, status } = client.getState();
    if (status !== 'live') broken.push(`device ${index} is ${status}`);
    if (intents.size > 0) broken.push(`device ${index} still wishes`);
  }
  const logs = collect(
    fresh.map(({ client }) => client),
    broken,
  );
  judgeOrder(logs, broken);
  judgeSends(logs, record, broken);
  for (const fault of record.faults) broken.push(`a client failed: ${String(fault)}`);
  return broken;
}
