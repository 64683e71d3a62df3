import { message, openMenu } from './support/chat.ts';
import { bringAlong, postAndTalk, sayEverything } from './support/kinds.ts';
import { expectAccessible, expectReachable, expectRoom, go, settled } from './support/looks.ts';
import {
  accept,
  createPin,
  dialog,
  freeze,
  giveBack,
  lockPin,
  operatorOf,
  pay,
  topUp,
  typePin,
} from './support/pay.ts';
import { befriend, say, sendText, type People, type Person } from './support/people.ts';
import { expect, test, type Device, type DeviceOptions, type Page } from './support/test.ts';
import type { ConversationId, PostId, TransferId } from '@plaza/base';

// Every screen, opened once and looked at in every way that a machine can judge.

const entrance = ['/', '/sign-in', '/sign-in/phone', '/sign-up', '/recover', '/reset'];

const own = [
  ...['/discover', '/discover/scan', '/discover/code', '/city', '/city/server', '/me'],
  ...['/me/profile', '/me/code', '/me/security', '/me/security/password', '/me/security/codes'],
  ...['/me/devices', '/me/privacy', '/me/appearance', '/me/data', '/me/about'],
  ...['/me/favourites', '/me/plans', '/me/notifications', '/me/import', '/me/reports'],
  ...['/me/stickers', '/me/wallet/code', '/me/merchants', '/me/merchants/new'],
  ...['/me/wallet/family', '/me/wallet/family/give'],
  ...['', '/new', '/notices', '/settings'].map((name) => `/discover/moments${name}`),
];

const operators = ['people', 'cases', 'books', 'health', 'limits', 'audit'].map(
  (name) => `/me/operator/${name}`,
);

type World = {
  ana: Person;
  wei: Person;
  /** Has no PIN and no money, and the wallet is frozen. */
  luz: Person;
  stranger: Person;
  direct: ConversationId;
  /** In it stands a message of every kind. */
  group: ConversationId;
  /** Brought along from another messenger. */
  archive: ConversationId;
  /** In Moments, with a like and comments. */
  postId: PostId;
  /** Of 李伟 and Ana, in every state that a test can bring about. */
  transfers: TransferId[];
};

const worlds = new Map<string, Promise<World>>();

/** People with something to see on every screen; made once for a server. */
function worldOf(city: City) {
  const known = worlds.get(city.origin);
  if (known !== undefined) return known;
  const made = makeWorld(city);
  worlds.set(city.origin, made);
  return made;
}

type City = { origin: string; claimUrl: string | null; people: People };

/** What was sent there and back; at the end 李伟 typed too many wrong PINs and resets theirs. */
async function makeMoney(city: City, ana: Person, wei: Person): Promise<TransferId[]> {
  await Promise.all([ana, wei].map(createPin));
  await topUp(city, ana, 98_765_432);
  await topUp(city, wei, 1_000_000);
  const note = 'Entradas para el concierto del sábado en el viejo puerto 🎟';
  const toAna = await pay(wei, ana, 123_456, note);
  const taken = await pay(wei, ana, 5_00, '午饭');
  const returned = await pay(ana, wei, 1, '');
  const toWei = await pay(ana, wei, 12_345_678, note);
  await accept(ana, taken);
  await giveBack(wei, returned);
  await lockPin(wei);
  await wei.api.pay.beginPinReset({ recoveryCode: wei.recoveryCodes[0] ?? '' });
  return [toAna, taken, returned, toWei].map(({ transferId }) => transferId);
}

async function makeWorld(city: City): Promise<World> {
  const { signUp } = city.people;
  const ana = await operatorOf(city);
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
  await sayEverything(city.origin, [ana, wei, luz], group);
  const archive = await bringAlong(ana);
  const reason = 'We met at the library';
  const { personId } = ana.me;
  await stranger.api.contacts.sendRequest({ personId, reason, via: 'handle' });
  const opened = await ana.api.chat.openDirect({ personId: wei.me.personId });
  const transfers = await makeMoney(city, ana, wei);
  await freeze(city, luz);
  const direct = opened.head.conversation.conversationId;
  const postId = await postAndTalk(city.origin, [ana, wei]);
  return { ana, wei, luz, stranger, group, archive, direct, transfers, postId };
}

const purse = ['/me/wallet', '/me/wallet/statement', '/me/wallet/pin'];

