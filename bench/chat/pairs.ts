import { pick, type ConversationId, type PersonId, type Random } from '@plaza/base';
import { createHttp } from '@plaza/client';
import WebSocket from 'ws';
import type { SimCity } from '../../test/sim/chat/city.ts';
import { signIn } from '../../test/sim/chat/simulate.ts';

/** One direction of a direct conversation: who writes, and whose socket hears it. */
export type Lane = { conversationId: ConversationId; from: WebSocket; to: WebSocket };

/** Opens a raw socket that has said hello; the generator parses no more than it must. */
export async function openSocket(origin: string, token: string): Promise<WebSocket> {
  const url = `${origin.replace(/^http/, 'ws')}/socket`;
  const socket = new WebSocket(url, {
    headers: { authorization: `Bearer ${token}` },
    perMessageDeflate: false,
  });
  await new Promise((resolve, reject) => {
    socket.once('open', resolve);
    socket.once('error', reject);
  });
  const answered = new Promise((resolve) => {
    socket.once('message', resolve);
  });
  socket.send('{"t":"hello","personalSeq":0}');
  await answered;
  return socket;
}

/** Signs everybody in and opens the chat of every person with one contact, both ways. */
export async function openLanes(city: SimCity, random: Random): Promise<Lane[]> {
  const { origin } = city.server;
  const sockets = new Map<PersonId, WebSocket>();
  const tokens = new Map<PersonId, string>();
  for (const personId of city.people) {
    const token = await signIn(city, personId);
    tokens.set(personId, token);
    sockets.set(personId, await openSocket(origin, token));
  }
  const lanes: Lane[] = [];
  for (const personId of city.people) {
    const contacts = city.contactsOf.get(personId) ?? [];
    if (contacts.length === 0) continue;
    const peer = pick(random, contacts);
    const http = createHttp({ baseUrl: origin, token: tokens.get(personId) ?? '', fetch });
    const opened = await http.call('chat.openDirect', { personId: peer });
    if (!opened.ok) throw new Error(`no chat: ${opened.error}`);
    const { conversationId } = opened.output.head.conversation;
    const [from, to] = [sockets.get(personId), sockets.get(peer)];
    if (from !== undefined && to !== undefined) lanes.push({ conversationId, from, to });
  }
  return lanes;
}
