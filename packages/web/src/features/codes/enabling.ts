import type { PayKey } from '@plaza/base';
import type { CodeState } from '@plaza/contract';
import { api, http } from '../../state/index.ts';
import type { PaymentWay } from '../pay/index.ts';

export type Enabling = { key: PayKey };

/** Switching codes on is approved like a payment; done twice it is done once. */
export const enabling: PaymentWay<Enabling, CodeState> = {
  name: 'codes',
  pay: ({ approval }) => http.call('codes.enable', { approval }),
  standing: () => 'done',
  beginPasskey: () => api.codes.beginPasskeyApproval({}),
};
