import type { MessageDescriptor } from '@lingui/core';
import { msg } from '@lingui/core/macro';
import type { FamilyCardState } from '@plaza/contract';

export const stateWords: Record<FamilyCardState, MessageDescriptor> = {
  offered: msg`Not answered yet`,
  active: msg`Active`,
  paused: msg`Paused`,
  declined: msg`Declined`,
  lapsed: msg`Not answered in time`,
  ended: msg`Ended`,
};
