import { create } from 'zustand';
import type { TabId } from './tabs.ts';

type Badges = Partial<Record<TabId, number>>;

/** The counts on the tabs; each feature sets its own. */
export const useBadges = create<Badges>()(() => ({}));

/** What the app's own icon shows; null: what it was left with, nobody knows. */
let onIcon: number | null = null;

export function setBadge(tab: TabId, count: number): void {
  // The app's own icon, where it has one: a word to another process, so only when it changes.
  if (tab === 'chats' && onIcon !== count) {
    onIcon = count;
    void navigator.setAppBadge?.(count).catch(() => undefined);
  }
  if ((useBadges.getState()[tab] ?? 0) !== count) useBadges.setState({ [tab]: count });
}
