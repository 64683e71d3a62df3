import type { MessageDescriptor } from '@lingui/core';
import { msg } from '@lingui/core/macro';
import {
  ArchiveX,
  Banknote,
  CreditCard,
  FlaskConical,
  Gift,
  HandCoins,
  Landmark,
  ReceiptText,
  Scale,
  Store,
  Ticket,
  UserRoundX,
  type LucideIcon,
} from 'lucide-react';
import type { Family, Kind } from './line-families.ts';

export const familyWords: Record<Family, MessageDescriptor> = {
  transfer: msg`Transfers`,
  packet: msg`Red packets`,
  bill: msg`Shared bills`,
  order: msg`Purchases`,
  cash: msg`Top-ups`,
  city: msg`Other`,
};

type About = {
  /** What happened, in two or three words. */
  words: MessageDescriptor;
  /** What lines without another person are called; absent: they are of somebody who is gone. */
  title?: MessageDescriptor;
  icon: LucideIcon;
};

const transfer = { icon: UserRoundX } as const;
const packet = { icon: Gift, title: msg`Red packet` } as const;
const bill = { icon: ReceiptText, title: msg`Shared bill` } as const;
const order = { icon: Store, title: msg`Shop` } as const;
const card = { icon: CreditCard, title: msg`Family card` } as const;
const cash = { title: msg`Top-up` } as const;

/** Every kind of line. A kind without words does not compile. */
const table: Record<Kind, About> = {
  top_up: { ...cash, icon: Landmark, words: msg`Issued by the operator` },
  transfer_out: { ...transfer, words: msg`Transfer sent` },
  transfer_in: { ...transfer, words: msg`Transfer received` },
  transfer_back: { ...transfer, words: msg`Came back` },
  packet_out: { ...packet, words: msg`Red packet sent` },
  packet_in: { ...packet, words: msg`Red packet received` },
  packet_back: { ...packet, words: msg`Came back from a red packet` },
  bill_out: { ...bill, words: msg`Part of a bill paid` },
  bill_in: { ...bill, words: msg`Part of a bill received` },
  voucher_in: { ...cash, icon: Ticket, words: msg`By a voucher` },
  desk_in: { ...cash, icon: HandCoins, words: msg`Paid in at a cash desk` },
  bank_in: { ...cash, icon: Landmark, words: msg`From a bank account` },
  simulated_in: { ...cash, icon: FlaskConical, words: msg`Simulated, no real money` },
  cash_out: { ...cash, icon: Banknote, title: msg`Paid out`, words: msg`Changed back into money` },
  cash_back: { ...cash, icon: Banknote, title: msg`Paid out`, words: msg`Paying out did not work` },
  credit_line: { icon: Scale, title: msg`Credit line`, words: msg`Credit line` },
  card_out: { ...card, words: msg`Paid by your family card` },
  card_back: { ...card, words: msg`Refunded to your family card` },
  order_out: { ...order, words: msg`Paid at a shop` },
  order_back: { ...order, words: msg`Given back by a shop` },
  payout_in: { ...order, words: msg`Paid out by a shop` },
  withdrawal_in: { ...order, words: msg`From your own shop` },
  hold_out: { ...order, words: msg`Held as a deposit` },
  hold_back: { ...order, words: msg`Deposit came back` },
  closing: { icon: ArchiveX, title: msg`Closing`, words: msg`Wallet closed` },
};

/** What this version knows of a kind; of one from a newer server it knows nothing but that. */
export function aboutKind(kind: Kind): About {
  const known: About | undefined = table[kind];
  return known ?? { ...order, words: msg`Payment` };
}
