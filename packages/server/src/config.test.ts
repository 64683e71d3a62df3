import { resolve } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { loadConfig, settings, type Config } from './config.ts';

function config(env: Record<string, string> = {}, argv: string[] = []): Config {
  const loaded = loadConfig(env, argv);
  if (!loaded.ok) throw new Error(JSON.stringify(loaded.problems));
  return loaded.config;
}

function problems(env: Record<string, string>, argv: string[] = []): string[] {
  const loaded = loadConfig(env, argv);
  return loaded.ok ? [] : loaded.problems.map(({ setting }) => setting);
}

test('an empty environment gives a server on loopback with its own database', () => {
  expect(config()).toEqual({
    port: 8080,
    host: '127.0.0.1',
    publicUrl: undefined,
    trustProxy: [],
    dataDir: resolve('data'),
    filesDir: resolve('data/files'),
    databaseUrl: undefined,
    databaseConnections: 20,
    natsUrl: undefined,
    groupMembers: 500,
    previewOrigins: [],
    callbackOrigins: [],
    currencies: undefined,
    sealKey: resolve('data/keys/seal.key'),
    proofsKey: resolve('data/keys/proofs.pem'),
    pushContact: undefined,
    pushOrigins: ['known'],
    stunUrls: [],
    turnSecret: undefined,
    turnUrls: [],
    logLevel: 'info',
    limitFactor: 1,
    lan: false,
    demo: false,
    seed: 1,
  });
});

test('every setting has a name, a sentence, and a default or a word about its absence', () => {
  for (const setting of Object.values(settings)) {
    expect(setting.name).toMatch(/^PLAZA_[A-Z_]+$/);
    expect(setting.sentence).toMatch(/^[A-Z].*\.$/);
    expect(setting.default !== undefined || 'unset' in setting).toBe(true);
  }
});

test('values are read as their kind', () => {
  const read = config({
    PLAZA_PORT: '0',
    PLAZA_LIMIT_FACTOR: '2.5',
    PLAZA_TRUST_PROXY: ' 10.0.0.0/8 ,,127.0.0.1',
    PLAZA_PUBLIC_URL: 'https://plaza.example.org/',
    PLAZA_DATA_DIR: '/srv/plaza',
    PLAZA_LOG_LEVEL: 'warn',
    PLAZA_HOST: ' ',
  });
  expect(read).toMatchObject({
    port: 0,
    limitFactor: 2.5,
    trustProxy: ['10.0.0.0/8', '127.0.0.1'],
    publicUrl: 'https://plaza.example.org',
    filesDir: '/srv/plaza/files',
    logLevel: 'warn',
    host: '0.0.0.0',
  });
});

test('flags come before the environment', () => {
  expect(config({ PLAZA_PORT: '1' }, ['--port', '2', '--demo', '--seed=7', '--lan'])).toMatchObject(
    {
      ...{ port: 2, demo: true, seed: 7, lan: true, host: '0.0.0.0' },
    },
  );
});

test('all problems are told at once', () => {
  const env = { PLAZA_PORT: 'http', PLAZA_LOG_LEVEL: 'loud', PLAZA_PUBLIC_URL: 'plaza.example' };
  expect(problems(env)).toEqual(['PLAZA_PORT', 'PLAZA_PUBLIC_URL', 'PLAZA_LOG_LEVEL']);
  expect(problems({}, ['--seed', 'x'])).toEqual(['--seed']);
  expect(problems({}, ['--dmeo'])).toEqual(['command line']);
});

test('a public address is an origin, nothing more', () => {
  expect(problems({ PLAZA_PUBLIC_URL: 'https://example.org/plaza' })).toEqual(['PLAZA_PUBLIC_URL']);
});

test('a misspelt name is refused; names of other tools pass', () => {
  expect(problems({ PLAZA_DATABSE_URL: 'postgres://a/b' })).toEqual(['PLAZA_DATABSE_URL']);
  expect(problems({ PLAZA_CHROMIUM: '/usr/bin/chromium' })).toEqual([]);
});

test('settings that contradict each other are refused', () => {
  expect(problems({ PLAZA_NATS_URL: 'nats://localhost' })).toEqual(['PLAZA_NATS_URL']);
  expect(problems({ PLAZA_PUBLIC_URL: 'http://a.example' }, ['--lan'])).toEqual(['--lan']);
});

test('NATS may be several servers', () => {
  const around = { PLAZA_DATABASE_URL: 'postgres://plaza@db/plaza' };
  const url = 'nats://one:4222, nats://two';
  expect(config({ ...around, PLAZA_NATS_URL: url }).natsUrl).toBe(url);
  const wrong = { ...around, PLAZA_NATS_URL: 'nats://one,http://two' };
  expect(problems(wrong)).toEqual(['PLAZA_NATS_URL']);
});

test('a database may be reached by a socket folder', () => {
  const url = 'postgres://plaza:secret@%2Frun%2Fpg:5432/plaza';
  expect(config({ PLAZA_DATABASE_URL: url }).databaseUrl).toBe(url);
});

test('no message repeats a secret', () => {
  fc.assert(
    fc.property(fc.stringMatching(/^[a-z0-9]{8,20}$/), (password) => {
      for (const url of [`mysql://u:${password}@h/d`, `postgres://u:${password}@[h/d`]) {
        const loaded = loadConfig({ PLAZA_DATABASE_URL: url }, []);
        expect(loaded.ok).toBe(false);
        expect(JSON.stringify(loaded)).not.toContain(password);
      }
    }),
  );
});

test('a port is accepted exactly when it is one', () => {
  fc.assert(
    fc.property(fc.oneof(fc.integer(), fc.double(), fc.string()), (value) => {
      const text = String(value).trim();
      const number = Number(text);
      const valid = text === '' || (Number.isInteger(number) && number >= 0 && number <= 65_535);
      expect(loadConfig({ PLAZA_PORT: text }, []).ok).toBe(valid);
    }),
  );
});

test('an origin of previews is an origin', () => {
  const fine = 'https://example.org, https://*.example.org, http://127.0.0.1:8000';
  expect(problems({ PLAZA_PREVIEW_ORIGINS: fine })).toEqual([]);
  for (const odd of ['example.org', 'https://example.org/path', 'file:///x', '*']) {
    expect(problems({ PLAZA_PREVIEW_ORIGINS: odd })).toEqual(['PLAZA_PREVIEW_ORIGINS']);
  }
});
