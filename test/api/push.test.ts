import type { CallId, ConversationId, SeatId } from '@plaza/base';
import type { PushContent } from '@plaza/contract';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { openPushService, type TestDevice, type TestPushService } from '../support/push-service.ts';
import { startCity, type TestCity } from './support/city.ts';
import type { TestPerson } from './support/person.ts';
import { createGroup, noId, openDirect, say, text } from './support/talk.ts';

// What leaves for push services, opened as the devices would.

let service: TestPushService;
let city: TestCity;
let ana: TestPerson;
let wei: TestPerson;
let direct: ConversationId;
let phone: TestDevice;
let count = 0;

beforeAll(async () => {
  service = await openPushService();
  city = await startCity({ env: { PLAZA_PUSH_ORIGINS: service.origin } });
  [ana, wei] = await city.contacts('Ana', 'Wei');
  direct = await openDirect(ana, wei);
});
afterAll(async () => {
  await city[Symbol.asyncDispose]();
  await service.close();
  expect(city.faults).toEqual([]);
  expect(service.problems).toEqual([]);
});
beforeEach(async () => {
  phone = await subscribe(wei);
  await wei.must('chat.setPreferences', { quietHours: null, muteWords: [] });
});

const base = { level: 'full', locale: 'en', timeZone: 'UTC' } as const;

async function subscribe(person: TestPerson, more: object = {}): Promise<TestDevice> {
  count += 1;
  const device = service.device(`device-${count}`);
  await person.must('push.subscribe', { ...device.subscription, ...base, ...more });
  return device;
}

/** The next content for a device that fits. */
async function next<Kind extends PushContent['kind']>(
  device: TestDevice,
  kind: Kind,
  fits: (content: Extract<PushContent, { kind: Kind }>) => boolean = () => true,
): Promise<Extract<PushContent, { kind: Kind }>> {
  type Wanted = Extract<PushContent, { kind: Kind }>;
  const find = () =>
    service.of(device).find((each): each is Wanted => each.kind === kind && fits(each as Wanted));
  await expect.poll(find, { timeout: 15_000 }).toBeDefined();
  return find() as Wanted;
}

const saying = (words: string) => (content: { words: string | null }) => content.words === words;

/** What was told of these words, by the time that something later arrived. */
async function toldOf(device: TestDevice, words: string): Promise<PushContent[]> {
  const end = `the end of ${words}`;
  await wei.must('chat.setPreferences', { quietHours: null, muteWords: [] });
  await say(ana, direct, end);
  await next(device, 'message', saying(end));
  return service.of(device).filter((each) => 'words' in each && each.words === words);
}

describe('a device', () => {
  it('subscribes, is shown without its address, and leaves', async () => {
    const { publicKey, device } = await wei.must('push.getDevice', {});
    expect(Buffer.from(publicKey ?? '', 'base64url')).toHaveLength(65);
    expect(device).toMatchObject({ level: 'full' });
    expect(JSON.stringify(device)).not.toContain(service.origin);
    expect((await ana.must('push.getDevice', {})).device).toBeNull();
    await wei.must('push.unsubscribe', {});
    expect((await wei.must('push.getDevice', {})).device).toBeNull();
    expect(await wei.refused('push.sendTest', { testId: '1' })).toBe('push_not_subscribed');
  });

  it('has a service that the operator allows, and keys that are keys', async () => {
    const { subscription } = service.device('elsewhere');
    for (const endpoint of [
      'https://fcm.googleapis.com/fcm/send/x',
      'http://127.0.0.1:9/x',
      'http://169.254.169.254/x',
      service.origin.replace('//', '//user@'),
      'not an address',
    ]) {
      const input = { ...subscription, ...base, endpoint };
      expect(await wei.refused('push.subscribe', input)).toBe('push_service_unknown');
    }
    const wrong = [{ p256dh: 'AAAA' }, { auth: 'AAAA' }, { timeZone: 'Mars/North' }];
    for (const more of wrong) {
      const input = { ...subscription, ...base, ...more };
      expect(await wei.refused('push.subscribe', input)).toBe('invalid');
    }
  });

  it('is tested at once, and hears what its service says', async () => {
    expect(await wei.must('push.sendTest', { testId: 'first' })).toEqual({
      ...{ outcome: 'accepted', status: 201 },
    });
    expect(await next(phone, 'test')).toMatchObject({ testId: 'first', locale: 'en' });
    service.answerNext({ status: 403 }, { status: 503 }, { status: 410 });
    const outcomes = ['refused', 'unreachable', 'gone'];
    for (const outcome of outcomes) {
      const answer = await wei.must('push.sendTest', { testId: outcome });
      expect(answer.outcome).toBe(outcome);
    }
    expect((await wei.must('push.getDevice', {})).device).toBeNull();
  });

  it('belongs to whoever subscribed last, and goes with its session', async () => {
    await ana.must('push.subscribe', { ...phone.subscription, ...base });
    expect((await wei.must('push.getDevice', {})).device).toBeNull();
    await ana.must('push.unsubscribe', {});
    const other = await city.signIn(wei);
    const tablet = await subscribe(other);
    await other.must('identity.signOut', {});
    await subscribe(wei);
    const rows = () =>
      city.sql('select from push_subscription where endpoint = $1', [tablet.subscription.endpoint]);
    await expect.poll(async () => (await rows()).rowCount).toBe(0);
  });
});

