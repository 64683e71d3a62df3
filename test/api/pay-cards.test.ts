import { afterAll, beforeAll, expect, it } from 'vitest';
import { startCity, type TestCity } from './support/city.ts';
import { newKey, openWallets, paymentTo } from './support/pay.ts';
import { eventually, openDirect, say, text } from './support/talk.ts';

let city: TestCity;
beforeAll(async () => {
  city = await startCity();
});
afterAll(async () => {
  await city[Symbol.asyncDispose]();
  expect(city.faults).toEqual([]);
});

it('no message can take the place of the card of a payment', async () => {
  const { payer, payee } = await openWallets(city);
  const conversationId = await openDirect(payer, payee);
  await say(payer, conversationId, 'before');
  const asked = paymentTo(payee, 100, { key: newKey() });
  const { transfer } = await payer.must('pay.sendTransfer', asked);
  // Who chooses the key can know the id of the card before there is one.
  const clientId = transfer.transferId as never;
  const message = text('there is no card');
  expect(await payer.refused('chat.sendMessage', { conversationId, clientId, message })).toBe(
    'invalid',
  );
  const cards = await eventually(async () => {
    const page = await payee.must('chat.listEntries', { conversationId, limit: 100 });
    const found = page.entries.filter((entry) => entry.clientId === clientId);
    return found.length > 0 ? found : null;
  });
  expect(cards).toMatchObject([{ body: { message: { type: 'transfer' } } }]);
});
