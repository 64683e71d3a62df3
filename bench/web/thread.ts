import { createIds, secureRandom, systemClock, type ClientId } from '@plaza/base';
import type { Page } from '@playwright/test';
import { openSocket } from '../lib/socket.ts';
import { pause } from '../lib/figures.ts';
import { record } from './recorder.ts';

const newId = createIds(systemClock, secureRandom);
const log = (page: Page) => page.getByRole('log', { name: 'Messages' });
const field = (page: Page) => page.getByRole('textbox', { name: 'Message' });

export type Talking = { stop(): Promise<{ perSecond: number }> };

/** Lets somebody write at a steady pace, over a socket of their own. */
export async function talk(
  { origin, token, conversationId }: { origin: string; token: string; conversationId: string },
  perSecond: number,
): Promise<Talking> {
  const socket = await openSocket(origin, token);
  let answered = 0;
  socket.on('message', (data: Buffer) => {
    if (data.toString('latin1').startsWith('{"t":"answer"')) answered += 1;
  });
  const startMs = performance.now();
  let sent = 0;
  const timer = setInterval(() => {
    // A timer that came late catches up: the pace is what counts.
    const due = Math.floor(((performance.now() - startMs) / 1000) * perSecond);
    for (; sent < due; sent += 1) {
      const message = { type: 'text', text: `arriving ${sent}, while somebody reads and writes` };
      const input = { conversationId, clientId: newId<ClientId>(), message };
      socket.send(JSON.stringify({ t: 'call', id: sent + 1, method: 'chat.sendMessage', input }));
    }
  }, 10);
  return {
    async stop() {
      clearInterval(timer);
      const seconds = (performance.now() - startMs) / 1000;
      await pause(500);
      socket.terminate();
      return { perSecond: answered / seconds };
    },
  };
}

export async function openThread(page: Page, origin: string, id: string): Promise<void> {
  await page.goto(`${origin}/chats/${id}`);
  await page.getByRole('article').last().waitFor();
  await pause(500);
}

/** A person scrolls back through a long thread, as fast as a finger flings. */
export async function scrollBack(page: Page, ms: number) {
  const box = await log(page).boundingBox();
  if (box === null) throw new Error('the thread is not on the screen');
  await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
  return record(page, async () => {
    const endMs = Date.now() + ms;
    while (Date.now() < endMs) {
      await page.mouse.wheel(0, -400);
      await pause(16);
    }
  });
}

type Seen = { moved: number; grown: boolean };

/**
 * Scrolls up by steps and looks, frame by frame, whether anything but the step moves what is
 * read; gives the largest movement at each page that was put in front. A message is known by its
 * words, for its element may be another one; one that is not there for a frame has moved away.
 */
export async function prependDrift(page: Page, prepends: number): Promise<number[]> {
  const drifts: number[] = [];
  for (let step = 0; drifts.length < prepends && step < prepends * 60; step += 1) {
    const seen = await log(page).evaluate(async (scroller): Promise<Seen> => {
      const frame = () => new Promise((resolve) => requestAnimationFrame(resolve));
      const rows = () => [...scroller.querySelectorAll('[role="article"]')];
      const middle = scroller.getBoundingClientRect().top + scroller.clientHeight / 2;
      const height = scroller.scrollHeight;
      const anchor = rows().find((row) => row.getBoundingClientRect().bottom > middle - 250);
      if (anchor === undefined) return { moved: 0, grown: false };
      const words = anchor.textContent;
      scroller.scrollTop -= 250;
      const top = anchor.getBoundingClientRect().top;
      let moved = 0;
      let grown = false;
      for (let n = 0; n < 15; n += 1) {
        await frame();
        // What a page adds is more than a row that turns out higher than it was thought.
        grown ||= scroller.scrollHeight - height > 1_000;
        const now = rows().find((row) => row.textContent === words);
        const shift = now === undefined ? 10_000 : now.getBoundingClientRect().top - top;
        moved = Math.max(moved, Math.abs(shift));
      }
      return { moved, grown };
    });
    if (seen.grown) drifts.push(seen.moved);
  }
  return drifts;
}

/** From the key that sends to the frame in which the message stands in the thread. */
export async function sendToVisible(page: Page, count: number): Promise<number[]> {
  const times: number[] = [];
  for (let n = 0; n < count; n += 1) {
    const text = `visible ${n} ${Date.now()}`;
    await field(page).fill(text);
    const seen = page.evaluate(
      (wanted) =>
        new Promise<number>((resolve) => {
          let startMs = 0;
          const begin = () => (startMs = performance.now());
          addEventListener('keydown', begin, { capture: true, once: true });
          const look = () => {
            const all = [...document.querySelectorAll('[role="article"]')].slice(-5);
            const isThere = all.some((row) => row.textContent?.includes(wanted));
            if (isThere && startMs > 0) resolve(performance.now() - startMs);
            else requestAnimationFrame(look);
          };
          requestAnimationFrame(look);
        }),
      text,
    );
    await field(page).press('Enter');
    times.push(await seen);
    await pause(60);
  }
  return times;
}

/** Types, opens and closes what a thread has, and goes to and fro, by real keys and clicks. */
export async function interact(page: Page, ids: readonly [string, string], rounds: number) {
  const open = (id: string) => page.locator(`a[href="/chats/${id}"]`).first().click();
  return record(page, async () => {
    for (let round = 0; round < rounds; round += 1) {
      await field(page).click();
      await page.keyboard.type(`the ${round}th thought, typed by hand `, { delay: 35 });
      await page.getByRole('button', { name: 'Emoji and stickers' }).click();
      await pause(250);
      await page.keyboard.press('Escape');
      await page.getByRole('article').last().click({ button: 'right' });
      await page.getByRole('menu').waitFor();
      await page.keyboard.press('ArrowDown');
      await page.keyboard.press('Escape');
      await open(ids[1]);
      await pause(250);
      await open(ids[0]);
      await pause(250);
    }
    await field(page).fill('');
  });
}
