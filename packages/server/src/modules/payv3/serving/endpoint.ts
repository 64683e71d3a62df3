import type { Static, TSchema } from 'typebox';
import { createValidator, type Validate } from '../../../kernel/rpc/index.ts';
import type { MerchantRow } from '../../merchants/index.ts';
import type { AccessRow } from '../types.ts';
import { refuseWith } from '../wire/problems.ts';

/** A request of a merchant's back end, whose signature was checked. */
export type Ask<Body = unknown> = {
  merchant: MerchantRow;
  access: AccessRow;
  /** Of the path. */
  params: Readonly<Record<string, string>>;
  query: Readonly<Record<string, string>>;
  body: Body;
};

/** What is answered: JSON, or nothing (204). */
export type Reply = { json: unknown } | 'nothing';

export type Endpoint = {
  method: 'GET' | 'POST';
  /** As Fastify writes it: `/v3/pay/transactions/id/:transactionId`. */
  path: string;
  answer(ask: Ask): Promise<Reply>;
};

export function asking(path: string, answer: (ask: Ask) => Promise<Reply>): Endpoint {
  return { method: 'GET', path, answer };
}

/** Takes a body of this form; fields that it does not know it lets pass, as APIv3 does. */
export function telling<S extends TSchema>(
  path: string,
  schema: S,
  answer: (ask: Ask<Static<S>>) => Promise<Reply>,
): Endpoint {
  const validate = createValidator(schema);
  return {
    method: 'POST',
    path,
    answer(ask) {
      judgeBody(validate, ask.body);
      return answer(ask as Ask<Static<S>>);
    },
  };
}

function judgeBody(validate: Validate, body: unknown): void {
  const [problem] = validate(body);
  if (problem === undefined) return;
  const field = problem.path === '' ? '/body' : problem.path;
  refuseWith('PARAM_ERROR', { field, issue: problem.message, location: 'body' });
}

/** A merchant speaks for itself alone. */
export function judgeMchid({ merchant }: Ask, mchid: string | undefined): void {
  if (mchid === merchant.mchid) return;
  refuseWith('PARAM_ERROR', { field: 'mchid', issue: 'mchid is not who signed' });
}
