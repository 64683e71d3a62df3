import type { State } from '@plaza/client';
import type { FamilyCard, MethodOutput } from '@plaza/contract';
import { useEffect } from 'react';
import { api, useAnswer, useClientState, type Answer } from '../../state/index.ts';

export type FamilyCards = MethodOutput<'family.listCards'>;

const ask = () => api.family.listCards({});
const newsOf = ({ familyNews }: State) => familyNews;

/** Rises with everything that is told of cards. */
export function useFamilyNews(): number {
  return useClientState('pay', newsOf);
}

/** The cards that I gave and hold; asked again when something of them changed. */
export function useFamily(): Answer<FamilyCards> {
  const answer = useAnswer(ask);
  const news = useFamilyNews();
  const { reload } = answer;
  useEffect(() => {
    if (news > 0) reload();
  }, [news, reload]);
  return answer;
}

export const isOver = ({ endedAt }: FamilyCard): boolean => endedAt !== null;

/** The most that a card pays at once now. */
export function mostNow({ caps, leftTodayMinor }: FamilyCard): number {
  return Math.min(caps.paymentMinor, leftTodayMinor);
}
