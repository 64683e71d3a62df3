import { describe, expect, it } from 'vitest';
import { isOwnHost, isOwnOrigin } from './hosts.ts';

const names = new Set(['plaza.example.org']);

describe('isOwnHost', () => {
  it.each([
    'localhost:8080',
    '127.0.0.1',
    '[::1]:8080',
    '192.168.1.5:80',
    'a.localhost',
    'PLAZA.example.org',
  ])('takes %s', (host) => expect(isOwnHost(host, names)).toBe(true));
  it.each([
    undefined,
    '',
    'evil.example',
    'plaza.example.org.evil.example',
    'localhost.evil.example',
  ])('refuses %s', (host) => expect(isOwnHost(host, names)).toBe(false));
});

describe('isOwnOrigin', () => {
  it('compares name and port', () => {
    expect(isOwnOrigin('http://localhost:8080', 'localhost:8080')).toBe(true);
    expect(isOwnOrigin('http://localhost:8081', 'localhost:8080')).toBe(false);
    expect(isOwnOrigin('null', 'localhost:8080')).toBe(false);
    expect(isOwnOrigin('https://evil.example', 'localhost:8080')).toBe(false);
  });
});