describe('a message', () => {
  it('calls with words and number, in an envelope that only the device opens', async () => {
    await say(ana, direct, 'Tea at four?');
    const content = await next(phone, 'message', saying('Tea at four?'));
    expect(content).toMatchObject({
      ...{ v: 1, locale: 'en', conversationId: direct, by: 'Ana', isGroup: false, what: 'text' },
    });
    expect(content.badge).toBeGreaterThan(0);
    const { headers, vapid, bytes } = service.received.at(-1) ?? expect.fail('nothing came');
    expect(headers).toMatchObject({ 'content-encoding': 'aes128gcm', urgency: 'high' });
    expect(headers.topic).toMatch(/^[\w-]{32}$/);
    expect(Number(headers.ttl)).toBeGreaterThan(80_000);
    expect(vapid).toMatchObject({ aud: service.origin });
    expect(bytes).toBeLessThanOrEqual(4_096);
  });

  it('is called once, whatever the service does at first', async () => {
    service.answerNext({ status: 503 });
    await say(ana, direct, 'Still there?');
    await next(phone, 'message', saying('Still there?'));
    await say(ana, direct, 'Then good night');
    await next(phone, 'message', saying('Then good night'));
    const calls = service.of(phone).filter((each) => 'words' in each);
    expect(calls.filter((each) => 'words' in each && each.words === 'Still there?')).toHaveLength(
      1,
    );
  });

  it('says as much as the device may show', async () => {
    phone = await subscribe(wei, { level: 'name', locale: 'zh' });
    await say(ana, direct, 'secret');
    const named = await next(phone, 'message');
    expect(named).toMatchObject({ by: 'Ana', words: null, what: null, locale: 'zh' });
    phone = await subscribe(wei, { level: 'nothing' });
    await say(ana, direct, 'secret');
    const bare = await next(phone, 'message');
    expect(bare).toMatchObject({ by: null, title: null, words: null, what: null });
  });

  it('of a muted conversation, with a muted word or in quiet hours does not call', async () => {
    const mute = (notify: 'all' | 'nothing') =>
      wei.must('chat.setInbox', { conversationId: direct, notify });
    await mute('nothing');
    await say(ana, direct, 'muted');
    await city.clock.sleep(3_000);
    await mute('all');
    expect(await toldOf(phone, 'muted')).toEqual([]);
    await wei.must('chat.setPreferences', { quietHours: null, muteWords: ['lottery'] });
    await say(ana, direct, 'A lottery!');
    await city.clock.sleep(3_000);
    expect(await toldOf(phone, 'A lottery!')).toEqual([]);
    const all = { from: '00:00', to: '23:59' };
    await wei.must('chat.setPreferences', { quietHours: all, muteWords: [] });
    await say(ana, direct, 'shh');
    await city.clock.sleep(3_000);
    expect(await toldOf(phone, 'shh')).toEqual([]);
  });

  it('in a group that calls for mentions only calls who is mentioned', async () => {
    const place = await createGroup(ana, [wei], 'Choir');
    await city.settle();
    await wei.must('chat.setInbox', { conversationId: place, notify: 'mentions' });
    await say(ana, place, 'hello all');
    const mention = { ...text('@Wei come'), mentions: [wei.me.personId] };
    await ana.must('chat.sendMessage', {
      ...{ conversationId: place, clientId: noId<never>(), message: mention },
    });
    const content = await next(phone, 'message', ({ title }) => title === 'Choir');
    expect(content).toMatchObject({ words: '@Wei come', mentionsMe: true, isGroup: true });
    expect(await toldOf(phone, 'hello all')).toEqual([]);
  });

  it('of somebody who is blocked does not call in a group either', async () => {
    const place = await createGroup(ana, [wei], 'Team');
    await city.settle();
    await wei.must('contacts.block', { personId: ana.me.personId });
    await city.settle();
    await say(ana, place, 'from a blocked person');
    await city.clock.sleep(3_000);
    await wei.must('contacts.unblock', { personId: ana.me.personId });
    await city.settle();
    expect(await toldOf(phone, 'from a blocked person')).toEqual([]);
  });

  it('waits while its person looks at the app, and comes when they no longer do', async () => {
    const desk = await city.signIn(wei);
    await desk.must('push.reportFocus', { inFront: true, order: 2 });
    // Overtaken on its way: it is in front all the same.
    await desk.must('push.reportFocus', { inFront: false, order: 1 });
    const seen = await say(ana, direct, 'while you look');
    await city.clock.sleep(3_000);
    expect(service.of(phone)).toEqual([]);
    await desk.must('push.reportFocus', { inFront: false, order: 3 });
    city.clock.travel(62_000);
    expect(await next(phone, 'message')).toMatchObject({ seq: seen });
  });

  it('comes at once when the app that was looked at dies', async () => {
    const desk = await city.signIn(wei);
    const line = await desk.socket();
    await desk.must('push.reportFocus', { inFront: true, order: 1 });
    line.close();
    const seq = await say(ana, direct, 'after it died');
    expect(await next(phone, 'message', saying('after it died'))).toMatchObject({ seq });
  });

  it('leaves the devices when it is read elsewhere, and is replaced when taken back', async () => {
    const seq = await say(ana, direct, 'wrong person');
    await next(phone, 'message', saying('wrong person'));
    await ana.must('chat.recallMessage', { conversationId: direct, seq });
    await city.settle();
    expect(await next(phone, 'gone')).toMatchObject({ conversationId: direct, seq });
    const later = await say(ana, direct, 'the right person');
    await next(phone, 'message', saying('the right person'));
    await wei.must('chat.markRead', { conversationId: direct, seq: later });
    expect(await next(phone, 'read')).toMatchObject({ conversationId: direct, seq: later });
  });
});

