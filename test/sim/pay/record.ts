import type { PayKey, PersonId, TransferId } from '@plaza/base';

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
export type Asked = Sending | Settling | Issuing | Freezing;

/** Everything that was asked and answered in a life. */
export type Record = {
  readonly asked: Asked[];
  /** What was wrong at once, such as two answers to one key. */
  readonly broken: string[];
  /** Answers that came at last, after one or more that did not. */
  repeated: number;
  /** Answers that said no more than that the server failed. */
  faults: number;
};

export const newRecord = (): Record => ({ asked: [], broken: [], repeated: 0, faults: 0 });

export function isOf<K extends Asked['kind']>(...kinds: readonly K[]) {
  return (asked: Asked): asked is Extract<Asked, { kind: K }> =>
    (kinds as readonly string[]).includes(asked.kind);
}
