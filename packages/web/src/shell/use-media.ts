import { useSyncExternalStore } from 'react';

/** Follows a media query, such as `(width >= 1024px)`. */
export function useMedia(query: string): boolean {
  return useSyncExternalStore(
    (tell) => {
      const list = matchMedia(query);
      list.addEventListener('change', tell);
      return () => list.removeEventListener('change', tell);
    },
    () => matchMedia(query).matches,
  );
}

/** From here on the list stays beside what was opened from it. */
export const useHasPanes = () => useMedia('(width >= 1024px)');
/** From here on there is room for a third pane with details. */
export const useHasInfoPane = () => useMedia('(width >= 1280px)');
