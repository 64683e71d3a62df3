import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createOrigins, isPublicAddress } from '../../../kernel/egress/index.ts';
import { findLink } from './links.ts';
import { readPage } from './page.ts';

describe('a page', () => {
  it('says its title, its text and its picture, decoded and without markup', () => {
    const page = readPage(`<!doctype html><html><head><meta charset=utf-8>
      <!-- <meta property="og:title" content="in a comment"> -->
      <script>var a = '<meta property="og:title" content="in a script">';</script>
      <title>The &lt;b&gt;old&lt;/b&gt; title</title>
      <META content='Market &amp; caf&#233; &#x1F600;' PROPERTY='og:title'>
      <meta name="description" content="two
        lines &unknown; &#0; &#xD800;"><meta property="og:site_name" content=Town>
      <meta property="og:image" content="/a.png?x=1&amp;y=2"></head>
      <body><meta property="og:title" content="in the body">`);
    expect(page).toEqual({
      title: 'Market & café \u{1F600}',
      siteName: 'Town',
      description: 'two lines &unknown;',
      imageUrl: '/a.png?x=1&y=2',
    });
  });

  it('falls back on its title, as text', () => {
    expect(readPage('<title>a &lt;script&gt; b\u202Ec</title>')).toMatchObject({
      title: 'a <script> bc',
      description: '',
      imageUrl: null,
    });
    expect(readPage('<p>nothing</p>')).toBe(null);
    expect(readPage('<title>  </title>')).toBe(null);
  });

  it('is bounded, and read in a moment whatever it is', () => {
    const long = 'x'.repeat(5_000);
    const page = readPage(`<title>${long}</title><meta name=description content="${long}">`);
    expect([page!.title.length, page!.description.length]).toEqual([300, 500]);
    const started = performance.now();
    const run = `<meta ${'a'.repeat(4_000)}>`;
    for (const piece of [
      run,
      '<',
      '<meta ',
      '<meta a="',
      '<!--',
      '<script>',
      '&',
      '<title>',
      "<a b='",
    ]) {
      readPage(piece.repeat((512 * 1024) / piece.length));
    }
    expect(performance.now() - started).toBeLessThan(3_000);
    fc.assert(
      fc.property(
        fc.array(
          fc.constantFrom(
            '<meta',
            ' property',
            '="og:title"',
            ' content=',
            '"a&#',
            '>',
            '<title>',
            '</',
          ),
        ),
        (parts) => {
          const found = readPage(parts.join(''));
          expect(found === null || found.title.length <= 300).toBe(true);
        },
      ),
    );
  });
});

describe('origins', () => {
  const origins = createOrigins([
    ...['https://example.org', 'https://*.town.example', 'http://127.0.0.1:8000', 'nonsense'],
    ...['https://portal.example:8443', 'file:///etc/passwd', 'javascript:alert(1)'],
  ]);
  const judge = (url: string) => origins.judge(new URL(url));

  it('are those that the operator named, with scheme and port', () => {
    expect(judge('https://example.org/a?b')).toEqual({ near: false });
    expect(judge('https://EXAMPLE.org:443/')).toEqual({ near: false });
    expect(judge('https://a.b.town.example/')).toEqual({ near: false });
    expect(judge('http://127.0.0.1:8000/x')).toEqual({ near: true });
    expect(judge('http://2130706433:8000/x')).toEqual({ near: true });
    expect(judge('https://portal.example:8443')).toEqual({ near: false });
    const others = [
      ...['http://example.org', 'https://example.org:444', 'https://sub.example.org'],
      ...['https://town.example', 'https://eviltown.example', 'https://example.org.evil.example'],
      ...['https://example.org@evil.example', 'https://user:pass@example.org', 'http://127.0.0.1'],
      ...['file:///etc/passwd', 'https://[::1]/'],
    ];
    for (const url of others) expect([url, judge(url)]).toEqual([url, null]);
    expect(createOrigins([]).isEmpty).toBe(true);
  });

  it('find the first link of a text that may be asked', () => {
    const find = (text: string) => findLink(text, origins);
    expect(find('see https://evil.example/ and (https://example.org/a_(b)?c=d).')).toBe(
      'https://example.org/a_(b)?c=d',
    );
    expect(find('看 https://example.org/路。')).toBe('https://example.org/路');
    expect(find('nothing https://evil.example')).toBe(null);
    expect(find('ftp://example.org javascript:alert(1)')).toBe(null);
  });
});

describe('addresses', () => {
  it('are public only where they surely are', () => {
    const near = [
      ...[
        '127.0.0.1',
        '10.1.2.3',
        '172.16.0.1',
        '172.31.255.255',
        '192.168.1.1',
        '169.254.169.254',
      ],
      ...['0.0.0.0', '100.64.0.1', '224.0.0.1', '255.255.255.255', '198.18.0.1', '192.0.0.8'],
      ...['::', '::1', 'fe80::1', 'fc00::1', 'fd12::1', 'ff02::1', '::ffff:127.0.0.1'],
      ...['::ffff:8.8.8.8', '64:ff9b::7f00:1', '2002:7f00:1::', '2001:db8::1', '2001::1', 'x', ''],
    ];
    for (const address of near)
      expect([address, isPublicAddress(address)]).toEqual([address, false]);
    for (const address of ['8.8.8.8', '172.32.0.1', '1.1.1.1', '2606:4700::1111', '2a00:1450::1']) {
      expect([address, isPublicAddress(address)]).toEqual([address, true]);
    }
  });
});
