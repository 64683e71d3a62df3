import type { MerchantId } from '@plaza/base';
import type { State } from '@plaza/client';
import type { MerchantAction, OwnMerchant } from '@plaza/contract';
import { useEffect } from 'react';
import { api, useAnswer, useClientState, type Answer } from '../../state/index.ts';

const ask = async () => (await api.merchants.listMine({})).merchants;
const newsOf = ({ merchantNews }: State) => merchantNews;

/** The merchants at which I am somebody; asked again when that changed. */
export function useMerchants(): Answer<OwnMerchant[]> {
  const answer = useAnswer(ask);
  const news = useClientState('pay', newsOf);
  const { reload } = answer;
  useEffect(() => {
    if (news > 0) reload();
  }, [news, reload]);
  return answer;
}

export type Mine = OwnMerchant & { can(action: MerchantAction): boolean };

/** A merchant of mine by its id; what I may do there is judged again by the server. */
export function mineOf(all: readonly OwnMerchant[], merchantId: string): Mine | null {
  const found = all.find(
    ({ merchant, membership }) =>
      merchant.merchantId === (merchantId as MerchantId) && membership === 'active',
  );
  if (found === undefined) return null;
  return { ...found, can: (action) => found.may.includes(action) };
}
