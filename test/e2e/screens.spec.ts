import { expectAccessible, expectReachable, expectRoom, go, settled } from './support/looks.ts';
import { befriend, say, sendText, type Person } from './support/people.ts';
import { expect, test, type Device, type DeviceOptions } from './support/test.ts';
import type { ConversationId } from '@plaza/base';

// Every screen, opened once and looked at in every way that a machine can judge.

const entrance = ['/', '/sign-in', '/sign-in/phone', '/sign-up', '/recover', '/reset'];

const own = [
  ...['/discover', '/discover/scan', '/discover/code', '/city', '/city/server', '/me'],
  ...['/me/profile', '/me/code', '/me/security', '/me/security/password', '/me/security/codes'],
  ...['/me/devices', '/me/privacy', '/me/appearance', '/me/data', '/me/about'],
  ...['', '/send', '/statement', '/pin'].map((page) => `/me/wallet${page}`),
];

const operators = ['people', 'books', 'health', 'limits', 'audit'].map(
  (name) => `/me/operator/${name}`,
);

type World = {
  ana: Person;
  wei: Person;
  stranger: Person;
  direct: ConversationId;
  group: ConversationId;
};

const worlds = new Map<string, Promise<World>>();

/** People with something to see on every screen; made once for a server. */
function worldOf(city: { origin: string; claimUrl: string | null; people: People }) {
  const known = worlds.get(city.origin);
  if (known !== undefined) return known;
  const made = makeWorld(city);
  worlds.set(city.origin, made);
  return made;
}

type People = { signUp(name: string): Promise<Person> };

async function makeWorld(city: { claimUrl: string | null; people: People }): Promise<World> {
  const { signUp } = city.people;
  const ana = await signUp('Ana');
  const [wei, luz, stranger] = [await signUp('李伟'), await signUp('Luz'), await signUp('Omar')];
  await befriend(ana, wei);
  await befriend(luz, ana);
  await say(wei, ana, ['你好，安娜！', '我们明天去市场吗？', '🎉']);
  await say(ana, wei, ['¡Claro que sí! ¿A qué hora?', 'See https://example.org/market for a map']);
  await say(wei, ana, ['早上九点，在门口等你']);
  const { head } = await ana.api.chat.createGroup({
    clientId: crypto.randomUUID() as never,
    name: 'Rooftop garden',
    memberIds: [wei.me.personId, luz.me.personId],
  });
  const group = head.conversation.conversationId;
  await sendText(wei, group, 'Who waters the tomatoes this week?');
  const reason = 'We met at the library';
  const { personId } = ana.me;
  await stranger.api.contacts.sendRequest({ personId, reason, via: 'handle' });
  const opened = await ana.api.chat.openDirect({ personId: wei.me.personId });
  const secret = new URL(city.claimUrl ?? 'http://localhost').hash.slice(1);
  await ana.api.operator.claim({ secret });
  return { ana, wei, stranger, group, direct: opened.head.conversation.conversationId };
}

function talking({ wei, direct, group }: World): string[] {
  return [
    ...['/chats', `/chats/${direct}`, `/chats/${direct}/info`],
    ...[`/chats/${group}`, `/chats/${group}/info`],
    ...['/contacts', `/contacts/${wei.me.personId}`, '/contacts/add', '/contacts/requests'],
    ...['/contacts/blocked'],
  ];
}

type Opener = (options?: DeviceOptions) => Promise<Device>;

async function openAt(openDevice: Opener, as: Person | null, path: string): Promise<Device> {
  const device = await openDevice(as === null ? {} : { as });
  await device.page.goto(path);
  await settled(device.page);
  return device;
}

test.describe('light, dark and by keyboard', () => {
  test('the entrance', async ({ openDevice }) => {
    const { page } = await openAt(openDevice, null, '/');
    for (const path of entrance) {
      await go(page, path);
      await expectAccessible(page, path);
      await expectReachable(page, path);
    }
  });

  test('the new account', async ({ openDevice }) => {
    const { page } = await openAt(openDevice, null, '/sign-up');
    await page.getByRole('button', { name: 'Create the account' }).click();
    await expectAccessible(page, 'a form with mistakes');
  });

  test('the pages of one’s own', async ({ city, openDevice }) => {
    const { ana } = await worldOf(city);
    const { page } = await openAt(openDevice, ana, '/me');
    for (const path of own) {
      await go(page, path);
      await expectAccessible(page, path);
    }
    for (const path of ['/me', '/discover', '/city']) {
      await go(page, path);
      await expectReachable(page, path);
    }
  });

  test('the pages of the operator', async ({ city, openDevice }) => {
    const { ana, wei } = await worldOf(city);
    const { page } = await openAt(openDevice, ana, '/me/operator');
    for (const path of ['/me/operator', ...operators, `/me/operator/people/${wei.handle}`]) {
      await go(page, path);
      await expectAccessible(page, path);
    }
    await page.getByRole('button', { name: 'Suspend' }).click();
    await expectAccessible(page, 'the question for a reason');
  });

  test('chats and contacts', async ({ city, openDevice }) => {
    const world = await worldOf(city);
    const { page } = await openAt(openDevice, world.ana, '/chats');
    for (const path of talking(world)) {
      await go(page, path);
      await expectAccessible(page, path);
      await expectReachable(page, path);
    }
  });
});

test.describe('little room', () => {
  test.skip(({ viewport }) => (viewport?.width ?? 0) > 400, 'has a size of its own');

  const narrow = { viewport: { width: 320, height: 720 } };

  for (const direction of ['ltr', 'rtl']) {
    test(`320 px with text of 200 %, ${direction}`, async ({ city, openDevice }) => {
      const world = await worldOf(city);
      const outside = await openDevice(narrow);
      await outside.page.goto(`/?dir=${direction}`);
      const inside = await openDevice({ ...narrow, as: world.ana });
      await inside.page.goto(`/me?dir=${direction}`);
      for (const { page } of [outside, inside]) {
        await settled(page);
        await expect(page.locator('html')).toHaveAttribute('dir', direction);
        await page.evaluate(() => {
          document.documentElement.style.fontSize = '200%';
        });
      }
      for (const path of entrance) {
        await go(outside.page, path);
        await expectRoom(outside.page, path);
      }
      const all = [...own, '/me/operator', ...operators, ...talking(world)];
      for (const path of all) {
        await go(inside.page, path);
        await expectRoom(inside.page, path);
      }
    });
  }

  test('a mirrored page is as accessible', async ({ city, openDevice }) => {
    const world = await worldOf(city);
    const { page } = await openAt(openDevice, world.ana, '/chats?dir=rtl');
    for (const path of ['/chats', `/chats/${world.direct}`, '/contacts', '/me', '/me/data']) {
      await go(page, path);
      await expectAccessible(page, `${path} mirrored`);
    }
  });
});
