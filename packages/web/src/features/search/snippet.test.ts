import { describe, expect, it } from 'vitest';
import { snippetOf } from './snippet.ts';

const marked = (text: string, query: string) =>
  snippetOf(text, query)
    .map((piece) => (piece.isHit ? `[${piece.text}]` : piece.text))
    .join('');

describe('a snippet', () => {
  it('marks words whatever their case, accents and width', () => {
    expect(marked('Mañana en la CAFETERÍA', 'cafeteria')).toBe('Mañana en la [CAFETERÍA]');
    expect(marked('ＡＢＣ shop', 'abc')).toBe('[ＡＢＣ] shop');
  });

  it('finds Chinese inside of longer text', () => {
    expect(marked('我家在上海东边', '上海')).toBe('我家在[上海]东边');
  });

  it('marks every word, the longer one where two begin together', () => {
    expect(marked('tea and teapot', 'tea teapot')).toBe('[tea] and [teapot]');
  });

  it('shows the place of the first hit in a long text', () => {
    const shown = marked(`${'x '.repeat(300)}needle ${'y '.repeat(300)}`, 'needle');
    expect(shown).toMatch(/^….*\[needle\].*…$/u);
    expect(shown.length).toBeLessThan(180);
  });

  it('shows the beginning where nothing is marked', () => {
    expect(marked('  one\n two ', '')).toBe('one two');
  });
});
