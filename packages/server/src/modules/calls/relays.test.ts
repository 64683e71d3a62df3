import type { CallId, PersonId } from '@plaza/base';
import { createHmac } from 'node:crypto';
import { expect, it } from 'vitest';
import { mintRelays } from './relays.ts';
import { turnConfig } from './turn-config.ts';

const who = { callId: 'call' as CallId, personId: 'person' as PersonId };
const secret = 'sixteen letters!';
const at = new Date('2026-11-23T02:00:00.000Z');

it('mints a password that the relay can check, which names nobody', () => {
  const turnUrls = ['turn:a:3478'];
  const given = mintRelays({ stunUrls: [], turnUrls, turnSecret: secret }, who, at);
  expect(given.expiresAt).toBe('2026-11-23T02:10:00.000Z');
  const { username = '', credential } = given.servers[0] ?? {};
  expect(username.split(':')[0]).toBe(String(at.getTime() / 1_000 + 600));
  expect(username).not.toContain('person');
  expect(credential).toBe(createHmac('sha1', secret).update(username).digest('base64'));
  const other = mintRelays({ stunUrls: [], turnUrls, turnSecret: secret }, { ...who }, at);
  expect(other).toEqual(given);
});

it('gives no relay where there is none', () => {
  const given = mintRelays({ stunUrls: ['stun:a'], turnUrls: [], turnSecret: undefined }, who, at);
  expect(given).toMatchObject({ hasRelay: false, servers: [{ urls: ['stun:a'] }] });
});

it('writes a configuration that reaches no private network unless it is told to', () => {
  const options = {
    ...{ secret, realm: 'plaza.example', port: 3478, externalAddress: undefined },
    ...{ certificate: undefined, privateKey: undefined, allowPrivate: false },
  };
  const closed = turnConfig(options);
  expect(closed).toContain('denied-peer-ip=10.0.0.0-10.255.255.255');
  expect(closed).toContain('denied-peer-ip=::1');
  for (const line of ['use-auth-secret', 'no-cli', 'fingerprint', 'no-multicast-peers']) {
    expect(closed.split('\n')).toContain(line);
  }
  expect(turnConfig({ ...options, allowPrivate: true })).not.toContain('=10.0.0.0');
});
