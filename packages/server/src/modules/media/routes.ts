import type { api } from '@plaza/contract';
import { valueOf, type Handlers } from '../../kernel/rpc/index.ts';
import type { TakeUpload } from './service.ts';

export function createMediaRoutes(takeUpload: TakeUpload): Handlers<typeof api.media> {
  return {
    async takeUpload(input, call) {
      return { media: valueOf(call, await takeUpload(call.caller.personId, input)) };
    },
  };
}
