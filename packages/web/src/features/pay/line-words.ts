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
  closing: msg`Wallet closed`,
};

/** Lines that have no other person are called by what they are. */
export const ownTitles: Partial<Record<Kind, MessageDescriptor>> = {
  top_up: msg`Top-up`,
  closing: msg`Closing`,
};
