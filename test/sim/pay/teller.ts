import type { PersonId, TransferId } from '@plaza/base';
import { createHttp, type Result } from '@plaza/client';
import type { MethodInput, MethodName, MethodOutput } from '@plaza/contract';
import { pauseMs } from '../../support/pause.ts';
import type { PayCity } from './city.ts';
import type { Asked, CallName, Record, Told } from './record.ts';

export const currency = 'points';
export const pin = '738291';
const reason = 'The simulation wants it so.';

/** Which of the two servers is asked. */
export type Node = 0 | 1;

/** Speaks for everybody with the servers. */
export type Teller = {
  call<N extends MethodName>(
    personId: PersonId,
    node: Node,
    name: N,
    input: MethodInput<N>,
  ): Promise<Result<N>>;
  /** Reads something, from whichever server answers; throws when none does for long. */
  read<N extends MethodName>(
    personId: PersonId,
    name: N,
    input: MethodInput<N>,
  ): Promise<MethodOutput<N>>;
  /** Asks for a command once, on one server; what came back is judged and recorded. */
  ask(asked: Asked, node: Node): Promise<Told<unknown>>;
};

/** After these nobody knows whether anything happened. */
const passing = new Set(['offline', 'unavailable', 'too_many_requests', 'internal']);
const isPassing = ({ error }: { error: string }) => passing.has(error);

const readWithinMs = 60_000;
const againAfterMs = 200;

/** Sessions end when the clock jumps far enough; then a person signs in again. */
function createSessions(city: PayCity) {
  const tokens = new Map<PersonId, string>();
  return {
    forget: (personId: PersonId) => void tokens.delete(personId),
    async token(personId: PersonId, origin: string): Promise<string | null> {
      const known = tokens.get(personId);
      if (known !== undefined) return known;
      const device = { name: 'Sim', kind: 'program' } as const;
      const { call } = createHttp({ baseUrl: origin, fetch });
      const result = await call('identity.signInDemo', { personId, device, delivery: 'token' });
      if (!result.ok || result.output.token === undefined) return null;
      tokens.set(personId, result.output.token);
      return result.output.token;
    },
    operatorId: city.operatorId,
  };
}

type Command = { personId: PersonId; name: MethodName; input: object };

/** The call that a command is. */
function commandOf(asked: Asked, operatorId: PersonId): Command {
  const { key, personId } = asked;
  switch (asked.kind) {
    case 'send': {
      const { payeeId, amountMinor, arrival } = asked;
      const approval = { kind: 'pin', pin };
      // The note is the key, so that whatever came of a key is found again everywhere.
      const input = { key, payeeId, amountMinor, currency, note: key, arrival, approval };
      return { personId, name: 'pay.sendTransfer', input };
    }
    case 'accept':
    case 'return':
    case 'cancel': {
      const name = `pay.${asked.kind}Transfer` as const;
      return { personId, name, input: { key, transferId: asked.transferId } };
    }
    case 'topUp': {
      const { amountMinor } = asked;
      const input = { key, personId, currency, amountMinor, reason: key };
      return { personId: operatorId, name: 'pay.topUp', input };
    }
    case 'call':
      return { personId, name: asked.name, input: asked.input };
    case 'freeze':
    case 'unfreeze': {
      const name = asked.kind === 'freeze' ? 'pay.freezeWallet' : 'pay.unfreezeWallet';
      return { personId: operatorId, name, input: { key, personId, currency, reason } };
    }
  }
}

/** By what an answer is told from another one: it must be the same each time. */
const valuesOf: { [N in CallName]: (output: MethodOutput<N>) => string } = {
  'packets.send': ({ packet }) => packet.packetId,
  'packets.open': ({ packet: { mine } }) => `${mine?.number} ${mine?.money.amountMinor}`,
  'merchants.createOrder': ({ order }) => order.orderId,
  'merchants.closeOrder': ({ order }) => `${order.orderId} ${order.state}`,
  'merchants.pay': ({ receipt }) => `${receipt.orderId} ${receipt.state}`,
  'merchants.charge': ({ order }) => order.orderId,
  'merchants.refund': ({ refund }) => `${refund.refundId} ${refund.money.amountMinor}`,
  'merchants.payOut': ({ payout }) => payout.payoutId,
  'merchants.answerPayout': ({ payout }) => payout.payoutId,
  'merchants.allowHold': ({ hold }) => hold.holdId,
  'rails.redeemVoucher': ({ money }) => String(money.amountMinor),
};

