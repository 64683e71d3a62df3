import {
  createIds,
  secureRandom,
  systemClock,
  type ClientId,
  type ConversationId,
} from '@plaza/base';
import type { Locator } from '@playwright/test';
import { crc32, deflateSync } from 'node:zlib';
import { message } from './chat.ts';
import { befriend, type People, type Person } from './people.ts';
import { expect, type Page } from './test.ts';

const newId = createIds(systemClock, secureRandom);

/** Opens the menu of a message and chooses from it. */
export async function actOn(page: Page, text: string, item: string): Promise<void> {
  await message(page, text).first().click({ button: 'right' });
  await page.getByRole('menuitem', { name: item, exact: true }).click();
}

/** What the menu of a message offers. */
export async function offered(page: Page, text: string): Promise<string[]> {
  await message(page, text).last().click({ button: 'right' });
  const items = await page.getByRole('menuitem').allInnerTexts();
  await page.keyboard.press('Escape');
  return items.map((item) => item.trim());
}

/** Words in the open conversation, whatever stands in the list beside it. */
export const said = (page: Page, text: string): Locator =>
  page.getByRole('log', { name: 'Messages' }).getByText(text);

export const dialog = (page: Page, name: string | RegExp): Locator =>
  page.getByRole('dialog', { name });

/** Somebody with contacts, each of whom knows only that one person. */
export async function circle(people: People, name: string, others: readonly string[]) {
  const one = await people.signUp(name);
  const all: Person[] = [];
  for (const other of others) {
    const person = await people.signUp(other);
    await befriend(person, one);
    all.push(person);
  }
  return { one, others: all };
}

/** A group that somebody made of contacts. */
export async function groupOf(
  owner: Person,
  members: readonly Person[],
  name: string,
): Promise<ConversationId> {
  const memberIds = members.map(({ me }) => me.personId);
  const clientId = newId<ClientId>();
  const { head } = await owner.api.chat.createGroup({ clientId, name, memberIds });
  return head.conversation.conversationId;
}

function chunk(type: string, data: Uint8Array): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const [size, sum] = [Buffer.alloc(4), Buffer.alloc(4)];
  size.writeUInt32BE(data.length);
  sum.writeUInt32BE(crc32(body));
  return Buffer.concat([size, body, sum]);
}

/** A picture with a gradient, as a PNG with a place in its text: nothing of that may stay. */
export function pictureWithPlace(width: number, height: number, secret: string): Buffer {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, 2, 0, 0, 0], 8);
  const rows = Buffer.alloc(height * (1 + width * 3));
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      const at = y * (1 + width * 3) + 1 + x * 3;
      rows.set([(x * 255) / width, (y * 255) / height, 128], at);
    }
  }
  return Buffer.concat([
    Buffer.from('89504e470d0a1a0a', 'hex'),
    chunk('IHDR', header),
    chunk('tEXt', Buffer.from(`Comment\u0000${secret}`, 'latin1')),
    chunk('IDAT', deflateSync(rows)),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

/** The message at the end of a conversation, as a member reads it. */
export async function lastOf(person: Person, conversationId: ConversationId) {
  const { entries } = await person.api.chat.listEntries({ conversationId, limit: 20 });
  return entries.findLast(({ body }) => body.type !== 'changed');
}

/** The conversation of two contacts. */
export async function directOf(one: Person, other: Person): Promise<ConversationId> {
  const { head } = await one.api.chat.openDirect({ personId: other.me.personId });
  return head.conversation.conversationId;
}

export async function expectMessage(page: Page, text: string): Promise<void> {
  await expect(message(page, text).last()).toBeVisible();
}
