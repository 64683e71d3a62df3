import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { batchFrom } from './archive.ts';
import { parseTelegram } from './telegram.ts';
import { parseWhatsApp } from './whatsapp.ts';

const read = (text: string) => parseWhatsApp(text, 'chat.txt')?.messages ?? [];
const local = (...at: [number, number, number, number, number, number?]) =>
  new Date(...at).toISOString();

describe('the text of WhatsApp', () => {
  it('is read as iPhones write it, with lines that go on', () => {
    const text = '[22/11/2026, 14:05:33] Ana: hello\nsecond line\n[22/11/2026, 14:06:00] Wei: 你好';
    expect(read(text)).toEqual([
      { author: 'Ana', text: 'hello\nsecond line', sentAt: local(2026, 10, 22, 14, 5, 33) },
      { author: 'Wei', text: '你好', sentAt: local(2026, 10, 22, 14, 6) },
    ]);
  });

  it.each([
    ['22.11.26, 14:05 - Ana: hi', local(2026, 10, 22, 14, 5)],
    ['11/22/26, 2:05 PM - Ana: hi', local(2026, 10, 22, 14, 5)],
    ['11/22/26, 12:05\u202fAM - Ana: hi', local(2026, 10, 22, 0, 5)],
    ['2026/11/22, 下午2:05 - Ana: hi', local(2026, 10, 22, 14, 5)],
    ['2026-11-22, 14:05 - Ana: hi', local(2026, 10, 22, 14, 5)],
    ['\u200e[22.11.26, 14:05:01] Ana: \u200ehi', local(2026, 10, 22, 14, 5, 1)],
    ['22/11/2026, 2:05 p. m. - Ana: hi', local(2026, 10, 22, 14, 5)],
  ])('is read as phones write it: %s', (line, sentAt) => {
    expect(read(line)).toEqual([{ author: 'Ana', text: 'hi', sentAt }]);
  });

  it('tells day and month apart by a line that can be read in one way only', () => {
    const [first] = read('3/4/26, 10:00 - Ana: a\n13/4/26, 10:00 - Ana: b');
    expect(first?.sentAt).toBe(local(2026, 3, 3, 10, 0));
  });

  it('keeps what the app itself said, without an author', () => {
    expect(read('22.11.26, 14:05 - Messages are encrypted')[0]).toMatchObject({ author: '' });
  });

  it('is not found in other files', () => {
    expect(parseWhatsApp('hello\nworld', 'x.txt')).toBeNull();
  });

  it('takes its name from the file', () => {
    const text = '22.11.26, 14:05 - Ana: hi';
    expect(parseWhatsApp(text, 'WhatsApp Chat with Ana.txt')?.name).toBe('Ana');
  });

  it('never fails, whatever it is given', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => void parseWhatsApp(text, text)));
  });
});

describe('the JSON of Telegram', () => {
  const message = (fields: object) => ({
    ...{ type: 'message', from: 'Ana', date_unixtime: '1795356333', date: '2026-11-22T14:05:33' },
    ...fields,
  });

  it('is read from one conversation and from all', () => {
    const chat = { name: 'Family', messages: [message({ text: 'hi' })] };
    expect(parseTelegram(JSON.stringify(chat))).toHaveLength(1);
    const all = { chats: { list: [chat, { name: 'Empty', messages: [] }, chat] } };
    expect(parseTelegram(JSON.stringify(all)).map(({ name }) => name)).toEqual([
      'Family',
      'Family',
    ]);
  });

  it('joins marked-up pieces and names what is not text', () => {
    const messages = [
      message({ text: ['see ', { type: 'link', text: 'https://a.example' }] }),
      message({ text: 'me', photo: 'photos/1.jpg' }),
      message({ text: '', media_type: 'voice_message' }),
      message({ text: '', file: 'x', file_name: 'plan.pdf' }),
    ];
    const [archive] = parseTelegram(JSON.stringify({ name: 'x', messages }));
    expect(archive?.messages.map(({ text }) => text)).toEqual([
      'see https://a.example',
      '[photo] me',
      '[voice message]',
      '[file] plan.pdf',
    ]);
  });

  it('is not found in other files', () => {
    expect(parseTelegram('not json')).toEqual([]);
    expect(parseTelegram('[1, null, {"messages": 3}]')).toEqual([]);
  });

  it('never fails, whatever it is given', () => {
    fc.assert(fc.property(fc.json(), (text) => void parseTelegram(text)));
  });
});

describe('what goes in one call', () => {
  const long = { author: 'Ana', text: '长'.repeat(10_000), sentAt: '2026-11-22T10:00:00.000Z' };
  const short = { ...long, text: 'hi' };

  it('is at most 500, and never more than a call may hold', () => {
    expect(
      batchFrom(
        Array.from({ length: 900 }, () => short),
        0,
      ),
    ).toHaveLength(500);
    const batch = batchFrom(
      Array.from({ length: 50 }, () => long),
      0,
    );
    expect(new TextEncoder().encode(JSON.stringify(batch)).length).toBeLessThan(256 * 1024);
  });

  it('leaves nothing out and repeats nothing', () => {
    const all = Array.from({ length: 40 }, (_, n) => ({
      ...(n % 3 === 0 ? long : short),
      author: `${n}`,
    }));
    const carried = [];
    while (carried.length < all.length) carried.push(...batchFrom(all, carried.length));
    expect(carried).toEqual(all);
  });
});