function paying({ direct, transfers }: World): string[] {
  return [
    ...[
      ...purse,
      '/me/wallet/months',
      '/me/wallet/send',
      '/me/wallet/pin/change',
      '/me/wallet/pin/forgot',
    ],
    ...transfers.map((id) => `/me/wallet/transfer/${id}`),
    ...transfers.slice(0, 2).map((id) => `/chats/${direct}/transfer/${id}`),
    `/chats/${direct}/transfer`,
  ];
}

/** From the open sheet to where the payment is approved, in any language. */
async function goOn(page: Page): Promise<void> {
  const amount = page.getByRole('dialog').getByRole('textbox').first();
  await amount.fill('7');
  await amount.press('Enter');
  await expect(page.getByRole('dialog').locator('input[type=password]')).toBeEditable();
}

function talking({ wei, direct, group, archive, postId }: World): string[] {
  return [
    ...['/chats', `/chats/${direct}`, `/chats/${direct}/info`, `/chats/${direct}/search`],
    ...[`/chats/${group}`, `/chats/${group}/info`, `/chats/${archive}`],
    ...['/chats/meet', '/join#nothing'],
    ...['/contacts', `/contacts/${wei.me.personId}`, '/contacts/add', '/contacts/requests'],
    ...['/contacts/blocked', `/contacts/${wei.me.personId}/posts`],
    `/discover/moments/post/${wei.me.personId}/${postId}`,
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

  test('money: the wallet, its statement, receipts and the PIN', async ({ city, openDevice }) => {
    test.slow();
    const world = await worldOf(city);
    const { page } = await openAt(openDevice, world.ana, '/me/wallet');
    for (const path of paying(world)) {
      await go(page, path);
      await expectAccessible(page, path);
      if (path.startsWith('/me')) await expectReachable(page, path);
    }
    await go(page, '/me/wallet/statement');
    await page.getByRole('button', { name: 'Top-up' }).click();
    await expectAccessible(page, 'the receipt of a top-up');
    await lockPin(world.wei);
    for (const [as, name] of [
      [world.luz, 'frozen and empty'],
      [world.wei, 'locked and to be reset'],
    ] as const) {
      const other = await openAt(openDevice, as, '/me/wallet');
      for (const path of purse) {
        await go(other.page, path);
        await expectAccessible(other.page, `${path}, ${name}`);
      }
    }
  });

  test('money: from the sheet to the end of a payment', async ({ city, openDevice }) => {
    test.slow();
    const world = await worldOf(city);
    const { page } = await openAt(openDevice, world.ana, `/chats/${world.direct}`);
    await page.getByRole('button', { name: 'More to send' }).click();
    await expectAccessible(page, 'what can be sent');
    await expectReachable(page, 'what can be sent');
    await go(page, `/chats/${world.direct}/transfer`);
    await page.getByRole('button', { name: 'Continue' }).click();
    await expectAccessible(page, 'the sheet without an amount');
    await goOn(page);
    await expectAccessible(page, 'the PIN sheet');
    await typePin(page, '190284');
    await expect(page.getByText('The PIN is wrong.')).toBeVisible({ timeout: 20_000 });
    await expectAccessible(page, 'a wrong PIN');
    await typePin(page);
    const end = dialog(page, 'Payment');
    await expect(end.getByRole('button', { name: 'Done' })).toBeVisible({ timeout: 20_000 });
    await expectAccessible(page, 'a payment that is made');
    await end.getByRole('button', { name: 'Done' }).click();

    await go(page, `/chats/${world.direct}/transfer`);
    await goOn(page);
    await freeze(city, world.wei);
    await typePin(page);
    await expect(end.getByText('Not paid').last()).toBeVisible({ timeout: 20_000 });
    await expectAccessible(page, 'a payment that is refused');
    await freeze(city, world.wei, 'unfreeze');

    await lockPin(world.wei);
    const { page: locked } = await openAt(openDevice, world.wei, `/chats/${world.direct}/transfer`);
    await locked.getByRole('textbox', { name: 'Amount' }).fill('7');
    await locked.getByRole('button', { name: 'Continue' }).click();
    await expect(locked.getByText('Too many wrong PINs', { exact: true })).toBeVisible();
    await expectAccessible(locked, 'a PIN that is locked');
  });

  test('money: what the operator does', async ({ city, openDevice }) => {
    const { ana, wei } = await worldOf(city);
    const { page } = await openAt(openDevice, ana, `/me/operator/people/${wei.handle}`);
    await page.getByRole('button', { name: 'Top up' }).click();
    const issuing = dialog(page, 'Top up this wallet');
    await issuing.getByRole('button', { name: 'Go on' }).click();
    await expectAccessible(page, 'a top-up with mistakes');
    await issuing.getByLabel('Amount').fill('25');
    await issuing.getByLabel('Reason').fill('Paid at the counter');
    await issuing.getByRole('button', { name: 'Go on' }).click();
    await expectAccessible(page, 'a top-up before the yes');
    await issuing.getByRole('button', { name: 'Close' }).click();
    await page.getByRole('button', { name: 'Freeze the wallet' }).click();
    await expectAccessible(page, 'the reason for freezing');
  });

  test('a message of every kind', async ({ city, openDevice }) => {
    const { ana, group } = await worldOf(city);
    const device = await openDevice({ as: ana });
    const { page } = device;
    const width = page.viewportSize()?.width ?? 390;
    // So high that all of them are on the screen at once.
    await page.setViewportSize({ width, height: 3_600 });
    await page.goto(`/chats/${group}`);
    await settled(page);
    await expect(message(page, 'Who waters the tomatoes')).toBeVisible();
    await expectAccessible(page, 'every kind');
    await expectReachable(page, 'every kind');
    await openMenu(page, 'Who has the key?');
    await expectAccessible(page, 'the menu of a message');
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
      for (const path of [...all, `/me/operator/people/${world.wei.handle}`]) {
        await go(inside.page, path);
        await expectRoom(inside.page, path);
      }
      await inside.page.setViewportSize({ width: 320, height: 7_200 });
      await go(inside.page, `/chats/${world.group}`);
      await expect(message(inside.page, 'Who waters the tomatoes')).toBeVisible();
      await expectRoom(inside.page, 'every kind');
      await openMenu(inside.page, 'Who has the key?');
      await expectRoom(inside.page, 'the menu of a message');
    });
  }

  const tongues = [
    { locale: 'en-GB', lang: /^en/, direction: 'ltr' },
    { locale: 'en-GB', lang: /^en/, direction: 'rtl' },
    { locale: 'es-MX', lang: /^es/, direction: 'ltr' },
    { locale: 'zh-CN', lang: /^zh/, direction: 'ltr' },
  ];

  for (const { locale, lang, direction } of tongues) {
    test(`money at 320 px with text of 200 %, ${locale} ${direction}`, async ({
      city,
      openDevice,
    }) => {
      test.slow();
      const world = await worldOf(city);
      const visits = [
        [world.ana, [...paying(world), `/chats/${world.direct}`]],
        [world.luz, purse],
        [world.wei, purse],
      ] as const;
      for (const [as, paths] of visits) {
        const { page } = await openDevice({ ...narrow, locale, as });
        await page.goto(`/me?dir=${direction}`);
        await settled(page);
        await expect(page.locator('html')).toHaveAttribute('lang', lang);
        await page.evaluate(() => {
          document.documentElement.style.fontSize = '200%';
        });
        for (const path of paths) {
          await go(page, path);
          await expectRoom(page, `${path} of ${as.name}`);
        }
        if (as !== world.ana) continue;
        await go(page, `/chats/${world.direct}/transfer`);
        await goOn(page);
        await expectRoom(page, 'the PIN sheet');
        await expectAccessible(page, 'the PIN sheet');
        // The last key of a sheet that is longer than the screen can be brought into it.
        const last = page.getByRole('dialog').getByRole('group').getByRole('button').last();
        await last.scrollIntoViewIfNeeded();
        await expect(last).toBeInViewport({ ratio: 0.9 });
      }
    });
  }

  test('a mirrored page is as accessible', async ({ city, openDevice }) => {
    const world = await worldOf(city);
    const { page } = await openAt(openDevice, world.ana, '/chats?dir=rtl');
    const some = ['/chats', `/chats/${world.direct}`, '/contacts', '/me', '/me/data'];
    for (const path of [...some, ...paying(world)]) {
      await go(page, path);
      await expectAccessible(page, `${path} mirrored`);
    }
  });
});
