import enData from 'emojibase-data/en/data.json?url';
import enWords from 'emojibase-data/en/messages.json?url';
import esData from 'emojibase-data/es/data.json?url';
import esWords from 'emojibase-data/es/messages.json?url';
import zhData from 'emojibase-data/zh/data.json?url';
import zhWords from 'emojibase-data/zh/messages.json?url';
import type { EmojiData, EmojiDataResolver, SkinTone } from 'frimousse';
import { isDrawn } from './emoji-support.ts';

// The data lies on this server: the picker's own way would ask a foreign host for it.
const addresses: Record<string, readonly [data: string, words: string]> = {
  en: [enData, enWords],
  es: [esData, esWords],
  zh: [zhData, zhWords],
};

type Tone = Exclude<SkinTone, 'none'>;
type Raw = {
  emoji: string;
  label: string;
  tags?: string[];
  group?: number;
  subgroup?: number;
  version: number;
  skins?: { emoji: string; tone: number | number[] }[];
};
type Words = {
  groups: { key: string; message: string; order: number }[];
  subgroups: { key: string; order: number }[];
  skinTones: { key: Tone; message: string }[];
};

const tones: readonly Tone[] = ['light', 'medium-light', 'medium', 'medium-dark', 'dark'];

const capital = (text: string) => text.charAt(0).toLocaleUpperCase() + text.slice(1);

function skinsOf({ skins }: Raw): Record<Tone, string> | undefined {
  if (skins === undefined) return undefined;
  const plain = skins.filter(({ tone }) => typeof tone === 'number');
  const found = plain.map(({ emoji, tone }) => [tones[(tone as number) - 1], emoji]);
  return found.length === tones.length ? (Object.fromEntries(found) as never) : undefined;
}

/** The newest version of emoji that this device can draw, and whether it has flags. */
function drawable(all: readonly Raw[]): { version: number; flags: boolean } {
  const versions = [...new Set(all.map(({ version }) => version))].toSorted((a, b) => b - a);
  const version = versions.find((one) => {
    const sample = all.find((raw) => raw.version === one && raw.group !== undefined);
    return sample !== undefined && isDrawn(sample.emoji);
  });
  return { version: version ?? 0, flags: isDrawn('\u{1F1EA}\u{1F1FA}') };
}

async function read<T>(url: string, signal: AbortSignal | undefined): Promise<T> {
  const answer = await fetch(url, signal === undefined ? {} : { signal });
  if (!answer.ok) throw new Error(`Emoji are not to be had: ${answer.status}.`);
  return (await answer.json()) as T;
}

/** The emoji of a language, from this server. */
export const loadEmoji: EmojiDataResolver = async (locale, { signal }): Promise<EmojiData> => {
  const [dataUrl, wordsUrl] = addresses[locale] ?? [enData, enWords];
  const [all, words] = await Promise.all([
    read<Raw[]>(dataUrl, signal),
    read<Words>(wordsUrl, signal),
  ]);
  const { version, flags } = drawable(all);
  const flagGroup = words.subgroups.find(({ key }) => key === 'country-flag')?.order;
  const emojis = all.flatMap((raw) => {
    const { emoji, group, label, tags = [] } = raw;
    const isFlag = raw.subgroup !== undefined && raw.subgroup === flagGroup;
    if (group === undefined || raw.version > version || (isFlag && !flags)) return [];
    return {
      emoji,
      category: group,
      label: capital(label),
      version: raw.version,
      tags,
      skins: skinsOf(raw),
    };
  });
  return {
    locale,
    emojis,
    categories: words.groups
      .filter(({ key }) => key !== 'component')
      .map(({ order, message }) => ({ index: order, label: capital(message) })),
    skinTones: Object.fromEntries(
      words.skinTones.map(({ key, message }) => [key, capital(message)]),
    ) as EmojiData['skinTones'],
  };
};
