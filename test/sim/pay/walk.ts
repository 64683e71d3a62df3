import { pick } from '@plaza/base';
import type { Transfer } from '@plaza/contract';
import { isOf, type Sending } from './record.ts';
import { ask, begin, newId, someNode, unknown, type Act, type Standing } from './standing.ts';
import { currency, type Node } from './teller.ts';
import { packetActs } from './walk-packets.ts';
import { shopActs } from './walk-shops.ts';

const other = (node: Node): Node => (node === 0 ? 1 : 0);

function newSending(here: Standing): Sending | null {
  const { city, personId, random, record } = here;
  const contacts = city.contactsOf.get(personId) ?? [];
  if (contacts.length === 0) return null;
  const isTooMuch = random.int(12) === 0;
  const amountMinor = isTooMuch ? 9_000_000 : 1 + random.int(3_000);
  const arrival = random.int(4) === 0 ? ('2h' as const) : ('now' as const);
  const of = { personId, payeeId: pick(random, contacts), amountMinor, arrival };
  return begin(record, { kind: 'send', key: newId(), ...of, told: unknown });
}

/** What was answered must be true on the other server too, at once. */
async function lookAcross(here: Standing, sending: Sending): Promise<void> {
  const { teller, record, random } = here;
  const { told, key, personId } = sending;
  if (told.as !== 'done') return;
  const input = { transferIds: [told.value] };
  const result = await teller.call(personId, someNode(random), 'pay.getTransfers', input);
  if (!result.ok) return;
  const [found] = result.output.transfers;
  if (found === undefined || found.state === 'processing' || found.state === 'failed') {
    record.broken.push(`send ${key} was acknowledged and is ${found?.state ?? 'not there'}`);
  }
}

async function send(here: Standing): Promise<void> {
  const sending = newSending(here);
  if (sending === null) return;
  await ask(here, sending);
  await lookAcross(here, sending);
}

/** An impatient thumb: the same command on both servers at the same time. */
async function sendTwice(here: Standing): Promise<void> {
  const sending = newSending(here);
  if (sending === null) return;
  const node = someNode(here.random);
  await Promise.all([here.teller.ask(sending, node), here.teller.ask(sending, other(node))]);
  await ask(here, sending);
}

async function sendWithWrongPin(here: Standing): Promise<void> {
  const sending = newSending(here);
  if (sending === null) return;
  const { key, payeeId, amountMinor, arrival, personId } = sending;
  const approval = { kind: 'pin', pin: '900817' } as const;
  const input = { key, payeeId, amountMinor, currency, note: key, arrival, approval };
  const result = await here.teller.call(personId, someNode(here.random), 'pay.sendTransfer', input);
  if (result.ok) here.record.broken.push(`send ${key} was carried out with a wrong PIN`);
  else if (result.error === 'wrong_pin') await ask(here, sending);
}

/** Repeats any command of any time: it must answer as it did, and do nothing. */
async function repeat(here: Standing): Promise<void> {
  const { record, random, teller } = here;
  if (record.asked.length > 0) await teller.ask(pick(random, record.asked), someNode(random));
}

/** Another body under a key that was used must be refused. */
async function changeBody(here: Standing): Promise<void> {
  const { record, random, teller } = here;
  const done = record.asked.filter(isOf('send')).filter(({ told }) => told.as === 'done');
  if (done.length === 0) return;
  const { key, personId, payeeId, amountMinor, arrival } = pick(random, done);
  const input = {
    ...{ key, payeeId, arrival, currency, note: key, amountMinor: amountMinor + 1 },
    approval: { kind: 'pin', pin: '738291' } as const,
  };
  const result = await teller.call(personId, someNode(random), 'pay.sendTransfer', input);
  if (result.ok) record.broken.push(`another body was carried out under the key ${key}`);
}

async function waitingFor(here: Standing, side: 'payer' | 'payee'): Promise<Transfer[]> {
  const { teller, personId, random } = here;
  const result = await teller.call(personId, someNode(random), 'pay.listWaiting', {});
  if (!result.ok) return [];
  return result.output.transfers.filter((transfer) => transfer[side].personId === personId);
}

/** Accepts or returns what waits; sometimes both at once, and only one of them may succeed. */
async function settle(here: Standing): Promise<void> {
  const { random, record, personId } = here;
  const waiting = await waitingFor(here, 'payee');
  if (waiting.length === 0) return;
  const { transferId } = pick(random, waiting);
  const settling = (kind: 'accept' | 'return') =>
    begin(record, { kind, key: newId(), personId, transferId, told: unknown });
  const way = random.int(10);
  if (way < 6) await ask(here, settling('accept'));
  else if (way < 8) await ask(here, settling('return'));
  else await Promise.all([ask(here, settling('accept')), ask(here, settling('return'))]);
}

/** Takes back what has not arrived, agreed to or not. */
async function takeBack(here: Standing): Promise<void> {
  const { random, record, personId } = here;
  const delayed = (await waitingFor(here, 'payer')).filter(({ arrivesAt }) => arrivesAt !== null);
  if (delayed.length === 0) return;
  const { transferId } = pick(random, delayed);
  const of = { key: newId<never>(), personId, transferId, told: unknown };
  await ask(here, begin(record, { kind: 'cancel', ...of }));
}

/** The newest page must add up by itself at any moment. */
async function readStatement(here: Standing): Promise<void> {
  const { teller, personId, random, record } = here;
  const input = { currency };
  const result = await teller.call(personId, someNode(random), 'pay.listStatement', input);
  if (!result.ok) return;
  const { lines } = result.output;
  for (const [index, line] of lines.entries()) {
    const before = lines[index + 1];
    if (before === undefined) break;
    const isNext = line.lineNumber === before.lineNumber + 1;
    if (isNext && line.balanceMinor === before.balanceMinor + line.money.amountMinor) continue;
    record.broken.push(`line ${line.lineNumber} of ${personId} does not follow the one before`);
  }
}

/** The operator issues money, and now and then freezes a wallet for a while. */
async function operate(here: Standing): Promise<void> {
  const { city, random, record } = here;
  const personId = pick(random, city.people);
  const way = random.int(10);
  const of = { key: newId<never>(), personId, told: unknown };
  if (way < 7) {
    const amountMinor = 1 + random.int(5_000);
    await ask(here, begin(record, { kind: 'topUp', ...of, amountMinor }));
    return;
  }
  await ask(here, begin(record, { kind: 'freeze', ...of }));
  await ask(here, begin(record, { kind: 'unfreeze', ...of, key: newId(), told: unknown }));
}

/** What people do, and how often. */
const acts: readonly Act[] = [
  { weight: 34, run: send },
  { weight: 34, run: settle },
  { weight: 5, run: takeBack },
  { weight: 6, run: sendTwice },
  { weight: 2, run: sendWithWrongPin },
  { weight: 8, run: repeat },
  { weight: 5, run: changeBody },
  { weight: 8, run: readStatement },
  { weight: 3, run: operate },
  ...packetActs,
  ...shopActs,
];

const total = acts.reduce((sum, { weight }) => sum + weight, 0);

/** One person does one thing, chosen by the dice that are handed in. */
export async function step(here: Standing): Promise<void> {
  let at = here.random.float() * total;
  for (const { weight, run } of acts) {
    at -= weight;
    if (at < 0) return run(here);
  }
}
