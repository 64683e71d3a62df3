import type { PushContent } from '@plaza/contract';
import { describe, expect, it } from 'vitest';
import { noticeOf, readContent } from './notice.ts';
import { words } from './words.ts';

type Message = Extract<PushContent, { kind: 'message' }>;

const message: Message = {
  ...{ v: 1, locale: 'en', kind: 'message', conversationId: 'c' as never, seq: 7 },
  ...{ isGroup: false, title: null, by: 'Ana', what: 'text', words: 'Tea?', mentionsMe: false },
};
const shown = (more: Partial<Message>) => {
  const { title = '', body = '' } = noticeOf({ ...message, ...more }) ?? {};
  return [title, body];
};

describe('a message', () => {
  it.each<[string, Partial<Message>, string[]]>([
    ['says all', {}, ['Ana', 'Tea?']],
    ['says its kind', { what: 'photo', words: '' }, ['Ana', 'Photo']],
    ['says kind and words', { what: 'file', words: 'plan.pdf' }, ['Ana', 'File: plan.pdf']],
    ['of a group', { isGroup: true, title: 'Choir' }, ['Choir', 'Ana: Tea?']],
    ['of a group without a name', { isGroup: true }, ['Ana', 'Tea?']],
    ['with the name only', { what: null, words: null }, ['Ana', 'New message from Ana']],
    [
      'with the name only, of a group',
      { what: null, words: null, isGroup: true, title: 'Choir', mentionsMe: true },
      ['Choir', 'Ana: mentioned you'],
    ],
    ['with nothing', { by: null, what: null, words: null }, ['Plaza', 'New message']],
    ['in Spanish', { locale: 'es', what: 'voice', words: '' }, ['Ana', 'Mensaje de voz']],
    ['in Chinese', { locale: 'zh', what: 'callMissed', words: null }, ['Ana', '未接来电']],
  ])('%s', (_how, more, expected) => {
    expect(shown(more)).toEqual(expected);
  });

  it('takes the place of the one before, and leads to its conversation', () => {
    expect(noticeOf(message)).toMatchObject({ tag: 'c', data: { path: '/chats/c', seq: 7 } });
    const mention = noticeOf({ ...message, mentionsMe: true });
    expect(mention?.data.path).toBe('/chats/c?at=7');
  });
});

it('a call waits for an answer, and rings in the hand', () => {
  const ring = noticeOf({
    ...{ v: 1, locale: 'zh', kind: 'ring', callId: 'k', conversationId: 'c' as never },
    ...{ by: '伟', media: 'video', expiresAt: '' },
  });
  expect(ring).toMatchObject({ title: '伟', body: '视频来电', requireInteraction: true });
  expect(ring?.actions?.map(({ title }) => title)).toEqual(['接听', '拒绝']);
  expect(ring?.vibrate?.length).toBeGreaterThan(3);
});

it('only what this version knows is read', () => {
  expect(readContent(message)).toBe(message);
  for (const other of [null, 'x', {}, { ...message, v: 2 }, { ...message, locale: 'xx' }]) {
    expect(readContent(other)).toBeNull();
  }
});

it('every language has every word', () => {
  const keys = (language: 'en' | 'es' | 'zh') => [
    Object.keys(words[language]),
    Object.keys(words[language].what),
  ];
  expect(keys('es')).toEqual(keys('en'));
  expect(keys('zh')).toEqual(keys('en'));
});
