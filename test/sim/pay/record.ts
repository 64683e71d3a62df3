import type { ConversationId, MerchantId, MoveId, PayKey, PersonId, TransferId } from '@plaza/base';
import type { MethodInput } from '@plaza/contract';

/** How a command stands, as far as anybody was told. */
export type Told<T> =
  | { as: 'unknown' }
  | { as: 'done'; value: T }
  /** Nothing happened, by the server's word. */
  | { as: 'refused'; reason: string };

/** A command is known by its key: however often it is asked for, it happens once. */
export type Sending = {
  kind: 'send';
  key: PayKey;
  personId: PersonId;
  payeeId: PersonId;
  amountMinor: number;
  /** Two hours are longer than a life: it may be agreed to and taken back, and does not arrive. */
  arrival: 'now' | '2h';
  told: Told<TransferId>;
};
export type Settling = {
  kind: 'accept' | 'return' | 'cancel';
  key: PayKey;
  personId: PersonId;
  transferId: TransferId;
  told: Told<TransferId>;
};
export type Issuing = {
  kind: 'topUp';
  key: PayKey;
  /** To whom; the operator asks. */
  personId: PersonId;
  amountMinor: number;
  told: Told<null>;
};
export type Freezing = {
  kind: 'freeze' | 'unfreeze';
  key: PayKey;
  personId: PersonId;
  told: Told<null>;
};

/** Everything else that moves money, or decides about it, as it is called. */
export type CallName =
  | 'packets.send'
  | 'packets.open'
  | 'merchants.createOrder'
  | 'merchants.closeOrder'
  | 'merchants.pay'
  | 'merchants.charge'
  | 'merchants.refund'
  | 'merchants.payOut'
  | 'merchants.answerPayout'
  | 'merchants.allowHold'
  | 'rails.redeemVoucher';

export type CallingOf<N extends CallName> = {
  kind: 'call';
  name: N;
  key: PayKey;
  personId: PersonId;
  input: MethodInput<N>;
  /** What of the answer must be the same however often it is asked for. */
  told: Told<string>;
};
export type Calling = { [N in CallName]: CallingOf<N> }[CallName];
export type Asked = Sending | Settling | Issuing | Freezing | Calling;

/** A shop with what its back end signs by. */
export type Shop = {
  ownerId: PersonId;
  merchantId: MerchantId;
  mchid: string;
  appid: string;
  serial: string;
  privateKey: string;
};
export type Group = { conversationId: ConversationId; members: readonly PersonId[] };

/** A deposit that a shop asked for; `endedMinor` is what it was told to have taken in the end. */
export type HoldAsked = {
  holdId: MoveId;
  merchantId: MerchantId;
  payerId: PersonId;
  amountMinor: number;
  endedMinor: number | null;
};

/** Everything that was asked and answered in a life. */
export type Record = {
  readonly asked: Asked[];
  readonly groups: Group[];
  readonly shops: Shop[];
  readonly holds: HoldAsked[];
  /** What was wrong at once, such as two answers to one key. */
  readonly broken: string[];
  /** Answers that came at last, after one or more that did not. */
  repeated: number;
  /** Answers that said no more than that the server failed. */
  faults: number;
};

export function newRecord(): Record {
  const lists = { asked: [], groups: [], shops: [], holds: [], broken: [] };
  return { ...lists, repeated: 0, faults: 0 };
}

export function isOf<K extends Asked['kind']>(...kinds: readonly K[]) {
  return (asked: Asked): asked is Extract<Asked, { kind: K }> =>
    (kinds as readonly string[]).includes(asked.kind);
}

/** All calls of a method. */
export function callsOf<N extends CallName>({ asked }: Pick<Record, 'asked'>, name: N) {
  return asked.filter(
    (one): one is Extract<Calling, { name: N }> => one.kind === 'call' && one.name === name,
  );
}
