import { field, message, write } from './support/chat.ts';
import {
  actOn,
  circle,
  dialog,
  expectMessage,
  groupOf,
  offered,
  said,
} from './support/messages.ts';
import { until } from './support/people.ts';
import { expect, test } from './support/test.ts';

test('the life of a group, with every role', async ({ city, openDevice }) => {
  test.slow();
  const { one: ana, others } = await circle(city.people, 'Ana', ['Wei', 'Luz']);
  const [wei, luz] = others;
  if (wei === undefined || luz === undefined) throw new Error('two contacts');
  const id = await groupOf(ana, [wei, luz], 'Harbour choir');
  const owner = await openDevice({ as: ana });
  const member = await openDevice({ as: luz });
  await owner.page.goto(`/chats/${id}`);
  await member.page.goto(`/chats/${id}`);
  await write(member.page, 'When do we sing?');
  await expectMessage(owner.page, 'When do we sing?');
  expect(await offered(owner.page, 'When do we sing?')).toContain('Take back');
  await expect(member.page.getByText('For owner and admins')).toHaveCount(0);

  // Ana makes Wei an admin and announces; Luz confirms.
  await owner.page.goto(`/chats/${id}/info`);
  await owner.page.getByRole('button', { name: 'Admins', exact: true }).click();
  const admins = dialog(owner.page, 'Admins');
  await admins.getByRole('checkbox', { name: 'Wei' }).check();
  await admins.getByRole('button', { name: 'Save' }).click();
  await expect(admins).toHaveCount(0);
  await owner.page.getByRole('button', { name: 'Announcement' }).first().click();
  await dialog(owner.page, 'Announcement')
    .getByRole('textbox', { name: 'What everybody should know' })
    .fill('Concert on Friday, pier 4');
  await owner.page.getByRole('button', { name: 'Announce', exact: true }).click();
  const bar = member.page.getByRole('region', { name: 'Announcement' });
  await expect(bar).toContainText('Concert on Friday, pier 4');
  await bar.getByRole('button', { name: 'Got it' }).click();
  await expect(bar).toHaveCount(0);

  // Only leaders write: Wei may, Luz may not, until everybody may again.
  await wei.api.chat.setGroup({ conversationId: id, muteAll: true });
  await expect(member.page.getByText('Only owner and admins write here at present.')).toBeVisible();
  await expect(field(member.page)).toHaveCount(0);
  await wei.api.chat.setGroup({ conversationId: id, muteAll: false });
  await expect(field(member.page)).toBeVisible();

  // A leader takes back a member's message.
  await owner.page.goto(`/chats/${id}`);
  await actOn(owner.page, 'When do we sing?', 'Take back');
  await expect(said(member.page, 'Ana took back a message of you.')).toBeVisible();

  // Luz is called, and led to where.
  await field(owner.page).fill('@Lu');
  await owner.page.getByRole('option', { name: 'Luz' }).click();
  await owner.page.keyboard.type('please bring the scores');
  await owner.page.getByRole('button', { name: 'Send', exact: true }).click();
  await expectMessage(member.page, 'please bring the scores');

  // Who leaves does so quietly: leaders are told, members are not.
  await wei.api.chat.leaveGroup({ conversationId: id });
  await expect(said(owner.page, 'Wei left the group')).toBeVisible();
  await expect(said(member.page, 'Wei left the group')).toHaveCount(0);

  // The owner ends it: what was said can be read, nobody writes.
  await ana.api.chat.dissolveGroup({ conversationId: id });
  await expect(member.page.getByText('This group was dissolved.')).toBeVisible();
  await expect(message(member.page, 'please bring the scores')).toBeVisible();
});

test('people join by a link, and wait where leaders decide', async ({ city, openDevice }) => {
  const { one: ana, others } = await circle(city.people, 'Ana', ['Wei']);
  const [wei] = others;
  if (wei === undefined) throw new Error('a contact');
  const id = await groupOf(ana, others, 'Allotments');
  await ana.api.chat.setGroup({ conversationId: id, joinApproval: true });
  // By a leader's link people are in at once; a member's makes them wait.
  const { url } = await wei.api.chat.makeJoinLink({ conversationId: id });
  const stranger = await city.people.signUp('Tom');
  const [o, s] = [await openDevice({ as: ana }), await openDevice({ as: stranger })];
  await s.page.goto(url);
  await expect(s.page.getByRole('heading', { name: 'Allotments' })).toBeVisible();
  await s.page.getByLabel('Who you are, for those who decide').fill('Plot 14, tomatoes');
  await s.page.getByRole('button', { name: 'Ask to join' }).click();
  await expect(s.page.getByText('You are in as soon as owner or admins say yes.')).toBeVisible();
  await o.page.goto(`/chats/${id}/info`);
  await o.page.getByRole('button', { name: 'Waiting to join' }).click();
  const waiting = dialog(o.page, 'Waiting to join');
  await expect(waiting).toContainText('Plot 14, tomatoes');
  await waiting.getByRole('button', { name: 'Let in' }).click();
  await expect(waiting).toContainText('Nobody waits.');
  await until(async () => {
    const { heads } = await stranger.api.chat.listHeads({});
    return heads.some(({ conversation }) => conversation.conversationId === id);
  });
  await s.page.goto(`/chats/${id}`);
  await write(s.page, 'Thank you for letting me in');

  // A link that was ended leads nowhere, and says so.
  await ana.api.chat.revokeJoinLinks({ conversationId: id });
  const late = await openDevice({ as: await city.people.signUp('Late') });
  late.allowFailedCalls();
  await late.page.goto(url);
  await expect(
    late.page.getByText('This link is not known, was revoked, or is too old.'),
  ).toBeVisible();
});

test('people who stand together meet by four digits', async ({ city, openDevice }) => {
  const [ana, tom] = [await city.people.signUp('Ana'), await city.people.signUp('Tom')];
  const digits = String(1000 + Math.floor(Math.random() * 9000));
  const devices = [await openDevice({ as: ana }), await openDevice({ as: tom })];
  for (const { page } of devices) {
    await page.goto('/chats/meet');
    await page.getByLabel('Four digits').fill(digits);
    await page.getByRole('button', { name: 'Enter the group' }).click();
    await expect(page.getByRole('log', { name: 'Messages' })).toBeVisible();
  }
  const [first, second] = devices;
  await write(first?.page as never, 'Hello from the same bench');
  await expectMessage(second?.page as never, 'Hello from the same bench');
});
