import type { PayKey } from '@plaza/base';
import type { FamilyCard, MethodInput, MethodOutput } from '@plaza/contract';
import { api, http } from '../../state/index.ts';
import type { PaymentWay } from '../pay/index.ts';

export type Offering = Omit<MethodInput<'family.offer'>, 'approval'> & { key: PayKey };
export type Changing = Omit<MethodInput<'family.change'>, 'approval'> & {
  key: PayKey;
  /** For the challenge of a passkey; the server has it from the card. */
  holderId: NonNullable<FamilyCard['holder']>['personId'];
  currency: string;
};
type Given = MethodOutput<'family.offer'>;

/** Giving a card is approved like a payment of all that a month may take. */
export const offerWay: PaymentWay<Offering, Given> = {
  name: 'family',
  pay: (request) => http.call('family.offer', request),
  standing: () => 'done',
  beginPasskey: ({ holderId, currency, caps }) =>
    api.family.beginPasskeyApproval({ holderId, currency, caps }),
};

/** So are new caps; done twice they are done once. */
export const changeWay: PaymentWay<Changing, Given> = {
  name: 'familyCaps',
  pay: ({ cardId, name, caps, approval }) =>
    http.call('family.change', { cardId, name, caps, approval }),
  standing: () => 'done',
  beginPasskey: ({ holderId, currency, caps }) =>
    api.family.beginPasskeyApproval({ holderId, currency, caps }),
};
