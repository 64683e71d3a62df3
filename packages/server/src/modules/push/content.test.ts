import { truncate, type ConversationId } from '@plaza/base';
import { maxPushBytes } from '@plaza/contract';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { toJson } from './content.ts';

const conversationId = '0193c2f0-0000-7000-8000-000000000000' as ConversationId;
const text = (length: number) =>
  fc.string({ unit: 'binary', maxLength: length * 2 }).map((each) => truncate(each, length));

it('fits into a push message whatever people and messages are called', () => {
  fc.assert(
    fc.property(text(240), text(80), text(80), (words, by, title) => {
      const json = toJson(
        { locale: 'zh' },
        {
          ...{ kind: 'message', conversationId, seq: Number.MAX_SAFE_INTEGER, isGroup: true },
          ...{ title, by, what: 'transferSettled', words, mentionsMe: true, badge: 9_999 },
        },
      );
      expect(Buffer.byteLength(json)).toBeLessThanOrEqual(maxPushBytes);
      expect(JSON.parse(json)).toMatchObject({ v: 1, locale: 'zh', kind: 'message', by });
    }),
  );
});

it('leaves words out where nothing else makes room', () => {
  const json = toJson(
    { locale: 'en' },
    { kind: 'reminder', conversationId, seq: 1, words: 'x'.repeat(4_000) },
  );
  expect(JSON.parse(json)).toMatchObject({ kind: 'reminder', words: null });
});
