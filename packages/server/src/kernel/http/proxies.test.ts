import { expect, it } from 'vitest';
import { createIsSecure, createProxyWatch } from './proxies.ts';

const over = (protocol: 'http' | 'https', host: string) => ({ protocol, headers: { host } });

it('takes a request for the public name for as secure as the public address', () => {
  const isSecure = createIsSecure('https://plaza.example');
  expect(isSecure(over('http', 'plaza.example'))).toBe(true);
  expect(isSecure(over('http', 'Plaza.example:443'))).toBe(true);
  expect(isSecure(over('http', 'localhost:8080'))).toBe(false);
  expect(isSecure(over('https', 'localhost:8080'))).toBe(true);
  expect(createIsSecure('http://localhost:8080')(over('http', 'localhost:8080'))).toBe(false);
});

it('tells once of a proxy that nobody trusts', () => {
  const told: string[] = [];
  const log = { warn: (_: object, text: string) => void told.push(text) };
  const request = (headers: Record<string, string>) =>
    ({ headers, socket: { remoteAddress: '127.0.0.1' } }) as never;
  const watch = createProxyWatch(log, false);
  watch(request({}));
  expect(told).toEqual([]);
  watch(request({ 'x-forwarded-for': '203.0.113.9' }));
  watch(request({ 'x-forwarded-for': '203.0.113.9' }));
  expect(told).toHaveLength(1);
  createProxyWatch(log, ['127.0.0.1'])(request({ 'x-forwarded-for': '203.0.113.9' }));
  expect(told).toHaveLength(1);
});
