import type { Locator } from '@playwright/test';
import type { ConversationId } from '@plaza/base';
import { bringAlong, sayEverything } from './support/kinds.ts';
import { expectAccessible, expectRoom, expectSeen, go, settled } from './support/looks.ts';
import { directOf, groupOf } from './support/messages.ts';
import { operatorOf } from './support/pay.ts';
import { befriend, sendText, type People, type Person } from './support/people.ts';
import { expect, test, type Device, type DeviceOptions, type Page } from './support/test.ts';
import { expectNoEnglish, readWords, type Words } from './support/words.ts';

// The screens of messaging in each language, with large letters, mirrored and in forced colours.

type World = {
  ana: Person;
  group: ConversationId;
  direct: ConversationId;
  archive: ConversationId;
};
type City = { origin: string; claimUrl: string | null; people: People };

const worlds = new Map<string, Promise<World>>();

/** People with something to see on every screen; made once for a server. */
function worldOf(city: City): Promise<World> {
  const made = worlds.get(city.origin) ?? makeWorld(city);
  worlds.set(city.origin, made);
  return made;
}

async function makeWorld(city: City): Promise<World> {
  const ana = await operatorOf(city);
  const [wei, luz] = [await city.people.signUp('李伟'), await city.people.signUp('Luz')];
  await befriend(wei, ana);
  await befriend(luz, ana);
  const group = await groupOf(ana, [wei, luz], '屋顶花园');
  await sendText(wei, group, '谁来浇水？');
  await sayEverything(city.origin, [ana, wei, luz], group);
  const direct = await directOf(wei, ana);
  await sendText(wei, direct, '晚上见');
  return { ana, group, direct, archive: await bringAlong(ana) };
}

type Opener = (options?: DeviceOptions) => Promise<Device>;
/** A place that is opened by hand, by its name in English. */
type Place = {
  name: string;
  path: string;
  /** What is pressed may be far from where the screen opens. */
  isFar?: boolean;
  open(page: Page, words: Words): Promise<void>;
};
type Look = (page: Page, name: string) => Promise<void>;

const narrow = { viewport: { width: 320, height: 720 } };

const press = async (page: Page, name: string) =>
  page.getByRole('button', { name, exact: true }).first().click();

const inMore = (name: string, path: string): Place => ({
  ...{ name, path },
  async open(page, words) {
    await press(page, words.of('More to send'));
    await press(page, words.of(name));
    await expect(page.getByRole('dialog')).toBeVisible();
  },
});

/** Opens the menu of a message, in whatever language the page is. */
async function openMenuOf(page: Page, text: string): Promise<Locator> {
  await page.getByRole('article').filter({ hasText: text }).first().click({ button: 'right' });
  const menu = page.getByRole('menu');
  await expect(menu).toBeVisible();
  return menu;
}

const inMenu = (name: string, path: string): Place => ({
  ...{ name, path, isFar: true },
  async open(page, words) {
    const menu = await openMenuOf(page, 'Who has the key?');
    await menu.getByRole('menuitem', { name: words.of(name), exact: true }).click();
    await expect(page.getByRole('dialog')).toBeVisible();
  },
});

const inRow = (name: string, path: string, row: string = name): Place => ({
  ...{ name, path },
  async open(page, words) {
    await page
      .getByRole('button', { name: new RegExp(words.of(row)) })
      .first()
      .click();
    await expect(page.getByRole('dialog')).toBeVisible();
  },
});

