import { createIds, secureRandom, systemClock, type ClientId } from '@plaza/base';
import { createHttp } from '@plaza/client';
import type { ConversationId, PersonId } from '@plaza/base';
import type { SimCity } from '../../test/sim/chat/city.ts';
import { signIn } from '../../test/sim/chat/simulate.ts';

const newId = createIds(systemClock, secureRandom);
const underWay = 64;
const lines = [
  'ok',
  'The tram is late again, I will be there in ten minutes.',
  '明天早上八点在市场门口见，好吗？别忘了带伞，天气预报说会下雨。',
  '¿Vienes a la biblioteca esta tarde? Hay una charla sobre bicicletas y la ciudad, y luego café.',
  'https://example.org/a/rather/long/address/that/nobody/would/type?with=parameters&and=more',
];

export type LongThread = {
  viewer: PersonId;
  peer: PersonId;
  conversationId: ConversationId;
  /** A secret of the peer, to write with while the viewer looks. */
  peerToken: string;
};

/** Gives two people a conversation of `count` messages, through the public interface. */
export async function writeLongThread(city: SimCity, count: number): Promise<LongThread> {
  const viewer = city.people.find((person) => (city.contactsOf.get(person) ?? []).length > 0);
  const peer = viewer === undefined ? undefined : city.contactsOf.get(viewer)?.[0];
  if (viewer === undefined || peer === undefined) throw new Error('nobody knows anybody');
  const tokens = [await signIn(city, viewer), await signIn(city, peer)];
  const [mine, theirs] = tokens.map((token) =>
    createHttp({ baseUrl: city.server.origin, token, fetch }),
  );
  if (mine === undefined || theirs === undefined) throw new Error('two callers');
  const opened = await mine.call('chat.openDirect', { personId: peer });
  if (!opened.ok) throw new Error(opened.error);
  const { conversationId } = opened.output.head.conversation;
  let next = 0;
  const write = async () => {
    while (next < count) {
      const number = next;
      next += 1;
      const text = `${number} ${lines[number % lines.length]}`;
      const message = { type: 'text' as const, text };
      const by = number % 3 === 0 ? mine : theirs;
      const sent = await by.call('chat.sendMessage', {
        ...{ conversationId, message },
        clientId: newId<ClientId>(),
      });
      if (!sent.ok) throw new Error(sent.error);
    }
  };
  await Promise.all(Array.from({ length: underWay }, write));
  return { viewer, peer, conversationId, peerToken: tokens[1] ?? '' };
}
