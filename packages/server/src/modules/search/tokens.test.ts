import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fold } from './fold.ts';
import { lookupTokens, matches, termsOf, tokensOf } from './tokens.ts';

/** Whether a query finds a text: by its tokens, as the index does, and by the text itself. */
function finds(query: string, text: string): boolean {
  const terms = termsOf(query);
  const tokens = tokensOf(text);
  const isIndexed = terms.every((term) => lookupTokens(term).every((token) => tokens.has(token)));
  const isThere = terms.length > 0 && matches(text, terms);
  // The index may promise too much, never too little.
  if (isThere) expect(isIndexed, `the index misses ${query} in ${text}`).toBe(true);
  return isThere && isIndexed;
}

/** A sentence of each language with what people would type to find it, and what is not in it. */
const sentences: readonly (readonly [string, string, readonly string[], string])[] = [
  ['Chinese, simplified', '我家在上海东边，周末来玩吧', ['上海', '海', '周末来玩', '东边'], '北京'],
  ['Chinese, traditional', '我們明天在臺北車站見面', ['臺北', '車站見', '面'], '高雄'],
  ['Cantonese', '你食咗飯未呀？', ['食咗', '飯'], '飲茶'],
  [
    'Japanese',
    '明日、渋谷でラーメンを食べましょう',
    ['渋谷', 'ラーメン', 'ﾗｰﾒﾝ', '食べ'],
    'うどん',
  ],
  ['Korean', '내일 학교에서 만나자', ['학교', '교에서', '만나'], '병원'],
  ['Thai', 'พรุ่งนี้เจอกันที่สถานีรถไฟ', ['สถานี', 'รถไฟ', 'เจอกัน'], 'สนามบิน'],
  ['Lao', 'ມື້ອື່ນພົບກັນຢູ່ຕະຫຼາດ', ['ຕະຫຼາດ', 'ພົບກັນ'], 'ໂຮງຮຽນ'],
  ['Khmer', 'ជួបគ្នានៅផ្សារថ្ងៃស្អែក', ['ផ្សារ', 'ថ្ងៃស្អែក'], 'សាលា'],
  ['Burmese', 'မနက်ဖြန် ဈေးမှာ တွေ့မယ်', ['ဈေး', 'တွေ့မယ်'], 'ကျောင်း'],
  ['English', 'Don’t forget the café menu!', ['cafe', 'CAFÉ', 'forg', 'don’t', 'menu'], 'tea'],
  ['German', 'Große Straße über München', ['strasse', 'STRASSE', 'uber', 'munch'], 'berlin'],
  ['French', 'L’été à l’école près de Noël', ['ete', 'école', 'noel', 'PRES'], 'hiver'],
  ['Spanish', '¿Dónde está el niño mañana?', ['donde', 'nino', 'manana'], 'tarde'],
  ['Portuguese', 'Amanhã não há reunião', ['amanha', 'reuniao', 'não'], 'ontem'],
  ['Italian', 'Perché la città è così bella', ['perche', 'citta', 'cosi'], 'mare'],
  ['Dutch', 'Coöperatie in een klein café', ['cooperatie', 'café'], 'groot'],
  ['Swedish', 'Vi ses på ön i morgon', ['on', 'på', 'morgon'], 'idag'],
  ['Norwegian', 'Møte på kjøkkenet', ['mote', 'MØTE', 'kjokken'], 'stue'],
  ['Danish', 'Æbler og pærer på øen', ['aebler', 'pærer', 'oen'], 'blomme'],
  ['Finnish', 'Nähdään huomenna järvellä', ['nahdaan', 'jarvella'], 'talo'],
  ['Icelandic', 'Það er gott veður', ['thad', 'vedur', 'það'], 'snjór'],
  ['Polish', 'Łódź jest piękna', ['lodz', 'piekna', 'łódź'], 'kraków'],
  ['Czech', 'Příští týden v Řeži', ['pristi', 'tyden', 'rezi'], 'praha'],
  ['Hungarian', 'Jó reggelt, hűtőszekrény', ['jo', 'hutoszek'], 'este'],
  ['Romanian', 'Mâine mergem la piață', ['maine', 'piata'], 'școală'],
  ['Turkish', 'İstanbul’da ılık bir gün', ['istanbul', 'ilik', 'gun'], 'ankara'],
  ['Vietnamese', 'Hẹn gặp ở Đà Nẵng ngày mai', ['hen gap', 'da nang', 'Đà Nẵng'], 'hà nội'],
  ['Indonesian', 'Besok kita bertemu di pasar', ['besok', 'pasar'], 'kantor'],
  ['Swahili', 'Tutaonana kesho sokoni', ['kesho', 'tutaon'], 'leo'],
  ['Yoruba', 'Ẹ káàárọ̀, ṣé dáadáa ni', ['kaaaro', 'se', 'daadaa'], 'ale'],
  ['Greek', 'Καλημέρα, πού είναι ο σταθμός;', ['καλημερα', 'ΣΤΑΘΜΟΣ', 'που'], 'νύχτα'],
  ['Russian', 'Ёлка стоит у моей двери', ['елка', 'ЁЛКА', 'двери', 'моеи'], 'окно'],
  ['Ukrainian', 'Їжак біля ґанку', ['їжак', 'ганку', 'біля'], 'кіт'],
  ['Bulgarian', 'Утре ще вали дъжд', ['дъжд', 'утре'], 'сняг'],
  ['Georgian', 'ხვალ შევხვდეთ ბაზარში', ['ხვალ', 'ბაზარ'], 'სკოლა'],
  ['Armenian', 'Վաղը հանդիպենք շուկայում', ['վաղը', 'շուկա'], 'դպրոց'],
  ['Hebrew', 'שָׁלוֹם, נִפָּגֵשׁ מָחָר', ['שלום', 'מחר', 'נפגש'], 'אתמול'],
  ['Arabic', 'نَلْتَقِي غَدًا فِي السُّوقِ', ['نلتقي', 'غدا', 'السوق'], 'مدرسة'],
  ['Persian', 'فردا می‌خواهم کتاب بخرم', ['میخواهم', 'كتاب', 'بخرم'], 'امروز'],
  ['Urdu', 'کل بازار میں ملتے ہیں ۱۲ بجے', ['بازار', 'ملتے', '12'], 'اسکول'],
  ['Hindi', 'कल बाज़ार में मिलते हैं', ['बाज़ार', 'मिलते', 'कल'], 'स्कूल'],
  ['Bengali', 'কাল বাজারে দেখা হবে', ['বাজার', 'দেখা'], 'স্কুল'],
  ['Tamil', 'நாளை சந்தையில் சந்திப்போம்', ['சந்தை', 'நாளை'], 'பள்ளி'],
  ['Telugu', 'రేపు మార్కెట్లో కలుద్దాం', ['మార్కెట్', 'రేపు'], 'పాఠశాల'],
  ['Amharic', 'ነገ በገበያ እንገናኝ', ['ነገ', 'በገበያ'], 'ትምህርት'],
  ['mixed', '用Python3写的server，报错了😭', ['python', '报错', 'serv', '😭', '写的'], 'java'],
];

