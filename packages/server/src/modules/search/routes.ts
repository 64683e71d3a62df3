import type { api } from '@plaza/contract';
import { valueOf, type Handlers } from '../../kernel/rpc/index.ts';
import type { PeopleSearch } from './people.ts';
import type { Search } from './service.ts';

export function createSearchRoutes(
  search: Search,
  people: PeopleSearch,
): Handlers<typeof api.search> {
  return {
    async messages(input, call) {
      return valueOf(call, await search.messages(call.caller.personId, input));
    },
    async people({ query }, call) {
      return { people: await people(call.caller.personId, query) };
    },
    async groups({ query }, call) {
      return { groups: await search.groups(call.caller.personId, query) };
    },
  };
}
