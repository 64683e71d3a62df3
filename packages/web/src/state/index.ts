export { api, http } from './calls.ts';
export { gathering } from './gather.ts';
export { useConnection } from './connection.ts';
export { useMe, useSession } from './session.ts';
export { useAnswer, type Answer } from './use-answer.ts';
export { usePages, type Pages } from './use-pages.ts';
export { useClient, useClientState } from './use-client.ts';
export { asFailure, useTask, type Failure, type Task } from './use-task.ts';
export { privatePrefix } from './private-keys.ts';
