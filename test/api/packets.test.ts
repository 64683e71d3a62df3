import type { PacketId } from '@plaza/base';
import { verifyPacket } from '@plaza/base/packets';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startCity, type TestCity } from './support/city.ts';
import { detailOf, open, openGroup, packetInto, packetOf, sendPacket } from './support/packets.ts';
import {
  addPasskey,
  booksOf,
  byPin,
  createPin,
  currency,
  expectSound,
  freeze,
  moneyOf,
  openWallets,
  statementOf,
} from './support/pay.ts';
import { noId, openDirect } from './support/talk.ts';

let city: TestCity;
beforeAll(async () => {
  city = await startCity();
});
afterAll(async () => {
  await city[Symbol.asyncDispose]();
  expect(city.faults).toEqual([]);
});

const dayMs = 24 * 3_600_000;
const two = { kind: 'fixed', count: 1, amountMinor: 200 } as const;

describe('a red packet in a group', () => {
  it('is taken by who is there, and anybody can check how it was split', async () => {
    const { ana, wei, kim, eve, conversationId } = await openGroup(city);
    const told = await wei.socket();
    const owners = await ana.socket();
    const sent = await sendPacket(ana, conversationId, { greeting: 'Good luck' });
    expect(sent).toMatchObject({ state: 'open', greeting: 'Good luck', takenCount: 0 });
    const { packetId, commitment } = sent;
    const { entry } = await told.event(
      'chat.entryAppended',
      ({ entry: { body } }) => body.type === 'message' && body.message.type === 'packet',
    );
    const card = { type: 'packet', packetId, kind: 'lucky', forPersonId: null, count: 4 };
    const body = { type: 'message', message: { ...card, commitment, greeting: 'Good luck' } };
    expect(entry).toMatchObject({ senderId: ana.me.personId, clientId: packetId, body });
    expect(await packetOf(wei, packetId)).toMatchObject({ money: null, mine: null });

    const mine = await open(wei, packetId);
    expect(await packetOf(wei, packetId)).toEqual(mine);
    expect((await told.event('packets.changed', () => true)).packet).toEqual(mine);
    const line = await owners.event('packets.taken', () => true);
    expect(line).toMatchObject({ packetId, conversationId, taker: wei.card, last: false });
    const early = await detailOf(kim, packetId);
    expect(early).toMatchObject({ seed: null, taken: null, returned: null, takenCount: 1 });
    expect(early.takers).toEqual([]);
    const shown = (await detailOf(ana, packetId)).takers;
    expect(shown).toMatchObject([{ person: wei.card, luckiest: false, number: 1 }]);
    for (const person of [kim, eve, ana]) await open(person, packetId);
    expect((await told.event('packets.taken', () => true)).taker).toEqual(wei.card);
    await told.event('packets.changed', ({ packet }) => packet.state === 'taken');

    const { packet, takers, seed, overAt, taken, returned } = await detailOf(wei, packetId);
    expect([taken?.amountMinor, returned?.amountMinor, overAt === null]).toEqual([1_000, 0, false]);
    const shares = takers.map(({ number, money }) => ({ number, amountMinor: money.amountMinor }));
    const facts = { packetId, kind: packet.kind, count: 4, amountMinor: 1_000, currency };
    const revealed = { seed: seed ?? '', commitment };
    expect(verifyPacket(facts, revealed, shares)).toMatchObject({ fair: true });
    const most = Math.max(...shares.map(({ amountMinor }) => amountMinor));
    const [best] = takers.filter(({ luckiest }) => luckiest);
    expect(best?.money.amountMinor).toBe(most);
    for (const person of [ana, wei, kim, eve]) await expectSound(person);
    const [got] = await statementOf(wei, 'packet_in');
    expect(got).toMatchObject({ subjectId: packetId, transferId: null, counterparty: ana.card });
  });

  it('is refused for what stands in the way', async () => {
    const { ana, wei, kim, eve, operator, conversationId } = await openGroup(city);
    const stranger = await city.signUp('Bob');
    const refused = (change: object) =>
      ana.refused('packets.send', packetInto(conversationId, change));
    expect(await wei.refused('packets.send', packetInto(conversationId))).toBe('pin_unset');
    expect(await refused({ amountMinor: 3 })).toBe('amount_too_small');
    expect(await refused({ amountMinor: 80_001 })).toBe('amount_too_large');
    expect(await refused({ amountMinor: 20_000 })).toBe('insufficient_funds');
    expect(await refused({ currency: 'stones' })).toBe('wrong_currency');
    expect(await refused({ kind: 'forOne' })).toBe('invalid');
    expect(await refused({ count: 101 })).toBe('invalid');
    const forOne = (personId: string) => ({ kind: 'forOne', count: 1, forPersonId: personId });
    expect(await refused(forOne(stranger.me.personId))).toBe('taker_unknown');
    expect(await refused(forOne(ana.me.personId))).toBe('self_action');
    expect(await refused({ conversationId: noId() })).toBe('conversation_unknown');
    const asked = packetInto(conversationId);
    const { packet } = await ana.must('packets.send', asked);
    expect((await ana.must('packets.send', asked)).packet).toEqual(packet);
    expect(await ana.refused('packets.send', { ...asked, count: 3 })).toBe('key_reused');

    await ana.must('chat.setGroup', { conversationId, muteAll: true });
    await createPin(wei);
    expect(await wei.refused('packets.send', packetInto(conversationId))).toBe('group_muted');
    // Where only leaders write, everybody may take.
    await open(wei, packet.packetId);
    await freeze(operator, kim);
    expect(await kim.refused('packets.open', packet)).toBe('invalid');
    const { packetId } = packet;
    expect(await kim.refused('packets.open', { packetId })).toBe('wallet_frozen');
    await freeze(operator, ana);
    expect(await refused({})).toBe('wallet_frozen');
    await freeze(operator, ana, 'again', 'pay.unfreezeWallet');
    expect(await refused({ approval: byPin('264817') })).toBe('wrong_pin');
    await wei.must('chat.leaveGroup', { conversationId });
    expect(await wei.refused('packets.send', packetInto(conversationId))).toBe('not_member');
    expect(await stranger.refused('packets.open', { packetId })).toBe('packet_unknown');
    expect(await eve.refused('packets.open', { packetId: noId() })).toBe('packet_unknown');
    await ana.must('chat.dissolveGroup', { conversationId });
    expect(await refused({})).toBe('read_only');
    expect(await eve.refused('packets.open', { packetId })).toBe('read_only');
    // Who took of it may look for good, though they left.
    expect((await detailOf(wei, packetId)).takers).toHaveLength(1);
  });

  it('is for one, and gone once they took it', async () => {
    const { ana, wei, kim, conversationId } = await openGroup(city);
    const forOne = { kind: 'forOne', count: 1, forPersonId: wei.me.personId } as const;
    const { packetId } = await sendPacket(ana, conversationId, forOne);
    expect(await kim.refused('packets.open', { packetId })).toBe('packet_not_yours');
    expect(await packetOf(kim, packetId)).toMatchObject({ forPerson: wei.card, state: 'open' });
    await open(wei, packetId);
    const first = await sendPacket(ana, conversationId, { count: 1 });
    await open(kim, first.packetId);
    expect(await wei.refused('packets.open', first)).toBe('invalid');
    expect(await wei.refused('packets.open', { packetId: first.packetId })).toBe('packet_gone');
  });

  it('ends after a day: what is left goes back, and books balance', async () => {
    const { ana, wei, kim, operator, conversationId } = await openGroup(city);
    const { packetId } = await sendPacket(ana, conversationId);
    const { mine } = await open(wei, packetId);
    expect((await booksOf(operator))['packet'] ?? 0).toBeGreaterThan(0);
    const socket = await ana.socket();
    city.clock.travel(dayMs + 1_000);
    expect(await kim.refused('packets.open', { packetId })).toBe('packet_over');
    const over = await socket.event('packets.changed', ({ packet }) => packet.state === 'returned');
    expect(over.packet).toMatchObject({ packetId, takenCount: 1 });
    const got = mine?.money.amountMinor ?? 0;
    expect(await moneyOf(ana)).toEqual([10_000 - got, 0]);
    const [back] = await statementOf(ana, 'packet_back');
    expect(back).toMatchObject({ money: { amountMinor: 1_000 - got }, subjectId: packetId });
    await expectSound(ana, wei);
    await city.settle();
    const { rows } = await city.sql('select 1 from packets_packet where due_at is not null');
    expect(rows).toEqual([]);
    expect((await booksOf(operator))['packet']).toBeUndefined();
  });
});

