import type { ClientId } from '@plaza/base';
import { editHours, mayInGroup } from '@plaza/contract';
import type { Tx } from '../../../kernel/db/index.ts';
import { no, yes, type Outcome } from '../../../kernel/rpc/index.ts';
import { insertVersion, selectVersions } from '../store/changes.ts';
import { updateEntry } from '../store/entries.ts';
import type { StoredMessage } from '../types.ts';
import { changeEntry, type ChangeMessage, type Written } from './change.ts';
import { withWords, wordsOf } from './edit-policy.ts';
import type { Target, TargetReason, Where } from './target.ts';

type Refused =
  | 'forbidden'
  | 'edit_too_late'
  | 'not_editable'
  | 'not_contact'
  | 'blocked'
  | 'group_muted'
  | 'invalid';
export type EditReason = TargetReason | Refused;
export type Edit = { text: string; clientId: ClientId };

/** As many former versions as are kept and listed. */
const maxVersions = 100;

/** Why this person may not edit this message now; null: they may. */
export function refuseEdit(
  { conversation, membership, entry }: Target,
  nowMs: number,
): Exclude<Refused, 'not_editable' | 'invalid'> | null {
  if (entry.senderId !== membership.personId) return 'forbidden';
  if (nowMs - Date.parse(entry.at) > editHours * 3_600_000) return 'edit_too_late';
  if (conversation.muteAll && !mayInGroup(membership.role, 'sendWhileMuted')) return 'group_muted';
  return membership.maySend === 'yes' ? null : membership.maySend;
}

async function write(
  tx: Tx,
  { conversation, entry, message }: Target & { message: StoredMessage },
  edit: Edit & { at: Date },
): Promise<Outcome<Written, Refused | 'message_unknown'>> {
  const place = { conversationId: conversation.conversationId, seq: entry.seq };
  const former = wordsOf(message);
  const edited = withWords(message, edit.text);
  if (typeof edited === 'string') return no(edited);
  if (former === null) return no('not_editable');
  const versions = await selectVersions(tx, place);
  const isDone = versions.some(({ changeId }) => changeId === edit.clientId);
  if (isDone || former === edit.text) return yes(null);
  if (versions.length >= maxVersions) return no('not_editable');
  await insertVersion(tx, place, {
    ...{ n: versions.length + 1, changeId: edit.clientId, text: former },
    at: entry.extra?.editedAt ?? entry.at,
  });
  // What was found behind the links of the former words need not be true of these.
  const { preview: _former, ...extra } = entry.extra ?? {};
  const isThere = await updateEntry(tx, place.conversationId, {
    seq: entry.seq,
    body: { type: 'message', message: edited },
    extra: { ...extra, editedAt: edit.at.toISOString() },
  });
  if (!isThere) return no('message_unknown');
  const change = {
    targetSeq: entry.seq,
    how: 'edited',
    byId: entry.senderId,
    at: edit.at,
  } as const;
  return yes(await changeEntry(tx, conversation, change));
}

export function createEdit(change: ChangeMessage) {
  return (where: Where, edit: Edit): Promise<Outcome<object, EditReason>> =>
    change<Refused | 'message_unknown'>(where, async (tx, target, at) => {
      const { message } = target;
      if (message === null) return no('message_unknown');
      const refused = refuseEdit(target, at.getTime());
      if (refused !== null) return no(refused);
      return write(tx, { ...target, message }, { ...edit, at });
    });
}