describe('what is no message', () => {
  it('a call that was missed counts on the icon, as it does in the list', async () => {
    await say(ana, direct, 'I will call you');
    const before = await next(phone, 'message', saying('I will call you'));
    const order = { callId: noId<CallId>(), seatId: noId<SeatId>() };
    const asked = { conversationId: direct, media: 'voice' as const, invite: [] };
    await ana.must('calls.start', { ...order, ...asked });
    city.clock.travel(45_000);
    await ana.must('calls.keepAlive', order);
    await city.composed.modules.calls.sweep();
    const missed = await next(phone, 'message', ({ what }) => what === 'callMissed');
    expect(missed.badge).toBe((before.badge ?? Number.NaN) + 1);
  });

  it('a request and a reminder call', async () => {
    const zoe = await city.signUp('Zoe');
    const { code } = await wei.must('contacts.getMyCode', {});
    const { personId } = wei.me;
    const asked = { personId, via: 'code' as const, code, reason: 'The choir' };
    await zoe.must('contacts.sendRequest', asked);
    await city.settle();
    expect(await next(phone, 'request')).toMatchObject({ by: 'Zoe' });
    const seq = await say(ana, direct, 'Bring the keys');
    const remindAt = new Date(city.clock.nowMs() + 60_000).toISOString();
    const reminder = { reminderId: noId<never>(), conversationId: direct, seq, remindAt, note: '' };
    await wei.must('chat.setReminder', reminder);
    city.clock.travel(61_000);
    await city.composed.modules.chat.own.runDue();
    expect(await next(phone, 'reminder')).toMatchObject({ seq, words: 'Bring the keys' });
  });

  it('a call rings, also while the app is open elsewhere, until it is over', async () => {
    const { push } = city.composed.modules;
    const desk = await city.signIn(wei);
    await desk.must('push.reportFocus', { inFront: true, order: 1 });
    const calleeIds = [wei.me.personId];
    const ids = { conversationId: direct, callerId: ana.me.personId, calleeIds };
    const expiresAt = new Date(city.clock.nowMs() + 45_000);
    await push.ring({ callId: 'call-1', media: 'voice', expiresAt, ...ids });
    expect(await next(phone, 'ring')).toMatchObject({ callId: 'call-1', by: 'Ana' });
    const ttl = Number(service.received.at(-1)?.headers.ttl);
    expect(ttl).toBeLessThanOrEqual(45);
    await push.ringOver({ callId: 'call-1', calleeIds });
    expect(await next(phone, 'ringOver')).toMatchObject({ callId: 'call-1' });
  });
});

it('what is kept of a device is in the export of its person, and gone after erasure', async () => {
  const { holding } = city.composed.modules.push;
  async function exported(): Promise<unknown[]> {
    const files: unknown[] = [];
    for await (const file of holding.export(wei.me.personId)) files.push(file);
    return files;
  }
  const files = await exported();
  expect(JSON.stringify(files)).toContain(phone.subscription.endpoint);
  const { db } = city.composed.kernel;
  await db.tx((tx) => holding.erase(tx, wei.me.personId));
  expect(await exported()).toEqual([]);
  const left = await city.sql('select from push_slot where person_id = $1', [wei.me.personId]);
  expect(left.rowCount).toBe(0);
});
