import { t } from '@lingui/core/macro';
import { unreachable, type PersonId } from '@plaza/base';
import type { State } from '@plaza/client';
import type { Entry } from '@plaza/contract';
import { formatList } from '../../i18n/format.ts';
import { personName } from './names.ts';
import { oneLine } from './text.ts';
import { transferSentence } from './transfer-words.ts';

function byMe(body: Entry['body'], list: string, person: string): string {
  switch (body.type) {
    case 'created':
      return t`You created the group.`;
    case 'membersAdded':
      return t`You added ${list}.`;
    case 'memberRemoved':
      return t`You removed ${person}.`;
    case 'memberLeft':
      return t`You left the group.`;
    case 'renamed': {
      const name = body.name;
      return t`You renamed the group to “${name}”.`;
    }
    case 'ownerChanged':
      return t`${person} owns the group now.`;
    case 'message':
      return body.message.type === 'text' ? oneLine(body.message.text) : '';
    case 'erased':
      return t`Message of a deleted account`;
    default:
      return unreachable(body);
  }
}

function byOther(body: Entry['body'], actor: string, list: string, person: string): string {
  switch (body.type) {
    case 'created':
      return t`${actor} created the group.`;
    case 'membersAdded':
      return t`${actor} added ${list}.`;
    case 'memberRemoved':
      return t`${actor} removed ${person}.`;
    case 'memberLeft':
      return t`${person} left the group.`;
    case 'renamed': {
      const name = body.name;
      return t`${actor} renamed the group to “${name}”.`;
    }
    default:
      return byMe(body, list, person);
  }
}

function called(state: State, id: PersonId): string {
  return id === state.me?.personId ? t`you` : personName(state, id);
}

/** What happened, as one sentence; of a message its text. */
export function sentenceOf(state: State, { body, senderId }: Entry): string {
  if (body.type === 'message' && body.message.type !== 'text') {
    return transferSentence(state, body.message, senderId);
  }
  const person = 'person' in body ? called(state, body.person.personId) : '';
  const people = body.type === 'membersAdded' ? body.people : [];
  const list = formatList(people.map(({ personId }) => called(state, personId)));
  if (body.type === 'ownerChanged' && body.person.personId === state.me?.personId) {
    return t`You own the group now.`;
  }
  const isMine = senderId === state.me?.personId;
  if (isMine) return byMe(body, list, person);
  return byOther(body, personName(state, senderId), list, person);
}
