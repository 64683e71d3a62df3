import { expectAccessible } from './support/looks.ts';
import { actOn, dialog, groupOf, said } from './support/messages.ts';
import { operatorOf, startTravelCity } from './support/pay.ts';
import { befriend, sendText, until } from './support/people.ts';
import { expect, test } from './support/test.ts';

test('a report, its decision with reasons, an appeal, and another who answers it', async ({
  openDevice,
}) => {
  test.slow();
  await using city = await startTravelCity();
  const { origin, people } = city;
  const first = await operatorOf(city);
  const [ana, wei, second] = [
    await people.signUp('Ana'),
    await people.signUp('Wei'),
    await people.signUp('Oscar'),
  ];
  await city.makeOperator(second.me.personId);
  await befriend(wei, ana);
  const id = await groupOf(ana, [wei], 'Market');
  await sendText(ana, id, 'Welcome to the market');
  await sendText(wei, id, 'buy my miracle pills');

  // Two taps, and the one who asked is thanked.
  const a = await openDevice({ as: ana, origin });
  await city.join(a);
  await a.page.goto(`/chats/${id}`);
  await actOn(a.page, 'buy my miracle pills', 'Report');
  const asking = dialog(a.page, 'What is wrong with it?');
  await expectAccessible(a.page, 'what is wrong with it');
  await asking.getByRole('button', { name: 'Fraud or a scam' }).click();
  await expect(dialog(a.page, 'Reported')).toContainText('Thank you.');
  await expectAccessible(a.page, 'a report that was made');
  await a.page.getByRole('link', { name: 'My reports' }).click();
  await expect(a.page.getByText('Not decided yet')).toBeVisible();

  // Who runs the city sees what was said, and says why the message goes.
  const o = await openDevice({ as: first, origin });
  await city.join(o);
  await o.page.goto('/me/operator/cases');
  const cases = o.page.getByRole('list', { name: 'Cases' });
  await expect(cases).toContainText('buy my miracle pills');
  await expect(cases).toContainText('Market');
  await expectAccessible(o.page, 'a case');
  await cases.getByRole('button', { name: 'Decide' }).click();
  const deciding = dialog(o.page, 'Decide');
  await deciding.getByRole('radio', { name: 'Message removed' }).check();
  await expect(deciding.getByRole('button', { name: 'Decide' })).toBeDisabled();
  await deciding.getByLabel('What happened').fill('Pills were offered that nobody may sell.');
  await deciding.getByLabel('The rule that it breaks').fill('House rules, 4');
  await expectAccessible(o.page, 'a decision and its reasons');
  await deciding.getByRole('button', { name: 'Decide' }).click();
  await expect(o.page.getByText('No case here')).toBeVisible();

  // Wei reads the reasons, not who reported, and disagrees.
  const w = await openDevice({ as: wei, origin });
  await city.join(w);
  await w.page.goto(`/chats/${id}`);
  await expect(said(w.page, 'Welcome to the market')).toBeVisible();
  await expect(said(w.page, 'miracle pills')).toHaveCount(0);
  await w.page.goto('/me/reports');
  const mine = w.page.getByRole('main');
  await expect(mine).toContainText('Pills were offered that nobody may sell.');
  await expect(mine).toContainText('House rules, 4');
  await expect(mine).not.toContainText('Ana');
  await expectAccessible(w.page, 'a decision about me');
  await w.page.getByRole('button', { name: 'Appeal' }).click();
  const appealing = dialog(w.page, 'Appeal');
  await appealing.getByLabel('Why should it be decided otherwise?').fill('They are vitamins.');
  await expectAccessible(w.page, 'an appeal');
  await appealing.getByRole('button', { name: 'Send' }).click();
  await expect(mine).toContainText('They are vitamins.');
  await expect(mine).toContainText('Not answered yet');

  // The one who decided may not answer; another does.
  o.allowFailedCalls();
  await o.page.getByText('Appealed', { exact: true }).click();
  await expect(cases).toContainText('They are vitamins.');
  await cases.getByRole('button', { name: 'Answer the appeal' }).click();
  const answering = dialog(o.page, 'Answer the appeal');
  await answering.getByLabel('Why').fill('I still think so.');
  await answering.getByRole('button', { name: 'Send' }).click();
  await expect(answering).toContainText(/another|somebody else/i);
  await expectAccessible(o.page, 'an answer of the same operator');

  const s = await openDevice({ as: second, origin });
  await city.join(s);
  await s.page.goto('/me/operator/cases');
  await s.page.getByText('Appealed', { exact: true }).click();
  await s.page.getByRole('button', { name: 'Answer the appeal' }).click();
  const reversing = dialog(s.page, 'Answer the appeal');
  await reversing.getByText('is reversed').click();
  await reversing.getByLabel('Why').fill('Vitamins may be sold.');
  await reversing.getByRole('button', { name: 'Send' }).click();
  await expect(s.page.getByText('No case here')).toBeVisible();
  await w.page.reload();
  await expect(mine).toContainText('The decision is reversed. Vitamins may be sold.');
  await until(async () => {
    const { receipts } = await ana.api.trust.listMyReports({});
    return receipts.some(({ measure }) => measure !== null);
  });
  await a.page.reload();
  await expect(a.page.getByText('Message removed')).toBeVisible();
});
