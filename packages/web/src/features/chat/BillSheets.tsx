import type { BillId } from '@plaza/base';
import type { State } from '@plaza/client';
import type { Conversation } from '@plaza/contract';
import { BillDialog, BillSheet } from '../bills/index.ts';
import { memberName, titleOf } from './names.ts';
import { useMembers } from './use-members.ts';

type BillSheetsProps = {
  billId: BillId | null;
  state: State;
  conversation: Conversation;
  mayGive: boolean;
  onClose(): void;
};

/** Asks people of a group. */
function GroupAsking({ state, conversation, onClose }: BillSheetsProps) {
  const { conversationId } = conversation;
  const members = useMembers(state, conversationId);
  const others = members?.filter(({ person }) => person.personId !== state.me?.personId);
  const people = others?.map(({ person: { personId, photoPath } }) => ({
    ...{ personId, photoPath },
    name: memberName(state, conversationId, personId),
  }));
  return <BillSheet {...{ conversationId, onClose }} people={people ?? null} />;
}

function Asking(props: BillSheetsProps) {
  const { state, conversation, onClose } = props;
  const { conversationId, kind, peer } = conversation;
  if (kind === 'group') return <GroupAsking {...props} />;
  if (peer === null) return null;
  const { personId, photoPath } = peer;
  const people = [{ personId, photoPath, name: titleOf(state, conversation) }];
  return <BillSheet {...{ conversationId, people, onClose }} />;
}

/** What lies over a conversation and is about bills. */
export function BillSheets(props: BillSheetsProps) {
  const { billId, state, mayGive, onClose } = props;
  if (billId !== null) return <BillDialog key={billId} {...{ state, billId, onClose }} />;
  return mayGive ? <Asking {...props} /> : null;
}
