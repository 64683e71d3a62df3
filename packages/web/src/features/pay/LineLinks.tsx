import { Trans } from '@lingui/react/macro';
import type { BillId, PacketId, PersonId } from '@plaza/base';
import { CallFailed } from '@plaza/client';
import type { StatementLine } from '@plaza/contract';
import { Gift, MessageCircle, ReceiptText } from 'lucide-react';
import { useLocation } from 'wouter';
import { useClient, useTask } from '../../state/index.ts';
import { Button, FormError } from '../../ui/index.ts';
import { familyOf } from './line-families.ts';

type LineLinksProps = { line: StatementLine };

/** Leads to what a line belongs to, and to whom it was with. */
export function LineLinks({ line }: LineLinksProps) {
  const { api, commands } = useClient();
  const [, navigate] = useLocation();
  const { busy, failure, run } = useTask();
  const { counterparty, kind, subjectId } = line;
  const family = familyOf(kind);

  async function showPacket(id: PacketId): Promise<void> {
    const { packet } = await api.packets.getDetail({ packetId: id });
    navigate(`/chats/${packet.conversationId}/packet/${id}`);
  }

  async function showBill(id: BillId): Promise<void> {
    const { bill } = await api.bills.getDetail({ billId: id });
    navigate(`/chats/${bill.conversationId}/bill/${id}`);
  }

  async function openChat(personId: PersonId): Promise<void> {
    const answer = await commands.openDirect(personId);
    if (!answer.ok) throw new CallFailed(answer);
    navigate(`/chats/${answer.output.head.conversation.conversationId}`);
  }

  return (
    <>
      {family === 'packet' && subjectId !== null ? (
        <Button
          tone="soft"
          busy={busy}
          icon={<Gift aria-hidden="true" className="size-5" />}
          onClick={() => void run(() => showPacket(subjectId as PacketId))}
        >
          <Trans>Show the red packet</Trans>
        </Button>
      ) : family === 'bill' && subjectId !== null ? (
        <Button
          tone="soft"
          busy={busy}
          icon={<ReceiptText aria-hidden="true" className="size-5" />}
          onClick={() => void run(() => showBill(subjectId as BillId))}
        >
          <Trans>Show the bill</Trans>
        </Button>
      ) : counterparty !== null ? (
        <Button
          tone="soft"
          busy={busy}
          icon={<MessageCircle aria-hidden="true" className="size-5" />}
          onClick={() => void run(() => openChat(counterparty.personId))}
        >
          <Trans>Open the chat</Trans>
        </Button>
      ) : null}
      <FormError>{failure?.text}</FormError>
    </>
  );
}
