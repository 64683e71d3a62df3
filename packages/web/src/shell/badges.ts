import { create } from 'zustand';
import type { TabId } from './tabs.ts';

type Badges = Partial<Record<TabId, number>>;

/** The counts on the tabs; each feature sets its own. */
export const useBadges = create<Badges>()(() => ({}));

export function setBadge(tab: TabId, count: number): void {
  // The app's own icon, where it has one.
  if (tab === 'chats') void navigator.setAppBadge?.(count).catch(() => undefined);
  if ((useBadges.getState()[tab] ?? 0) !== count) useBadges.setState({ [tab]: count });
}
