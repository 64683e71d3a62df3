import { truncate } from '@plaza/base';

const mostTags = 20;
const longestTag = 20;

/** The tags that somebody wrote with commas between, each once. */
export function tagsIn(text: string): string[] {
  const tags = text
    .split(/[,，、;；]/u)
    .map((tag) => truncate(tag.trim(), longestTag))
    .filter((tag) => tag !== '');
  return [...new Set(tags)].slice(0, mostTags);
}
