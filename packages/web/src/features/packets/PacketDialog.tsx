import { useLingui } from '@lingui/react/macro';
import type { PacketId } from '@plaza/base';
import type { State } from '@plaza/client';
import type { Packet } from '@plaza/contract';
import { useCallback, useState } from 'react';
import { explain } from '../../i18n/refusals.ts';
import { useAnswer, useClient } from '../../state/index.ts';
import { Dialog, FormError, Skeleton } from '../../ui/index.ts';
import { Envelope } from './Envelope.tsx';
import { Opened } from './Opened.tsx';
import { standsFor, type Standing } from './standing.ts';
import { usePacket } from './use-packet.ts';
import { useOpening } from './use-opening.ts';

export type PacketDialogProps = {
  state: State;
  packetId: PacketId;
  isGroup: boolean;
  /** What its card in the conversation said when it was sent; null: the card is not loaded. */
  commitment: string | null;
  onClose(): void;
};

/** Nothing is known yet: it is on its way, or the server does not know it, or does not answer. */
function Unknown({ packetId }: { packetId: PacketId }) {
  const { api, commands } = useClient();
  const ask = useCallback(
    async (signal: AbortSignal) => {
      const { packets } = await api.packets.getPackets({ packetIds: [packetId] }, { signal });
      await commands.takePackets(packets);
      return packets;
    },
    [api, commands, packetId],
  );
  const { data, failure } = useAnswer(ask);
  if (data?.length === 0) return <FormError>{explain({ error: 'packet_unknown' })}</FormError>;
  if (data === null && failure !== null) return <FormError>{failure.text}</FormError>;
  return <Skeleton className="h-72" />;
}

/** Who has nothing of it sees the envelope first, closed, empty or for another. */
const closed: ReadonlySet<Standing> = new Set(['mine', 'theirs', 'gone', 'over']);

type KnownProps = Omit<PacketDialogProps, 'onClose' | 'packetId'> & { packet: Packet };

function Known({ state, packet, isGroup, commitment }: KnownProps) {
  const opening = useOpening(packet.packetId);
  const [isLooking, setLooking] = useState(false);
  const meId = state.me?.personId ?? null;
  const standing = standsFor(packet, { meId, isGroup, nowMs: Date.now() });
  if (closed.has(standing) && !isLooking) {
    return <Envelope {...{ state, packet, standing, opening }} onLook={() => setLooking(true)} />;
  }
  return <Opened {...{ state, packet, standing, commitment }} isNew={opening.isOpened} />;
}

/** A red packet: the envelope, then what was in it and who took what. */
export default function PacketDialog(props: PacketDialogProps) {
  const { packetId, onClose } = props;
  const { t } = useLingui();
  const packet = usePacket(packetId);
  return (
    <Dialog open onClose={onClose} title={t`Red packet`}>
      {packet === null ? <Unknown packetId={packetId} /> : <Known {...props} packet={packet} />}
    </Dialog>
  );
}
