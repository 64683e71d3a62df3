import type { MessageDescriptor } from '@lingui/core';
import { msg } from '@lingui/core/macro';
import type { Statement, TrustCase } from '@plaza/contract';

export type Category = TrustCase['category'];
export type Measure = Statement['measure'];

/** In the order in which they are offered: what is reported most comes first. */
export const categoryWords: Record<Category, MessageDescriptor> = {
  spam: msg`Spam`,
  scam: msg`Fraud or a scam`,
  harassment: msg`Harassment or threats`,
  hate: msg`Hate against a group of people`,
  sexual: msg`Sexual content nobody asked for`,
  child_safety: msg`A child is in danger`,
  violence: msg`Violence or self-harm`,
  illegal_goods: msg`Sale of something illegal`,
  privacy: msg`Private data of somebody`,
  other: msg`Something else`,
};

export const measureWords: Record<Measure, MessageDescriptor> = {
  none: msg`No measure`,
  remove_message: msg`Message removed`,
  warn: msg`Warning`,
  suspend_person: msg`Account suspended`,
  dissolve_group: msg`Group dissolved`,
  freeze_wallet: msg`Wallet frozen`,
};

/** What a case is about, as a heading. */
export const subjectWords: Record<TrustCase['subject']['kind'], MessageDescriptor> = {
  message: msg`A message`,
  person: msg`A person`,
  group: msg`A group`,
  post: msg`A post`,
  comment: msg`A comment`,
};
