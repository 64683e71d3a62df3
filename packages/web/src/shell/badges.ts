import { create } from 'zustand';
import type { TabId } from './tabs.ts';

type Badges = Partial<Record<TabId, number>>;

/** The counts on the tabs; each feature sets its own. */
export const useBadges = create<Badges>()(() => ({}));

/** The icon is a word to another process: at most so often, and the last one counts. */
const iconEveryMs = 1_000;
/** What the app's own icon shows; null: what it was left with, nobody knows. */
let onIcon: number | null = null;
let wanted = 0;
let timer: ReturnType<typeof setTimeout> | undefined;

function drawIcon(): void {
  timer = undefined;
  if (onIcon === wanted) return;
  onIcon = wanted;
  void navigator.setAppBadge?.(wanted).catch(() => undefined);
  timer = setTimeout(drawIcon, iconEveryMs);
}

export function setBadge(tab: TabId, count: number): void {
  if (tab === 'chats') {
    wanted = count;
    if (timer === undefined) drawIcon();
  }
  if ((useBadges.getState()[tab] ?? 0) !== count) useBadges.setState({ [tab]: count });
}
