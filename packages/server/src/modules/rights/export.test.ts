import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { placeInZip } from './export.ts';
import { jsonPieces } from './json.ts';
import { contentPage, escapeHtml, linkTo, showField, showValue } from './page.ts';
import { fill, translate, wordsOf } from './words/index.ts';

const en = wordsOf('en');

describe('the JSON of an export', () => {
  test('is the value again, whatever it is', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        expect(JSON.parse([...jsonPieces(value)].join(''))).toEqual(
          JSON.parse(JSON.stringify(value)),
        );
      }),
    );
  });

  test('keeps every digit of a counter and writes times in UTC', () => {
    const pieces = [...jsonPieces([{ seq: 9_007_199_254_740_993n, at: new Date(0) }])];
    expect(JSON.parse(pieces.join(''))).toEqual([
      { seq: '9007199254740993', at: '1970-01-01T00:00:00.000Z' },
    ]);
  });

  test('a list comes entry by entry', () => {
    expect([...jsonPieces(Array.from({ length: 100 }, () => 1))]).toHaveLength(102);
  });
});

describe('the pages', () => {
  test('no text of a person becomes markup', () => {
    fc.assert(
      fc.property(fc.string(), fc.string({ minLength: 1 }), (text, key) => {
        const markup = showValue(en, { [key]: text, list: [{ text }] });
        const known = /<\/?(dl|dt|dd|article|time|span)( (dir="auto"|datetime="[^"<>]*"))?>/g;
        expect(markup.replace(known, '')).not.toMatch(/[<>"]/);
      }),
    );
  });

  test('nothing runs and nothing is fetched', () => {
    const content = ['<script>alert(1)</script>', 'https://example.org/x.png'];
    const page = [...contentPage(en, { title: 'a', content, back: 'index.html' })].join('');
    expect(page).toContain(`default-src 'none'; style-src 'sha256-`);
    expect(page).not.toContain('<script');
    expect([...page.matchAll(/(?:src|href)="([^"]*)"/g)].map(([, to]) => to)).toEqual([
      'index.html',
    ]);
  });

  test('a link leads back out of the folders', () => {
    expect(linkTo('chat/a b/c#1.json', 2)).toBe('../../chat/a%20b/c%231.json');
    expect(escapeHtml(`<a href="x">&`)).toBe('&lt;a href=&quot;x&quot;&gt;&amp;');
  });

  test('a field has a name in the language, or at least words', () => {
    expect(showField(wordsOf('zh'), 'displayName')).toBe('名字');
    expect(showField(en, 'createdAt')).toBe('Created at');
    expect(fill('{a} and {b}', { a: 'x' })).toBe('x and {b}');
  });
});

describe('the languages', () => {
  test('say the same things', () => {
    const [es, zh] = [wordsOf('es'), wordsOf('zh')];
    expect(Object.keys(es.sentences)).toEqual(Object.keys(zh.sentences));
    expect(Object.keys(es.fields)).toEqual(Object.keys(zh.fields));
    for (const words of [es, zh]) {
      const texts = [...Object.values(words.sentences), ...Object.values(words.fields)];
      expect(texts.every((text) => text !== '')).toBe(true);
      for (const place of ['{name}', '{handle}', '{time}']) expect(words.madeFor).toContain(place);
    }
    expect(translate(es, 'not translated yet')).toBe('not translated yet');
  });
});

describe('where a file goes', () => {
  test('below the folder of its module', () => {
    expect(placeInZip('chat', 'heads.json')).toBe('chat/heads.json');
    expect(placeInZip('chat', 'chat/heads.json')).toBe('chat/heads.json');
  });

  test.each(['../x.json', 'a/../../x', '/etc/passwd', 'a//b', 'a\\b', 'a\u0000b'])(
    'and never outside: %j',
    (path) => {
      expect(() => placeInZip('chat', path)).toThrow();
    },
  );
});
