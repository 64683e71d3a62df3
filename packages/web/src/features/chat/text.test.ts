import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { fold, foldName, isEmojiOnly, oneLine, splitLinks, splitText } from './text.ts';

describe('links', () => {
  test('only web addresses are links, without the punctuation of the sentence', () => {
    expect(splitLinks('See https://plaza.example/a?b=1. Or javascript:alert(1)')).toEqual([
      { kind: 'text', text: 'See ' },
      { kind: 'link', text: 'https://plaza.example/a?b=1', href: 'https://plaza.example/a?b=1' },
      { kind: 'text', text: '. Or javascript:alert(1)' },
    ]);
    const wiki = 'https://plaza.example/Lima_(city)';
    expect(splitLinks(wiki)).toEqual([{ kind: 'link', text: wiki, href: wiki }]);
    expect(splitLinks('看 https://plaza.example。')[1]).toMatchObject({
      text: 'https://plaza.example',
    });
  });

  test('no character of a message is lost', () => {
    const part = fc.oneof(fc.string(), fc.constant(' https://a.example/x'), fc.constant('http://'));
    fc.assert(
      fc.property(fc.array(part), (parts) => {
        const text = parts.join('');
        const pieces = splitLinks(text);
        expect(pieces.map((piece) => piece.text).join('')).toBe(text);
      }),
    );
  });
});

test('one to three emoji are drawn large', () => {
  for (const text of ['👍', '👩‍🚒🎉', '🇪🇸 🇨🇳', '❤️']) expect(isEmojiOnly(text)).toBe(true);
  for (const text of ['', ' ', '12', 'ok 👍', '🎉🎉🎉🎉', '#'])
    expect(isEmojiOnly(text)).toBe(false);
});

describe('long texts', () => {
  test('fold after 25 lines or 1,200 characters, never inside one', () => {
    expect(fold('a\n'.repeat(24))).toBeNull();
    expect(fold('a\n'.repeat(30))?.split('\n')).toHaveLength(25);
    expect(fold('🎉'.repeat(1_200))).toBeNull();
    expect(fold('🎉'.repeat(1_201))).toBe('🎉'.repeat(1_200));
  });
});

test('names are found without case and accents', () => {
  expect(foldName('  José Ángel')).toBe('jose angel');
  expect(oneLine('a\n  b')).toBe('a b');
});

test('names that are mentioned are pieces of their own, whole names only', () => {
  const name = (text: string) => ({ name: text, personId: null, isMe: false });
  const names = [name('Ana María'), name('Ana')];
  const texts = (text: string) =>
    splitText(text, names).map((piece) => `${piece.kind}:${piece.text}`);
  expect(texts('hi @Ana María!')).toEqual(['text:hi ', 'mention:@Ana María', 'text:!']);
  expect(texts('@Anabel')).toEqual(['text:@Anabel']);
  expect(texts('https://x.org/@Ana')).toEqual(['link:https://x.org/@Ana']);
});
