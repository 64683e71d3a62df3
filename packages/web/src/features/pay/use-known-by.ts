import type { PersonId } from '@plaza/base';
import { nameOf, type State } from '@plaza/client';
import { useMemo } from 'react';
import { useClientState } from '../../state/index.ts';

const whole = (state: State) => state;
const plain = (text: string) => text.normalize('NFKC').toLocaleLowerCase();

/** Whom this device knows by a text: remarks are its own, so the server is told who is meant. */
export function useKnownBy(text: string): readonly PersonId[] {
  const state = useClientState(['contacts', 'people'], whole);
  return useMemo(() => {
    const wanted = plain(text.trim());
    if (wanted === '') return [];
    const ids = new Set([...state.contacts.keys(), ...state.people.keys()]);
    return [...ids].filter((id) => plain(nameOf(state, id)).includes(wanted));
  }, [state, text]);
}