describe('words of the world', () => {
  it.each(sentences)('%s', (_language, text, queries, absent) => {
    for (const query of queries) expect(finds(query, text), query).toBe(true);
    expect(finds(absent, text)).toBe(false);
    // Composed or not, as different systems write it.
    for (const query of queries) expect(finds(query.normalize('NFD'), text)).toBe(true);
    for (const query of queries) expect(finds(query, text.normalize('NFD'))).toBe(true);
  });
});

const sign = fc.constantFrom(
  ...Array.from('我家在上海东边的人山水火日月𠮷々〇ひらがなカタカナー한국어학교สวัสดีครับລາວភាសាမြန်'),
);
const letter = fc.constantFrom(...Array.from('abcdefgABCéöñßøæžиёйЖΣσςάאךשبةيकि0123456789'));
const gap = fc.constantFrom(' ', '\n', ', ', '。', '-', '！', '😀', '(');
const word = fc.array(letter, { minLength: 1, maxLength: 14 }).map((all) => all.join(''));
const run = fc.array(sign, { minLength: 1, maxLength: 20 }).map((all) => all.join(''));
const text = fc
  .array(fc.oneof(word, run, gap), { minLength: 1, maxLength: 20 })
  .map((all) => all.join(''));

describe('what is found by a part of itself', () => {
  it('is every stretch of signs', () => {
    fc.assert(
      fc.property(
        fc.tuple(text, run, text),
        fc.nat(),
        fc.nat(),
        ([before, inside, after], a, b) => {
          const signs = [...inside];
          const from = a % signs.length;
          const query = signs.slice(from, from + 1 + (b % (signs.length - from))).join('');
          // A lone mark is nothing that anybody could type.
          fc.pre(/[^\p{M}]/u.test(query) && !/^\p{M}/u.test(query));
          expect(finds(query, `${before}${inside}${after}`)).toBe(true);
        },
      ),
    );
  });

  it('is every word, and every beginning of two letters and more', () => {
    fc.assert(
      fc.property(text, word, text, fc.nat(), (before, inside, after, cut) => {
        const whole = `${before} ${inside} ${after}`;
        expect(finds(inside, whole)).toBe(true);
        const letters = [...inside];
        fc.pre(letters.length >= 2 && !/\p{M}/u.test(inside.normalize('NFD')));
        const query = letters.slice(0, 2 + (cut % (letters.length - 1))).join('');
        expect(finds(query, whole)).toBe(true);
      }),
    );
  });

  it('does not depend on case, width, accents or what nobody sees', () => {
    fc.assert(
      fc.property(text, (original) => {
        const folded = fold(original);
        expect(fold(folded)).toBe(folded);
        expect(fold(original.normalize('NFD'))).toBe(folded);
        expect(fold([...original].join('\u2060'))).toBe(folded);
      }),
    );
  });

  it('never misses in the index what is in the text', () => {
    fc.assert(fc.property(text, text, (query, whole) => void finds(query, whole)));
  });
});

describe('terms', () => {
  it('are said once, and the longer one says what the shorter does', () => {
    expect(termsOf('hel hello 上海 上海')).toEqual([
      { kind: 'word', text: 'hello' },
      { kind: 'inside', text: '上海' },
    ]);
    expect(termsOf('?! …')).toEqual([]);
  });

  it('of one letter are whole words', () => {
    expect(finds('a', 'a cat')).toBe(true);
    expect(finds('c', 'a cat')).toBe(false);
    expect(finds('at', 'a cat')).toBe(false);
  });

  it('are bounded, however long a word is', () => {
    expect(tokensOf('x'.repeat(10_000)).size).toBeLessThan(10);
  });
});
