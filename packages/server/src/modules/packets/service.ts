import { present, type PacketId, type PersonId } from '@plaza/base';
import { packetHours, type Packet, type PacketDetail, type PacketRule } from '@plaza/contract';
import type { DataHolding } from '../../kernel/holdings/index.ts';
import { no, yes, type Outcome } from '../../kernel/rpc/index.ts';
import { transferCodes } from '../ledger/index.ts';
import type { PayCore } from '../pay/index.ts';
import { registerCards } from './cards.ts';
import type { PacketsDeps } from './deps.ts';
import { createPacketsHolding } from './holding.ts';
import { createOpen } from './opening.ts';
import { packetOf } from './present.ts';
import { createApply, loadPackets } from './projecting.ts';
import { createShowTaken, getDetail, getPackets } from './reading.ts';
import {
  approvedOf,
  createSendFinisher,
  judgeNumbers,
  judgeSending,
  keptOfSending,
} from './sending.ts';
import { selectPacket } from './store/packets.ts';
import { deleteParties, selectOthers } from './store/parties.ts';
import { createSweeping } from './sweeping.ts';
import { writePackets } from './telling.ts';
import type { NewPacket, OpenRefusal, PacketPayment, SendRefusal } from './types.ts';

/** Red packets: money for a conversation, in shares that people take. */
export type Packets = {
  getRules(): PacketRule[];
  beginPasskeyApproval(
    personId: PersonId,
    payment: PacketPayment,
  ): ReturnType<PayCore['beginPasskeyApproval']>;
  /** `approval: null` is the city itself, as in the fill of a demo city: never from outside. */
  send(senderId: PersonId, input: NewPacket): Promise<Outcome<Packet, SendRefusal>>;
  open(personId: PersonId, packetId: PacketId): Promise<Outcome<Packet, OpenRefusal>>;
  getPackets(viewerId: PersonId, packetIds: readonly PacketId[]): Promise<Packet[]>;
  getDetail(
    viewerId: PersonId,
    packetId: PacketId,
  ): Promise<Outcome<PacketDetail, 'packet_unknown'>>;
  holding: DataHolding;
};

function registerFlow(deps: PacketsDeps): void {
  const { packetFill, packetTake, packetBack, packetClose, packetShare } = transferCodes;
  const sweeping = createSweeping(deps);
  deps.pay.register({
    name: 'packets',
    codes: [packetFill, packetTake, packetBack, packetClose, packetShare],
    load: loadPackets,
    apply: createApply(packetHours * 3600),
    write: (tx, book) => writePackets(deps, tx, book),
    finishers: { send: createSendFinisher(deps) },
    sweep: sweeping.sweep,
    finishOf: sweeping.finishOf,
    namedWith: selectOthers,
    forget: deleteParties,
  });
}

/** The packet as it was answered first: just filled, and nothing taken of it. */
async function presentSent(deps: PacketsDeps, senderId: PersonId, kept: unknown): Promise<Packet> {
  const { packetId, expiresAt } = kept as { packetId: PacketId; expiresAt: string };
  const row = present(await selectPacket(deps.db, packetId), 'packets are kept');
  const people = row.forPersonId === null ? [senderId] : [senderId, row.forPersonId];
  const cards = await deps.identity.getCards(people);
  const then = { ...row, state: 'open' as const, failure: null, takenCount: 0 };
  const packet = packetOf(deps.pay, then, { viewerId: senderId, own: null, cards });
  return { ...present(packet, 'people leave a card'), expiresAt };
}

/** Creates the service, and adds it to pay: create it before anything starts. */
export function createPackets(deps: PacketsDeps): Packets {
  const { pay } = deps;
  registerCards(deps);
  registerFlow(deps);
  const open = createOpen(deps);
  const showTaken = createShowTaken(deps);

  return {
    getRules: () =>
      pay.currencies.all
        .filter(({ maxPacketShareMinor }) => maxPacketShareMinor > 0)
        .map(({ code, scale, maxPacketShareMinor, maxAmountMinor }) => ({
          ...{ currency: code, scale, maxAmountMinor },
          maxShareMinor: maxPacketShareMinor,
        })),
    beginPasskeyApproval: (personId, payment) =>
      pay.beginPasskeyApproval(personId, approvedOf(payment)),
    async send(senderId, input) {
      const profile = pay.currencies.find(input.currency);
      if (profile === undefined) return no('wrong_currency');
      const refused = judgeNumbers(input, profile);
      if (refused !== null) return no(refused);
      const { key, conversationId, kind, forPersonId, count, amountMinor, currency } = input;
      const body = [conversationId, kind, forPersonId ?? '', count, amountMinor, currency];
      const outcome = await pay.run({
        asked: {
          ...{ personId: senderId, key, method: 'packets.send' },
          body: [...body, input.greeting],
        },
        judge: () => judgeSending(deps, senderId, { input, profile }),
        kept: keptOfSending,
      });
      if (!outcome.ok) return outcome as Outcome<Packet, SendRefusal>;
      return yes(await presentSent(deps, senderId, outcome.value));
    },
    async open(personId, packetId) {
      const opened = await open(personId, packetId);
      if (!opened.ok) return opened;
      const packet = await showTaken({ packetId, personId });
      return yes(present(packet, 'the sender leaves a card'));
    },
    getPackets: (viewerId, packetIds) => getPackets(deps, viewerId, packetIds),
    getDetail: (viewerId, packetId) => getDetail(deps, viewerId, packetId),
    holding: createPacketsHolding(deps),
  };
}
