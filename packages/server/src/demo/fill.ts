import {
  formatUuid,
  seededRandom,
  type ClientId,
  type ConversationId,
  type PayKey,
  type PersonId,
  type Random,
} from '@plaza/base';
import { createHash } from 'node:crypto';
import type { Database } from '../kernel/db/index.ts';
import type { Outbox } from '../kernel/events/index.ts';
import type { Files } from '../kernel/files/index.ts';
import type { Chat } from '../modules/chat/index.ts';
import type { Contacts } from '../modules/contacts/index.ts';
import type { Identity } from '../modules/identity/index.ts';
import { fillMoney, type MoneyFilling } from './fill-money.ts';
import { planCity, type CityPlan, type PlannedConversation } from './plan.ts';
import { drawPortrait } from './portrait.ts';

export type FillDeps = {
  db: Database;
  files: Pick<Files, 'put'>;
  outbox: Pick<Outbox, 'settle'>;
  identity: Pick<Identity, 'createPerson' | 'findByHandle' | 'setPhoto'>;
  contacts: Pick<Contacts, 'befriend' | 'sendRequest'>;
  chat: Pick<Chat, 'send' | 'direct' | 'groups' | 'inbox'>;
  pay: MoneyFilling['pay'];
  /** Sets the city's clock to so many minutes before the present. */
  goBack(minutes: number): void;
};

type Filling = FillDeps & { seed: number; plan: CityPlan; random: Random; ids: PersonId[] };

const dayMinutes = 24 * 60;

/** An id that follows from the seed: what was filled before a crash is found, not doubled. */
function idFrom<Id extends string>(seed: number, what: string): Id {
  const digest = createHash('sha256').update(`plaza demo ${seed} ${what}`).digest();
  return formatUuid(digest, 8) as Id;
}

async function fillPerson(filling: Filling, index: number): Promise<PersonId> {
  const { db, files, identity, plan, seed, random } = filling;
  const resident = plan.residents[index] as CityPlan['residents'][number];
  const portrait = drawPortrait(random, resident.hair);
  const hasPhoto = random.float() < 0.75;
  const known = await identity.findByHandle(resident.handle);
  if (known !== null) return known.personId;
  const personId = idFrom<PersonId>(seed, resident.handle);
  const { handle, displayName, region, signature, language } = resident;
  await db.tx((tx) =>
    identity.createPerson(tx, {
      ...{ personId, handle, displayName, region, signature },
      locale: language,
      demo: true,
    }),
  );
  if (hasPhoto) {
    const label = { contentType: 'image/png', purpose: 'photo', ownerId: personId };
    await identity.setPhoto(personId, await files.put(portrait, label));
  }
  return personId;
}

async function openConversation(
  { chat, ids, seed }: Filling,
  { members, name }: PlannedConversation,
): Promise<ConversationId> {
  const [starter, ...others] = members.map((index) => ids[index] as PersonId);
  if (starter === undefined || others[0] === undefined) throw new Error('an empty conversation');
  const opened =
    name === null
      ? await chat.direct.open(starter, others[0])
      : await chat.groups.create(starter, {
          clientId: idFrom<ClientId>(seed, `group ${name}`),
          name,
          memberIds: others,
        });
  if (!opened.ok) throw new Error(`the demo city could not open a chat: ${opened.reason}`);
  return opened.value.head.conversation.conversationId;
}

type Said = { at: number; conversation: number; line: number };

/** All lines of the city in the order of their time, so that the clock only goes forward. */
function inOrder({ conversations }: CityPlan): Said[] {
  return conversations
    .flatMap(({ lines }, conversation) =>
      lines.map(({ minutesAgo }, line) => ({ at: minutesAgo, conversation, line })),
    )
    .toSorted((a, b) => b.at - a.at || a.conversation - b.conversation || a.line - b.line);
}

async function talk(filling: Filling): Promise<void> {
  const { chat, goBack, ids, plan, random, seed } = filling;
  const opened = new Map<number, ConversationId>();
  const lastSeqs = new Map<number, number>();
  goBack(12 * dayMinutes);
  for (const [index, conversation] of plan.conversations.entries()) {
    opened.set(index, await openConversation(filling, conversation));
  }
  for (const { at, conversation, line } of inOrder(plan)) {
    const { by, text } = plan.conversations[conversation]?.lines[line] ?? { by: 0, text: '' };
    goBack(at);
    const sent = await chat.send({
      conversationId: opened.get(conversation) as ConversationId,
      senderId: ids[by] as PersonId,
      clientId: idFrom<ClientId>(seed, `line ${conversation} ${line}`),
      message: { type: 'text', text },
    });
    if (sent.ok) lastSeqs.set(conversation, sent.value.seq);
  }
  goBack(0);
  for (const [index, { members, lines }] of plan.conversations.entries()) {
    for (const member of members) {
      // Whoever spoke last has read everything; of the others two in three.
      if (lines.at(-1)?.by !== member && random.float() > 0.66) continue;
      const where = { conversationId: opened.get(index) as ConversationId };
      const seq = lastSeqs.get(index) ?? 0;
      await chat.inbox.change(ids[member] as PersonId, where.conversationId, { kind: 'read', seq });
    }
  }
}

/**
 * Fills an empty city with the people and talk that follow from the seed. May be run again after a
 * crash: whatever is there already stays as it is.
 */
export async function fillCity(deps: FillDeps, seed: number): Promise<void> {
  const plan = planCity(seed);
  const ids: PersonId[] = [];
  const filling: Filling = { ...deps, seed, plan, random: seededRandom(seed), ids };
  deps.goBack(40 * dayMinutes);
  for (const index of plan.residents.keys()) ids.push(await fillPerson(filling, index));
  deps.goBack(30 * dayMinutes);
  for (const [one, other] of plan.contacts) {
    await deps.contacts.befriend(ids[one] as PersonId, ids[other] as PersonId);
  }
  await deps.outbox.settle();
  await talk(filling);
  deps.goBack(180);
  for (const { from, to, reason } of plan.requests) {
    const input = { personId: ids[to] as PersonId, reason, via: 'handle' as const };
    await deps.contacts.sendRequest(ids[from] as PersonId, input);
  }
  deps.goBack(0);
  const keyOf = (what: string) => idFrom<PayKey>(seed, what);
  await fillMoney({ pay: deps.pay, plan, ids, keyOf });
  await deps.outbox.settle();
}
