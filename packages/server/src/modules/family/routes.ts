import type { api } from '@plaza/contract';
import { valueOf, type Handlers } from '../../kernel/rpc/index.ts';
import type { Family } from './service.ts';

export function createFamilyRoutes(family: Family): Handlers<typeof api.family> {
  return {
    async getRules(_input, { caller }) {
      return { rules: await family.getRules(caller.personId) };
    },
    listCards: (_input, { caller }) => family.listCards(caller.personId),
    listPayments: async (input, call) =>
      valueOf(call, await family.listPayments(call.caller.personId, input)),
    beginPasskeyApproval: async (terms, call) =>
      valueOf(call, await family.beginPasskeyApproval(call.caller.personId, terms)),
    async offer(input, call) {
      return { card: valueOf(call, await family.offer(call.caller.personId, input)) };
    },
    async answer({ cardId, accept }, call) {
      const event = accept ? 'accepted' : 'declined';
      return { card: valueOf(call, await family.act(call.caller.personId, { cardId, event })) };
    },
    async change(input, call) {
      return { card: valueOf(call, await family.change(call.caller.personId, input)) };
    },
    async pause({ cardId }, call) {
      const of = { cardId, event: 'paused' } as const;
      return { card: valueOf(call, await family.act(call.caller.personId, of)) };
    },
    async resume({ cardId }, call) {
      const of = { cardId, event: 'resumed' } as const;
      return { card: valueOf(call, await family.act(call.caller.personId, of)) };
    },
    async end({ cardId }, call) {
      const of = { cardId, event: 'ended' } as const;
      return { card: valueOf(call, await family.act(call.caller.personId, of)) };
    },
  };
}
