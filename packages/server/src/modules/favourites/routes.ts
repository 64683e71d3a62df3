import type { api } from '@plaza/contract';
import { valueOf, type Handlers } from '../../kernel/rpc/index.ts';
import type { Favourites } from './service.ts';

export function createFavouritesRoutes(favourites: Favourites): Handlers<typeof api.favourites> {
  return {
    keepMessage: async (input, call) =>
      valueOf(call, await favourites.keepMessage(call.caller.personId, input)),
    writeNote: async (input, call) =>
      valueOf(call, await favourites.writeNote(call.caller.personId, input)),
    setTags: async (input, call) =>
      valueOf(call, await favourites.setTags(call.caller.personId, input)),
    remove: async (input, call) =>
      valueOf(call, await favourites.remove(call.caller.personId, input)),
    list: async (input, call) => valueOf(call, await favourites.list(call.caller.personId, input)),
  };
}
