import type { MessageDescriptor } from '@lingui/core';
import { msg } from '@lingui/core/macro';
import type { StatementLine } from '@plaza/contract';

type Kind = StatementLine['kind'];

/** What happened, in two or three words. */
export const kindWords: Record<Kind, MessageDescriptor> = {
  top_up: msg`Issued by the operator`,
  transfer_out: msg`Transfer sent`,
  transfer_in: msg`Transfer received`,
  transfer_back: msg`Came back`,
  packet_out: msg`Red packet sent`,
  packet_in: msg`Red packet received`,
  packet_back: msg`Came back from a red packet`,
  closing: msg`Wallet closed`,
};

/** Lines that have no other person are called by what they are. */
export const ownTitles: Partial<Record<Kind, MessageDescriptor>> = {
  top_up: msg`Top-up`,
  packet_out: msg`Red packet`,
  packet_in: msg`Red packet`,
  packet_back: msg`Red packet`,
  closing: msg`Closing`,
};
