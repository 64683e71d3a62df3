import { t } from '@lingui/core/macro';
import type { PersonId } from '@plaza/base';
import type { State } from '@plaza/client';
import type { Entry, EntryBody } from '@plaza/contract';
import { formatList, formatWait } from '../../i18n/format.ts';
import { callSentence } from './call-words.ts';
import { wordsOfMessage } from './kinds/words.ts';
import { personName } from './names.ts';
import { billSentence } from './bill-words.ts';
import { packetSentence } from './packet-words.ts';
import { oneLine } from './text.ts';
import { transferSentence } from './transfer-words.ts';

/** The people of an event, by name. */
type Names = { actor: string; list: string; person: string };

function groupByMe(body: EntryBody, { list, person }: Names): string {
  switch (body.type) {
    case 'created':
      return t`You created the group.`;
    case 'membersAdded':
      return body.via === undefined ? t`You added ${list}.` : t`You joined the group.`;
    case 'memberRemoved':
      return t`You removed ${person}.`;
    case 'memberLeft':
      return t`You left the group.`;
    case 'renamed': {
      const name = body.name;
      return t`You renamed the group to “${name}”.`;
    }
    case 'roleChanged':
      return body.role === 'admin'
        ? t`You made ${person} an admin.`
        : t`You took the role of admin from ${person}.`;
    case 'dissolved':
      return t`You dissolved the group.`;
    case 'nicknameSet':
      return body.nickname === ''
        ? t`You go by your own name here.`
        : t`You go by “${body.nickname}” here.`;
    default:
      return settings(body, true, '');
  }
}

function joinedByOther(body: EntryBody & { type: 'membersAdded' }, names: Names): string {
  const { actor, list } = names;
  if (body.via === 'link') return t`${list} joined by a link.`;
  if (body.via === 'invite') return t`${list} joined by invitation.`;
  if (body.via === 'faceToFace') return t`${list} joined face to face.`;
  return t`${actor} added ${list}.`;
}

function groupByOther(body: EntryBody, names: Names): string {
  const { actor, person } = names;
  switch (body.type) {
    case 'created':
      return t`${actor} created the group.`;
    case 'membersAdded':
      return joinedByOther(body, names);
    case 'memberRemoved':
      return t`${actor} removed ${person}.`;
    case 'memberLeft':
      return t`${person} left the group.`;
    case 'renamed': {
      const name = body.name;
      return t`${actor} renamed the group to “${name}”.`;
    }
    case 'roleChanged':
      return body.role === 'admin'
        ? t`${actor} made ${person} an admin.`
        : t`${actor} took the role of admin from ${person}.`;
    case 'dissolved':
      return t`${actor} dissolved the group.`;
    case 'nicknameSet':
      return body.nickname === ''
        ? t`${actor} goes by their own name here.`
        : t`${actor} goes by “${body.nickname}” here.`;
    default:
      return settings(body, false, actor);
  }
}

function timerSentence(seconds: number | null, byMe: boolean, actor: string): string {
  if (seconds === null) {
    return byMe
      ? t`You let messages stay from now on.`
      : t`${actor} let messages stay from now on.`;
  }
  const time = formatTimer(seconds);
  return byMe
    ? t`You let messages disappear after ${time}.`
    : t`${actor} let messages disappear after ${time}.`;
}

/** `1 hour`, `7 days`: how long messages stay. */
export function formatTimer(seconds: number): string {
  if (seconds < 86_400) return formatWait(seconds * 1000);
  const days = Math.round(seconds / 86_400);
  return days === 1 ? t`1 day` : t`${days} days`;
}

function announcedSentence(text: string, byMe: boolean, actor: string): string {
  const words = oneLine(text);
  if (words === '') {
    return byMe ? t`You took the announcement down.` : t`${actor} took the announcement down.`;
  }
  return byMe ? t`You announced: ${words}` : t`${actor} announced: ${words}`;
}

function settings(body: EntryBody, byMe: boolean, actor: string): string {
  switch (body.type) {
    case 'announced':
      return announcedSentence(body.text, byMe, actor);
    case 'muteAllSet':
      if (body.on) {
        return byMe ? t`You let only leaders write.` : t`${actor} let only leaders write.`;
      }
      return byMe ? t`You let everybody write again.` : t`${actor} let everybody write again.`;
    case 'joinApprovalSet':
      if (body.on) {
        return byMe
          ? t`You let leaders decide who joins.`
          : t`${actor} let leaders decide who joins.`;
      }
      return byMe
        ? t`You let members add others freely.`
        : t`${actor} let members add others freely.`;
    case 'timerSet':
      return timerSentence(body.seconds, byMe, actor);
    default:
      return t`Something happened here that this version does not know.`;
  }
}

function called(state: State, id: PersonId): string {
  return id === state.me?.personId ? t`you` : personName(state, id);
}

/** What became of a message that is no longer there. */
export function goneSentence(state: State, { body, senderId }: Entry): string {
  if (body.type === 'expired') return t`A message disappeared.`;
  if (body.type === 'hidden') return t`You deleted this message for yourself.`;
  if (body.type !== 'recalled') return t`Message of a deleted account`;
  const name = personName(state, senderId);
  if (body.byCity === true) return t`The city removed a message of ${name}.`;
  const leader = personName(state, body.byId);
  const meId = state.me?.personId;
  if (body.byId === meId) {
    return senderId === meId ? t`You took back a message.` : t`You took back a message of ${name}.`;
  }
  return body.byId === senderId
    ? t`${name} took back a message.`
    : t`${leader} took back a message of ${called(state, senderId)}.`;
}

/** What happened, as one sentence; of a message its words. */
export function sentenceOf(state: State, entry: Entry): string {
  const { body, senderId } = entry;
  switch (body.type) {
    case 'message':
      if (body.message.type === 'transfer' || body.message.type === 'transferSettled') {
        return transferSentence(state, body.message, senderId);
      }
      if (body.message.type === 'packet' || body.message.type === 'packetTaken') {
        return packetSentence(state, body.message, senderId);
      }
      if (body.message.type === 'bill' || body.message.type === 'billReminder') {
        return billSentence(state, body.message, senderId);
      }
      return wordsOfMessage(body.message);
    case 'recalled':
    case 'expired':
    case 'hidden':
    case 'erased':
      return goneSentence(state, entry);
    case 'callStarted':
    case 'callEnded':
    case 'callMissed': {
      const byMe = senderId === state.me?.personId;
      return callSentence(body, { byMe, actor: personName(state, senderId) });
    }
    case 'ownerChanged':
      return body.person.personId === state.me?.personId
        ? t`You own the group now.`
        : t`${called(state, body.person.personId)} owns the group now.`;
    default:
      break;
  }
  if (body.type === 'dissolved' && body.byCity === true) return t`The city ended this group.`;
  const person = 'person' in body ? called(state, body.person.personId) : '';
  const people = body.type === 'membersAdded' ? body.people : [];
  const list = formatList(people.map(({ personId }) => called(state, personId)));
  const actor = personName(state, senderId);
  const isMine = senderId === state.me?.personId;
  return isMine
    ? groupByMe(body, { actor, list, person })
    : groupByOther(body, { actor, list, person });
}
