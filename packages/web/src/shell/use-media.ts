import { useSyncExternalStore } from 'react';

const lists = new Map<string, MediaQueryList>();

/** Asked at every drawing, so each list is made once. */
function listOf(query: string): MediaQueryList {
  const known = lists.get(query);
  if (known !== undefined) return known;
  const made = matchMedia(query);
  lists.set(query, made);
  return made;
}

/** Follows a media query, such as `(width >= 1024px)`. */
export function useMedia(query: string): boolean {
  return useSyncExternalStore(
    (tell) => {
      const list = listOf(query);
      list.addEventListener('change', tell);
      return () => list.removeEventListener('change', tell);
    },
    () => listOf(query).matches,
  );
}

/** From here on the list stays beside what was opened from it. */
export const useHasPanes = () => useMedia('(width >= 1024px)');
/** From here on there is room for a third pane with details. */
export const useHasInfoPane = () => useMedia('(width >= 1280px)');