function toldOf(asked: Asked, result: Result<MethodName>): Told<string | null> {
  if (!result.ok) {
    return isPassing(result) ? { as: 'unknown' } : { as: 'refused', reason: result.error };
  }
  if (asked.kind === 'call') {
    const valueOf = valuesOf[asked.name] as (output: unknown) => string;
    return { as: 'done', value: valueOf(result.output) };
  }
  const { transfer } = result.output as { transfer?: { transferId: TransferId } };
  return { as: 'done', value: transfer?.transferId ?? null };
}

const nameOf = (asked: Asked) => `${asked.kind === 'call' ? asked.name : asked.kind} ${asked.key}`;

/** What stands after a further answer; what was done once must stay done, and be the same. */
function judgeAnswer(asked: Asked, told: Told<unknown>, { broken }: Record): void {
  const before = asked.told;
  const isKept = asked.kind === 'send' && before.as === 'refused';
  if (isKept && before.reason === 'insufficient_funds' && told.as === 'done') {
    broken.push(`${asked.kind} ${asked.key} was refused by the ledger, and then done`);
  }
  if (before.as !== 'done' || told.as === 'unknown') return;
  if (told.as === 'refused') {
    broken.push(`${nameOf(asked)} was done, and then refused (${told.reason})`);
  } else if (told.value !== before.value) {
    broken.push(`${nameOf(asked)} was done twice`);
  }
}

/** Creates the teller of a city. */
export function createTeller(city: PayCity, record: Record): Teller {
  const sessions = createSessions(city);

  async function call<N extends MethodName>(
    personId: PersonId,
    node: Node,
    name: N,
    input: MethodInput<N>,
  ): Promise<Result<N>> {
    const { origin } = city.servers[node];
    const token = await sessions.token(personId, origin);
    const http = createHttp({ baseUrl: origin, token: token ?? '', fetch });
    const result = await http.call(name, input);
    if (!result.ok && result.error === 'internal') record.faults += 1;
    if (!result.ok && result.error === 'unauthenticated') {
      sessions.forget(personId);
      return { ok: false, error: 'offline', message: '' };
    }
    return result;
  }

  async function read<N extends MethodName>(
    personId: PersonId,
    name: N,
    input: MethodInput<N>,
  ): Promise<MethodOutput<N>> {
    const untilMs = Date.now() + readWithinMs;
    for (let turn = 0; ; turn += 1) {
      const result = await call(personId, (turn % 2) as Node, name, input);
      if (result.ok) return result.output;
      if (!isPassing(result) || Date.now() > untilMs) {
        throw new Error(`${name}: ${result.error} ${result.message}`);
      }
      await pauseMs(againAfterMs);
    }
  }

  return {
    ...{ call, read },
    async ask(asked, node) {
      const { personId, name, input } = commandOf(asked, city.operatorId);
      const told = toldOf(asked, await call(personId, node, name, input as never));
      judgeAnswer(asked, told, record);
      // A key that was done stays done; a refusal that passes may become something.
      if (told.as !== 'unknown' && asked.told.as !== 'done') asked.told = told as never;
      return told;
    },
  };
}

/** Asks until there is an answer, now here, now there; gives up when `isOver`. */
export async function askUntilTold(
  teller: Teller,
  asked: Asked,
  { record, node, isOver }: { record: Record; node: Node; isOver: () => boolean },
): Promise<Told<unknown>> {
  let told = await teller.ask(asked, node);
  for (let turn = 1; told.as === 'unknown' && !isOver(); turn += 1) {
    await pauseMs(againAfterMs);
    told = await teller.ask(asked, ((node + turn) % 2) as Node);
    if (told.as !== 'unknown') record.repeated += 1;
  }
  return told;
}
