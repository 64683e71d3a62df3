import type { PersonId } from '@plaza/base';
import { expect, test } from 'vitest';
import { kindOf } from './attachments.ts';
import { found, mentionQuery, mentionsIn, withMention, type Mentionable } from './mentions.ts';
import { parsePlace } from './parse-place.ts';

const someone = (name: string, also = ''): Mentionable => ({
  personId: name as PersonId,
  name,
  also,
});
const all: Mentionable = { personId: null, name: 'all', also: 'everybody' };
const people = [all, someone('Ana'), someone('Ana María', 'sister'), someone('林晓')];

test('a mention begins at an @ that is no address of mail', () => {
  expect(mentionQuery('hi @an', 6)).toEqual({ from: 3, query: 'an' });
  expect(mentionQuery('你好@林', 4)).toEqual({ from: 2, query: '林' });
  expect(mentionQuery('ana@example', 11)).toBeNull();
  expect(mentionQuery('hi @an now', 10)).toBeNull();
  expect(mentionQuery('hi', 2)).toBeNull();
});

test('names that begin so come first, and accents do not matter', () => {
  expect(found(people, 'maria').map(({ name }) => name)).toEqual(['Ana María']);
  expect(found(people, 'sist').map(({ name }) => name)).toEqual(['Ana María']);
  expect(found([someone('Mariana'), someone('Ana')], 'an')[0]?.name).toBe('Ana');
  expect(found(people, '')).toHaveLength(4);
});

test('a chosen name takes the place of what was typed', () => {
  expect(withMention('hi @an there', { from: 3, query: 'an' }, 'Ana')).toEqual({
    text: 'hi @Ana there',
    caret: 8,
  });
});

test('whom a text mentions is read from it, the longest name first', () => {
  expect(mentionsIn('@Ana María and @林晓来了', people)).toEqual({
    mentions: ['Ana María', '林晓'],
  });
  expect(mentionsIn('@Anabel @Ana, @all!', people)).toEqual({
    mentions: ['Ana'],
    mentionsAll: true,
  });
  expect(mentionsIn('nobody', people)).toEqual({});
});

test('two numbers are a place where they can be one', () => {
  expect(parsePlace('48.8584, 2.2945')).toEqual({ latitude: 48.8584, longitude: 2.2945 });
  expect(parsePlace('-33.9 151')).toEqual({ latitude: -33.9, longitude: 151 });
  expect(parsePlace('91, 0')).toBeNull();
  expect(parsePlace('here')).toBeNull();
});

test('a vector picture is a file: it can carry a program', () => {
  expect(kindOf('image/jpeg')).toBe('photo');
  expect(kindOf('image/svg+xml')).toBe('file');
  expect(kindOf('video/mp4')).toBe('video');
  expect(kindOf('')).toBe('file');
});
