import type { State } from './types.ts';

/** Something of family cards changed: whoever looks at them asks the server. */
export function withFamilyNews(state: State): State {
  return { ...state, familyNews: state.familyNews + 1 };
}
