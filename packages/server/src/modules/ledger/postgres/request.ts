import type {
  Account,
  CreateAccountResult,
  CreateTransferResult,
  Transfer,
} from '../model/records.ts';

export type Work =
  | { kind: 'accounts'; batch: readonly Account[] }
  | { kind: 'transfers'; batch: readonly Transfer[] };
export type Results = (CreateAccountResult | CreateTransferResult)[];

/** One batch of one caller, from its arrival to its answer. */
export type Request = Work & {
  askedAtMs: number;
  settle(results: Results): void;
  fail(error: unknown): void;
  /** Its ids are looked up before it is applied. Otherwise they are taken for new. */
  isChecked: boolean;
  /** Goes into a commit of its own, since a commit that it was part of failed. */
  isAlone: boolean;
  /** Of a request that another process handed over: where the answer goes, within the commit. */
  handedId: string | null;
};
