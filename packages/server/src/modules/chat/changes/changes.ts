import { createChange, type ChangeDeps } from './change.ts';
import { createDetails } from './details.ts';
import { createEdit } from './edit.ts';
import { createForward, type ForwardDeps } from './forward.ts';
import { createHide, type HideDeps } from './hide.ts';
import { createRemoveMessage } from './moderate.ts';
import { createPolls } from './polls.ts';
import { createReact } from './reactions.ts';
import { createRecall } from './recall.ts';
import { createSetTimer } from './timer.ts';
import type { Remove } from '../gone.ts';

export type ChangesDeps = ChangeDeps & HideDeps & ForwardDeps & { remove: Remove };
export type Changes = ReturnType<typeof createChanges>;

/** What becomes of messages after they were sent. */
export function createChanges(deps: ChangesDeps) {
  const change = createChange(deps);
  return {
    recall: createRecall({ change, remove: deps.remove }),
    edit: createEdit(change),
    react: createReact(change),
    polls: createPolls(change),
    details: createDetails(deps),
    hide: createHide(deps),
    forward: createForward(deps),
    setTimer: createSetTimer(deps),
    removeAsCity: createRemoveMessage(deps),
  };
}
