import type { api } from '@plaza/contract';
import type { Handlers } from '../../kernel/rpc/index.ts';
import type { Contacts } from './service.ts';

export function createContactsRoutes({
  contacts,
}: {
  contacts: Contacts;
}): Handlers<typeof api.contacts> {
  return {
    async findByHandle({ handle }, call) {
      const outcome = await contacts.findByHandle(call.caller.personId, handle);
      return outcome.ok ? outcome.value : call.refuse(outcome.reason);
    },
    async findByCode({ code }, call) {
      const outcome = await contacts.findByCode(call.caller.personId, code);
      return outcome.ok ? outcome.value : call.refuse(outcome.reason);
    },
    async getPerson({ personId }, call) {
      const outcome = await contacts.getPerson(call.caller.personId, personId);
      return outcome.ok ? outcome.value : call.refuse(outcome.reason);
    },
    getMyCode: (_input, { caller }) => contacts.getMyCode(caller.personId),
    renewMyCode: (_input, { caller }) => contacts.renewMyCode(caller.personId),
    async list(_input, { caller }) {
      return { contacts: await contacts.list(caller.personId) };
    },
    async listRequests(_input, { caller }) {
      return { requests: await contacts.listRequests(caller.personId) };
    },
    async sendRequest(input, call) {
      const outcome = await contacts.sendRequest(call.caller.personId, input);
      return outcome.ok ? outcome.value : call.refuse(outcome.reason);
    },
    async answerRequest(input, call) {
      const outcome = await contacts.answerRequest(call.caller.personId, input);
      return outcome.ok ? {} : call.refuse(outcome.reason);
    },
    async withdrawRequest({ requestId }, call) {
      const outcome = await contacts.withdrawRequest(call.caller.personId, requestId);
      return outcome.ok ? {} : call.refuse(outcome.reason);
    },
    async update(input, call) {
      const outcome = await contacts.update(call.caller.personId, input);
      return outcome.ok ? { contact: outcome.value } : call.refuse(outcome.reason);
    },
    async block({ personId }, call) {
      const outcome = await contacts.block(call.caller.personId, personId);
      return outcome.ok ? { contact: outcome.value } : call.refuse(outcome.reason);
    },
    async unblock({ personId }, { caller }) {
      await contacts.unblock(caller.personId, personId);
      return {};
    },
    async remove({ personId }, call) {
      const outcome = await contacts.remove(call.caller.personId, personId);
      return outcome.ok ? {} : call.refuse(outcome.reason);
    },
    setPrivacy: (input, { caller }) => contacts.setPrivacy(caller.personId, input),
    getPrivacy: (_input, { caller }) => contacts.getPrivacy(caller.personId),
  };
}
