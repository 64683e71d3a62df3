import { plural, t } from '@lingui/core/macro';
import type { PersonId } from '@plaza/base';
import type { State } from '@plaza/client';
import type { ShownMessage } from '@plaza/contract';
import { personName } from './names.ts';
import { oneLine } from './text.ts';

type BillSaid = Extract<ShownMessage, { type: 'bill' | 'billReminder' }>;

/** What happened with a bill, as one sentence for this viewer. */
export function billSentence(state: State, said: BillSaid, senderId: PersonId): string {
  const byMe = senderId === state.me?.personId;
  const name = personName(state, senderId);
  const title = oneLine(said.title);
  if (said.type === 'billReminder') {
    if (!byMe) return t`${name} reminds of the bill “${title}”.`;
    return plural(said.count, {
      one: `You reminded # person of the bill “${title}”.`,
      other: `You reminded # people of the bill “${title}”.`,
    });
  }
  return byMe ? t`You shared the bill “${title}”.` : t`${name} shared the bill “${title}”.`;
}

/** The same in the list of chats, where there is room for a few words. */
export function billPreview(said: BillSaid): string {
  const title = oneLine(said.title);
  return said.type === 'bill' ? t`[Bill] ${title}` : t`[Bill] Reminder: ${title}`;
}
