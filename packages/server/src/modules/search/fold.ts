/**
 * Marks that people leave out when they type: accents of Latin, Greek and Cyrillic, niqqud,
 * tashkeel and the tatweel. Marks of other scripts are letters of their own and stay.
 */
const accents = new RegExp(
  `[${[
    ...['\\u0300-\\u036f', '\\u1ab0-\\u1aff', '\\u1dc0-\\u1dff', '\\u20d0-\\u20f0'],
    '\\u0483-\\u0487',
    ...['\\u0591-\\u05bd', '\\u05bf', '\\u05c1', '\\u05c2', '\\u05c4', '\\u05c5', '\\u05c7'],
    ...['\\u0610-\\u061a', '\\u0640', '\\u064b-\\u065f', '\\u0670', '\\u06d6-\\u06dc'],
    ...['\\u06df-\\u06e8', '\\u06ea-\\u06ed'],
  ].join('')}]`,
  'gu',
);

/** What nobody sees: joiners, soft hyphens, directions, selectors and skin tones of emoji. */
const unseen = /[\p{Cf}\ufe00-\ufe0f\u{e0100}-\u{e01ef}]|[\u{1f3fb}-\u{1f3ff}]/gu;

/** Letters that are one to those who search, though Unicode keeps them apart. */
const alike: Readonly<Record<string, string>> = {
  ...{ ß: 'ss', æ: 'ae', œ: 'oe', ø: 'o', đ: 'd', ð: 'd', þ: 'th', ł: 'l', ı: 'i', ħ: 'h' },
  ...{ ς: 'σ', ґ: 'г' },
  // Forms at the end of a Hebrew word, so that the beginning of a longer word finds it.
  ...{ ך: 'כ', ם: 'מ', ן: 'נ', ף: 'פ', ץ: 'צ' },
  // The same letters as Arabic and as Persian and Urdu keyboards write them.
  ...{ ى: 'ي', ی: 'ي', ې: 'ي', ة: 'ه', ہ: 'ه', ۀ: 'ه', ە: 'ه', ک: 'ك', ٱ: 'ا' },
};
const arabicDigits = '٠١٢٣٤٥٦٧٨٩';
const persianDigits = '۰۱۲۳۴۵۶۷۸۹';
const replacements = new Map([
  ...Object.entries(alike),
  ...Array.from(arabicDigits, (digit, value) => [digit, String(value)] as const),
  ...Array.from(persianDigits, (digit, value) => [digit, String(value)] as const),
]);
const replaced = new RegExp(`[${[...replacements.keys()].join('')}]`, 'gu');
// oxlint-disable-next-line no-control-regex -- the whole of ASCII, which needs no folding
const ascii = /^[\u0000-\u007f]*$/;

/** The form in which texts are compared: without case, width, accents and invisible signs. */
export function fold(text: string): string {
  if (ascii.test(text)) return text.toLowerCase();
  return (
    text
      .normalize('NFKC')
      .toLowerCase()
      .normalize('NFD')
      .replace(accents, '')
      .replace(unseen, '')
      // Composed again, because Hangul and kana are searched by whole signs.
      .normalize('NFC')
      .replace(replaced, (letter) => replacements.get(letter) ?? letter)
  );
}
