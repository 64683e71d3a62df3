export type { Answer, Incoming } from './answer.ts';
export { createDispatch, type Dispatch } from './dispatch.ts';
export { decide, no, valueOf, yes, type No, type Outcome, type Yes } from './outcome.ts';
export { Refusal } from './refusal.ts';
export type { Call, Caller, Handler, Handlers, Origin } from './types.ts';
export { dataOf, textOf, written, type WrittenOutput } from './written.ts';
export { createValidator, type Problem, type Validate } from './validate.ts';
