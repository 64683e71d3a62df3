import {
  expectMoving,
  expectSound,
  expectTalking,
  allowed,
  fakeDevices,
  talkOf,
} from './support/calls.ts';
import { callFrom, hasRelay, inCall, noRelay, press, rings, startRelay } from './support/calls.ts';
import { peopleOf } from './support/people.ts';
import { expect, roomyLimits, test, type Page } from './support/test.ts';
import { startServerProcess } from '../support/server-process.ts';

test.use(fakeDevices);
// Pictures are drawn, sent and shown by this machine's processors, which may be few.
test.describe.configure({ timeout: 300_000 });
test.skip(!hasRelay, noRelay);

/** By which kind of way media come in; of a relayed call nothing else is even tried. */
async function waysOf(page: Page): Promise<string[]> {
  return page.evaluate(async () => {
    const kinds = new Set<string>();
    for (const pc of (window as unknown as { tried: RTCPeerConnection[] }).tried) {
      const report = [...(await pc.getStats()).values()] as Record<string, unknown>[];
      const pair = report.find((stat) => stat['type'] === 'candidate-pair' && stat['nominated']);
      const local = report.find((stat) => stat['id'] === pair?.['localCandidateId']);
      if (local !== undefined) kinds.add(String(local['candidateType']));
    }
    return [...kinds];
  });
}

/** Lets the test look at the connections that the page makes. */
const spy = () => {
  const tried: RTCPeerConnection[] = [];
  const Plain = RTCPeerConnection;
  Object.assign(window, { tried });
  window.RTCPeerConnection = class extends Plain {
    constructor(config?: RTCConfiguration) {
      super(config);
      tried.push(this);
    }
  };
};

test('a call is relayed for who hides their address, and outlives a lost network', async ({
  openDevice,
}) => {
  await using relay = await startRelay();
  await using server = await startServerProcess({ env: { ...roomyLimits, ...relay.env } });
  const { origin } = server;
  const [ana, wei] = await peopleOf(origin).contacts('Ana', 'Wei');
  const id = await talkOf(ana, wei);
  const [hers, his] = [
    await openDevice({ as: ana, origin, ...allowed }),
    await openDevice({ as: wei, origin, ...allowed }),
  ];
  const [a, w] = [hers.page, his.page];
  for (const { context } of [hers, his]) await context.addInitScript(spy);
  await a.goto('/me/privacy');
  const hide = a.getByRole('switch', { name: 'Hide my address' });
  await hide.click();
  await expect(hide).toBeChecked();
  await a.goto(`/chats/${id}`);
  await w.goto('/chats');
  await callFrom(a, 'Video call');
  await rings(w);
  await press(w, 'Answer');
  for (const page of [a, w]) {
    await expectTalking(page);
    await expectMoving(page, 2);
    await expectSound(page, 1);
  }
  expect(await waysOf(a)).toEqual(['relay']);

  // The relay stands still: nothing comes through, and both are told so.
  relay.freeze();
  const lost = (page: Page) => inCall(page).getByText('Connection lost, trying again…');
  await expect(lost(a)).toBeVisible({ timeout: 30_000 });
  await expect(lost(w)).toBeVisible({ timeout: 30_000 });
  relay.thaw();
  for (const page of [a, w]) {
    await expectTalking(page);
    await expect(lost(page)).toHaveCount(0);
  }
  await press(w, 'Hang up');
  await expect(inCall(a)).toHaveCount(0);
  // The server of this test ends before its devices do.
  for (const device of [hers, his]) device.allowFailedCalls();
});

test('a call goes on while the server is away', async ({ openDevice, viewport }) => {
  test.skip((viewport?.width ?? 0) > 768, 'No matter of size.');
  await using server = await startServerProcess({ env: roomyLimits });
  const { origin } = server;
  const [ana, wei] = await peopleOf(origin).contacts('Ana', 'Wei');
  const id = await talkOf(ana, wei);
  const [hers, his] = [
    await openDevice({ as: ana, origin, ...allowed }),
    await openDevice({ as: wei, origin, ...allowed }),
  ];
  const [a, w] = [hers.page, his.page];
  await a.goto(`/chats/${id}`);
  await w.goto('/chats');
  await callFrom(a, 'Voice call');
  await rings(w);
  await press(w, 'Answer');
  await expectTalking(a);
  await expectTalking(w);
  hers.allowFailedCalls();
  his.allowFailedCalls();
  await server.kill();
  await press(a, 'Text');
  await a.keyboard.type('still here');
  await press(w, 'Microphone');
  await expect(inCall(a).getByLabel('Muted')).toBeVisible();
  await expect(inCall(w).getByText('still here', { exact: true })).toBeVisible();
  await server.restart();
  await expect(inCall(w).getByText('still here', { exact: true })).toBeVisible();
  await press(a, 'Hang up');
  await press(a, 'Discard');
  await expect(inCall(w)).toHaveCount(0);
});
