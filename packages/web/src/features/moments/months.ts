import type { Moment } from '@plaza/contract';

/** The posts of one month of one's own clock, as an album shows them. */
export type Month = { month: string; posts: Moment[] };

/** `2026-11`, where the viewer is. */
function monthOf(at: string): string {
  const date = new Date(at);
  return `${date.getFullYear()}-${String(date.getMonth() + 1).padStart(2, '0')}`;
}

/** Parts posts, the newest first, by month. */
export function byMonth(posts: readonly Moment[]): Month[] {
  const months: Month[] = [];
  for (const post of posts) {
    const month = monthOf(post.at);
    const last = months.at(-1);
    if (last?.month === month) last.posts.push(post);
    else months.push({ month, posts: [post] });
  }
  return months;
}
