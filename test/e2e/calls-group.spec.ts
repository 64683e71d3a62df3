import { expectMoving, expectSound, expectTalking, allowed, fakeDevices } from './support/calls.ts';
import { callFrom, inCall, press, rings } from './support/calls.ts';
import { expectAccessible, expectRoom } from './support/looks.ts';
import { circle, groupOf, said } from './support/messages.ts';
import { expect, test, type Page } from './support/test.ts';

test.use(fakeDevices);
// Pictures are drawn, sent and shown by this machine's processors, which may be few.
test.describe.configure({ timeout: 300_000 });

test('a group talks as a mesh; somebody comes later by the chat', async ({ city, openDevice }) => {
  const { one: ana, others } = await circle(city.people, 'Ana', ['Ben', 'Cai']);
  const [ben, cai] = others;
  if (ben === undefined || cai === undefined) throw new Error('nobody there');
  const id = await groupOf(ana, others, 'Choir');
  const devices = [];
  for (const as of [ana, ben, cai]) devices.push(await openDevice({ as, ...allowed }));
  const [a, b, c] = devices.map(({ page }) => page) as [Page, Page, Page];
  for (const page of [a, b, c]) await page.goto(`/chats/${id}`);
  await callFrom(a, 'Voice call');
  const choice = a.getByRole('dialog', { name: 'Voice call' });
  await choice.getByRole('checkbox', { name: 'Cai' }).uncheck({ force: true });
  await expectAccessible(a, 'whom to call');
  await choice.getByRole('button', { name: 'Call' }).click();
  await rings(b);
  await press(b, 'Answer');
  await expectTalking(a);
  await expectSound(a, 1);
  await expect(said(c, 'Ana started a voice call.')).toHaveCount(1);
  await c.getByRole('button', { name: 'A call is under way' }).click();
  await c.getByRole('menuitem', { name: 'Join the call' }).click();
  for (const page of [a, b, c]) {
    await expectTalking(page);
    await expectSound(page, 2);
  }
  await press(c, 'Camera');
  await expectMoving(a, 1);
  await expectMoving(b, 1);
  await expectAccessible(a, 'a call of a group');
  await expectRoom(a, 'a call of a group');
  await press(c, 'Hang up');
  await expect(inCall(a).getByText('Cai')).toHaveCount(0);
  await expectTalking(a);
  await press(b, 'Hang up');
  await expect(inCall(a)).toHaveCount(0);
  await expect(said(a, 'Voice call, ')).toHaveCount(1);
});
