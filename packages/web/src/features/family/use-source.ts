import type { FamilyCardId } from '@plaza/base';
import type { FamilyCard, Wallet } from '@plaza/contract';
import { useState } from 'react';
import { mostNow, useFamily } from './use-family.ts';

export type Source = {
  /** Cards that pay in this currency now; none as a rule. */
  cards: readonly FamilyCard[];
  /** The one that pays; null: my own wallet. */
  card: FamilyCard | null;
  /** What it pays at most; undefined: not known. */
  mostMinor: number | undefined;
  choose(cardId: FamilyCardId | null): void;
};

/** From what is paid: my own wallet, unless it has too little and somebody gave me a card. */
export function useSource(currency: string, wallet: Wallet | undefined, amountMinor = 1): Source {
  const { data } = useFamily();
  const [chosen, setChosen] = useState<FamilyCardId | 'own' | null>(null);
  const held = data?.held ?? [];
  const cards = held.filter((card) => card.currency === currency && card.state === 'active');
  const isShort = wallet === undefined || wallet.availableMinor < amountMinor;
  const able = cards.find((one) => mostNow(one) >= amountMinor);
  const first = isShort ? (able?.cardId ?? null) : null;
  const cardId = chosen === null ? first : chosen;
  const card = cards.find((one) => one.cardId === cardId) ?? null;
  return {
    ...{ cards, card },
    mostMinor: card === null ? wallet?.availableMinor : mostNow(card),
    choose: (next) => setChosen(next ?? 'own'),
  };
}
