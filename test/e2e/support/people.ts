import {
  createIds,
  secureRandom,
  systemClock,
  type ClientId,
  type ConversationId,
} from '@plaza/base';
import { createApi, createHttp, type ApiFace } from '@plaza/client';
import type { Me, MethodOutput } from '@plaza/contract';

export const password = 'correct horse battery';
const device = { name: 'Program', kind: 'program' } as const;

/** Somebody who acts through the public interface, for what a test does not look at itself. */
export type Person = {
  me: Me;
  name: string;
  handle: string;
  token: string;
  recoveryCodes: readonly string[];
  api: ApiFace;
};

export type People = {
  /** Signs somebody up; handles never repeat within a run. */
  signUp(name: string): Promise<Person>;
  /** Two people who are contacts of each other. */
  contacts(one: string, other: string): Promise<[Person, Person]>;
};

export const newId = createIds(systemClock, secureRandom);
let signUps = 0;

/** A handle that nobody has yet. */
export function newHandle(name: string): string {
  signUps += 1;
  const latin = name.toLowerCase().replaceAll(/[^a-z]/g, '') || 'person';
  return `${latin}_${signUps}_${process.pid}`;
}

function personOf(origin: string, welcome: MethodOutput<'identity.signUp'>): Person {
  const { me, token = '', recoveryCodes } = welcome;
  const api = createApi(createHttp({ baseUrl: origin, token, fetch }));
  return { me, name: me.displayName, handle: me.handle, token, recoveryCodes, api };
}

/** Asks again until the answer is there: effects follow a command after its commit. */
export async function until<T>(ask: () => Promise<T | undefined | null | false>): Promise<T> {
  const end = performance.now() + 10_000;
  for (;;) {
    const answer = await ask();
    if (answer !== undefined && answer !== null && answer !== false) return answer;
    if (performance.now() > end) throw new Error(`It did not happen: ${ask.toString()}`);
    await new Promise((resolve) => setTimeout(resolve, 30));
  }
}

/** Makes two people contacts of each other. */
export async function befriend(one: Person, other: Person): Promise<void> {
  const { personId } = other.me;
  await one.api.contacts.sendRequest({ personId, reason: 'Hello', via: 'handle' });
  const requestId = await until(async () => {
    const { requests } = await other.api.contacts.listRequests({});
    return requests.find(({ person }) => person.personId === one.me.personId)?.requestId;
  });
  await other.api.contacts.answerRequest({ requestId, accept: true });
  await until(async () => {
    const { contacts } = await one.api.contacts.list({});
    return contacts.some(({ person, listed }) => person.personId === personId && listed);
  });
}

export function peopleOf(origin: string): People {
  const stranger = createApi(createHttp({ baseUrl: origin, fetch }));
  async function signUp(name: string): Promise<Person> {
    const asked = { handle: newHandle(name), displayName: name, password, locale: 'en' } as const;
    return personOf(
      origin,
      await stranger.identity.signUp({ ...asked, device, delivery: 'token' }),
    );
  }
  return {
    signUp,
    async contacts(oneName, otherName) {
      const [one, other] = [await signUp(oneName), await signUp(otherName)];
      await befriend(one, other);
      return [one, other];
    },
  };
}

/** Sends texts, one after the other, in the conversation of two contacts. */
export async function say(from: Person, to: Person, texts: readonly string[]): Promise<void> {
  const { head } = await from.api.chat.openDirect({ personId: to.me.personId });
  const { conversationId } = head.conversation;
  for (const text of texts) await sendText(from, conversationId, text);
}

/** Sends one text to a conversation. */
export async function sendText(
  from: Person,
  conversationId: ConversationId,
  text: string,
): Promise<void> {
  const clientId = newId<ClientId>();
  const message = { type: 'text', text } as const;
  await from.api.chat.sendMessage({ conversationId, clientId, message });
}
