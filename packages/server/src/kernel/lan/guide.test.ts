import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { lanGuide } from './guide.ts';

const guide = lanGuide({
  certificatePath: '/plaza-local.crt',
  fingerprint: 'AB:CD',
  httpsUrl: 'https://house.local:8443/?a=1&b="2"',
});

test('tells everything in three languages', () => {
  for (const lang of ['en', 'es', 'zh-Hans'])
    expect(guide.html).toContain(`<section lang="${lang}"`);
  expect(guide.html.match(/AB:CD/g)).toHaveLength(3);
  expect(guide.html.match(/href="\/plaza-local.crt"/g)).toHaveLength(3);
});

test('escapes what it is given', () => {
  expect(guide.html).not.toContain('b="2"');
  expect(guide.html).toContain('a=1&#38;b=&#34;2&#34;');
});

test('its policy allows exactly its own style', () => {
  const style = /<style>([^]*?)<\/style>/.exec(guide.html)?.[1] ?? '';
  const digest = createHash('sha256').update(style).digest('base64');
  expect(guide.contentSecurityPolicy).toContain(`style-src 'sha256-${digest}'`);
  expect(guide.contentSecurityPolicy).toContain(`default-src 'none'`);
});
