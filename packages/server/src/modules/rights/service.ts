import type { PersonId } from '@plaza/base';
import type { MethodOutput } from '@plaza/contract';
import type { Caller } from '../../kernel/rpc/index.ts';
import {
  cancelDeletion,
  eraseDue,
  eraseJob,
  erasePerson,
  requestDeletion,
  sweepJob,
} from './deletion.ts';
import { createRightsHolding } from './holding.ts';
import { beginExport, openExport } from './tickets.ts';
import type { ExportSubject, RightsDeps, WithHoldings } from './types.ts';
import { translate, wordsOf } from './words/index.ts';

export type Rights = ReturnType<typeof createRights>;

/** Creates the service and its jobs: create it last, when all holdings are known. */
export function createRights(given: RightsDeps) {
  const holding = createRightsHolding(given);
  const deps: WithHoldings = { ...given, every: [...given.holdings, holding] };
  const { jobs, accounts } = deps;
  jobs.define<{ personId: PersonId }>(eraseJob, async ({ personId }) => {
    await erasePerson(deps, personId);
  });
  jobs.every(sweepJob, '23 3 * * *', async () => void (await eraseDue(deps)));
  return {
    async listHoldings(personId: PersonId): Promise<MethodOutput<'rights.listHoldings'>> {
      const { deletionAt, locale } = await accounts.getMe(personId);
      const say = (sentence: string) => translate(wordsOf(locale), sentence);
      const holdings = deps.every.map(({ module, title, why, keptFor, onErasure }) => ({
        module,
        title: say(title),
        why: say(why),
        keptFor: say(keptFor),
        onErasure: say(onErasure),
      }));
      return { holdings, deletionAt };
    },
    /** Of everything, or of one subject alone. */
    beginExport: (caller: Pick<Caller, 'personId' | 'sessionId'>, subject?: ExportSubject) =>
      beginExport(deps, caller, subject ?? null),
    openExport: (caller: Caller, secret: string) => openExport(deps, caller, secret),
    requestDeletion: (personId: PersonId, currentPassword: string | null) =>
      requestDeletion(deps, personId, currentPassword),
    cancelDeletion: (personId: PersonId) => cancelDeletion(deps, personId),
    eraseDue: () => eraseDue(deps),
    holding,
    /** Every holding of the server, this module's own among them. */
    holdings: deps.every,
  };
}
