const most = 20;
const longest = 20;

/** Tags as they are typed: separated by commas of any script, each once, none empty. */
export function parseTags(text: string): string[] {
  const tags = text
    .split(/[,，、;؛،]/u)
    .map((tag) => [...tag.trim()].slice(0, longest).join(''))
    .filter((tag) => tag !== '');
  return [...new Set(tags)].slice(0, most);
}