describe('a red packet between two', () => {
  it('is for the other one, who is told so in the conversation', async () => {
    const { payer: ana, payee: wei } = await openWallets(city);
    const conversationId = await openDirect(ana, wei);
    const { packetId } = await sendPacket(ana, conversationId, two);
    expect(await ana.refused('packets.open', { packetId })).toBe('packet_not_yours');
    const many = packetInto(conversationId, { ...two, count: 2 });
    expect(await ana.refused('packets.send', many)).toBe('invalid');
    await open(wei, packetId);
    await city.settle();
    const { entries } = await ana.must('chat.listEntries', { conversationId, limit: 10 });
    const said = entries.flatMap(({ body, senderId }) =>
      body.type === 'message' ? [[body.message.type, senderId]] : [],
    );
    expect(said).toEqual([
      ['packet', ana.me.personId],
      ['packetTaken', wei.me.personId],
    ]);
    const { head } = await ana.must('chat.getHead', { conversationId });
    expect(head.conversation.lastEntry?.body).toMatchObject({ message: { type: 'packetTaken' } });
  });

  it('asks who may write to whom, before and after', async () => {
    const { payer: ana, payee: wei } = await openWallets(city);
    const conversationId = await openDirect(ana, wei);
    const { packetId } = await sendPacket(ana, conversationId, two);
    await ana.must('contacts.block', { personId: wei.me.personId });
    await city.settle();
    expect(await wei.refused('packets.open', { packetId })).toBe('blocked');
    expect(await wei.refused('packets.send', packetInto(conversationId, two))).toBe('blocked');
    await ana.must('contacts.unblock', { personId: wei.me.personId });
    await wei.must('contacts.remove', { personId: ana.me.personId });
    await city.settle();
    expect(await wei.refused('packets.open', { packetId })).toBe('not_contact');
    expect(await ana.refused('packets.send', packetInto(conversationId, two))).toBe('not_contact');
  });
});

