import type { Tab } from './tabs.ts';

export type Place = { tab: Tab; isRoot: boolean };

/** The tab that a path belongs to, and whether the path is the tab itself. */
export function placeOf(path: string, tabs: readonly Tab[]): Place | null {
  for (const tab of tabs) {
    if (path === tab.path) return { tab, isRoot: true };
    if (path.startsWith(`${tab.path}/`)) return { tab, isRoot: false };
  }
  return null;
}