function placesOf({ group }: World): Place[] {
  const [chat, info] = [`/chats/${group}`, `/chats/${group}/info`];
  return [
    {
      ...{ name: 'what can be sent', path: chat },
      open: (page, words) => press(page, words.of('More to send')),
    },
    {
      ...{ name: 'emoji', path: chat },
      async open(page, words) {
        await press(page, words.of('Emoji and stickers'));
        await expect(page.getByRole('grid')).toBeVisible();
      },
    },
    {
      ...{ name: 'stickers', path: chat },
      async open(page, words) {
        await press(page, words.of('Emoji and stickers'));
        await press(page, words.of('Stickers'));
      },
    },
    ...['Location', 'Contact', 'Poll', 'Send later'].map((name) => inMore(name, chat)),
    ...['Forward', 'Remind me', 'Earlier versions', 'Delete for me'].map((name) =>
      inMenu(name, chat),
    ),
    {
      ...{ name: 'choosing several', path: chat, isFar: true },
      async open(page, words) {
        const menu = await openMenuOf(page, 'Who has the key?');
        await menu.getByRole('menuitem', { name: words.of('Choose several') }).click();
      },
    },
    ...['Announcement', 'All members', 'Join by a link', 'Disappearing messages'].map((name) =>
      inRow(name, info),
    ),
    ...['Admins', 'Hand over the group', 'Dissolve the group', 'My name in this group'].map(
      (name) => inRow(name, info),
    ),
    {
      ...{ name: 'a report', path: '/me/operator/cases' },
      async open(page, words) {
        await press(page, words.of('Decide'));
        await expect(page.getByRole('dialog')).toBeVisible();
      },
    },
    inRow('New note', '/me/favourites'),
  ];
}

function pathsOf({ group, direct, archive }: World): string[] {
  return [
    ...['/chats', '/chats/new', '/chats/meet', `/chats/${group}`, `/chats/${group}/info`],
    ...[`/chats/${group}/search`, `/chats/${group}/add`, `/chats/${direct}/info`],
    ...[`/chats/${archive}`, '/me/favourites', '/me/plans', '/me/notifications', '/me/import'],
    ...['/me/reports', '/me/stickers', '/me/operator/cases', '/join#nothing'],
  ];
}

/** Leaves what was opened: the screen is made anew. */
async function leave(page: Page): Promise<void> {
  await page.keyboard.press('Escape');
  await go(page, '/me');
}

async function lookAround(page: Page, world: World, words: Words, look: Look): Promise<void> {
  for (const path of pathsOf(world)) {
    await go(page, path);
    await look(page, path);
  }
  const size = page.viewportSize() ?? narrow.viewport;
  for (const { name, path, isFar = false, open } of placesOf(world)) {
    await page.setViewportSize(isFar ? { ...size, height: 9_000 } : size);
    await go(page, path);
    await open(page, words);
    await page.setViewportSize(size);
    await look(page, name);
    await leave(page);
  }
}

async function enter(openDevice: Opener, { ana }: World, options: DeviceOptions, query = '') {
  const device = await openDevice({ ...options, as: ana });
  await device.page.goto(`/me${query}`);
  await settled(device.page);
  return device.page;
}

test.describe('the screens of messaging', () => {
  test.skip(({ viewport }) => (viewport?.width ?? 0) > 400, 'has sizes of its own');

  for (const [locale, lang] of [
    ['es-MX', 'es'],
    ['zh-CN', 'zh'],
  ] as const) {
    test(`at 320 px with text of 200 %, in ${lang}`, async ({ city, openDevice }) => {
      test.slow();
      const world = await worldOf(city);
      const words = readWords(lang);
      const page = await enter(openDevice, world, { ...narrow, locale });
      await expect(page.locator('html')).toHaveAttribute('lang', new RegExp(`^${lang}`));
      await page.evaluate(() => {
        document.documentElement.style.fontSize = '200%';
      });
      await lookAround(page, world, words, async (_page, name) => {
        await expectRoom(page, `${name} in ${lang}`);
        await expectNoEnglish(page, words, `${name} in ${lang}`);
      });
    });
  }

  test('mirrored, light and dark', async ({ city, openDevice }) => {
    test.slow();
    const world = await worldOf(city);
    const page = await enter(openDevice, world, narrow, '?dir=rtl');
    await lookAround(page, world, readWords('en'), async (_page, name) => {
      await expectRoom(page, `${name} mirrored`);
      await expectAccessible(page, `${name} mirrored`);
    });
  });

  test('in forced colours', async ({ city, openDevice }) => {
    test.slow();
    const world = await worldOf(city);
    const page = await enter(openDevice, world, { size: 'desktop', forcedColors: 'active' });
    await lookAround(page, world, readWords('en'), (_page, name) =>
      expectSeen(page, `${name} in forced colours`),
    );
  });
});