describe('an approval of a red packet', () => {
  it('is of exactly this one', async () => {
    await using named = await startCity();
    const { ana, conversationId } = await openGroup(named);
    const key = await addPasskey(named, ana);
    const shares = { kind: 'lucky', forPersonId: null, count: 4, amountMinor: 1_000 } as const;
    const payment = { ...shares, conversationId, currency };
    const begin = () => ana.must('packets.beginPasskeyApproval', payment);
    named.clock.travel(dayMs);
    const send = async (change: object, given: Awaited<ReturnType<typeof begin>>) => {
      const { challengeId, options } = given;
      const approval = { kind: 'passkey', challengeId, response: key.get(options) } as const;
      return ana.call('packets.send', packetInto(conversationId, { approval, ...change }));
    };
    const rejected = { error: 'passkey_rejected' };
    expect(await send({ count: 3 }, await begin())).toMatchObject(rejected);
    expect(await send({ kind: 'fixed' }, await begin())).toMatchObject(rejected);
    expect(await send({ amountMinor: 1_001 }, await begin())).toMatchObject(rejected);
    const given = await begin();
    expect(await send({}, given)).toMatchObject({ ok: true });
    expect(await send({}, given)).toMatchObject({ error: 'challenge_expired' });
    expect(named.faults).toEqual([]);
  });

  it('needs passkeys, and a PIN that is not locked', async () => {
    const env = { PLAZA_PUBLIC_URL: 'http://127.0.0.1:9', PLAZA_HOST: '127.0.0.1' };
    await using bare = await startCity({ env });
    const { ana, conversationId } = await openGroup(bare);
    const { key: _key, greeting: _words, approval: _pin, ...payment } = packetInto(conversationId);
    expect(await ana.refused('packets.beginPasskeyApproval', payment)).toBe('passkeys_unavailable');
    const guess = () =>
      ana.refused('packets.send', packetInto(conversationId, { approval: byPin('264817') }));
    const answers = [];
    for (let i = 0; i < 8; i += 1) answers.push(await guess());
    expect(answers.at(-1)).toBe('pin_locked');
    const { rules } = await ana.must('packets.getRules', {});
    expect(rules).toEqual([
      { currency, scale: 2, maxShareMinor: 20_000, maxAmountMinor: 100_000_000 },
    ]);
  });
});

describe('what a person has of red packets', () => {
  it('is in their export, and leaves with them', async () => {
    const { ana, wei, kim, conversationId } = await openGroup(city);
    const packet = await sendPacket(ana, conversationId, { greeting: 'My own words' });
    await open(wei, packet.packetId);
    const parts = city.composed.modules.packets;
    const files: unknown[] = [];
    for await (const file of parts.holding.export(ana.me.personId)) {
      if ('content' in file) files.push(file.content);
    }
    expect(files).toMatchObject([[{ packetId: packet.packetId, greeting: 'My own words' }]]);
    await city.db.tx(async (tx) => {
      await parts.holding.erase(tx, ana.me.personId);
      await city.composed.modules.pay.holding.erase(tx, ana.me.personId);
    });
    await city.settle();
    const left = await detailOf(wei, packet.packetId);
    expect(left.packet).toMatchObject({ state: 'returned', greeting: '' });
    const over = packet.packetId satisfies PacketId;
    expect(await kim.refused('packets.open', { packetId: over })).toBe('packet_over');
    expect((await statementOf(wei, 'packet_in'))[0]).toMatchObject({ counterparty: null });
  });
});
