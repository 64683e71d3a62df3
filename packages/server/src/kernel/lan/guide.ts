import { createHash } from 'node:crypto';
import { guideTexts, type GuideText } from './guide-texts.ts';

export type LanGuide = { html: string; contentSecurityPolicy: string };

const style = `
:root { color-scheme: light dark; font: 1.0625rem/1.55 system-ui, sans-serif; }
body { margin: 0 auto; max-width: 40rem; padding: 1.5rem 1.25rem 4rem; }
h1 { font-size: 1.75rem; line-height: 1.2; }
h2 { font-size: 1.2rem; margin-top: 2.25rem; }
li { margin: .4rem 0; }
code { overflow-wrap: anywhere; }
a.button { display: inline-block; padding: .8rem 1.25rem; border-radius: .75rem;
  background: #4f46b8; color: #fff; font-weight: 600; text-decoration: none; }
a:focus-visible { outline: 3px solid #f5a524; outline-offset: 3px; }
section + section { border-top: 1px solid #8886; margin-top: 3rem; }
`;

function escape(text: string): string {
  return text.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);
}

/**
 * The page that a phone opens first, over plain HTTP, to learn to trust this server. It tells the
 * fingerprint, so that a careful person can compare it with the terminal's.
 */
export function lanGuide(input: {
  /** Where the authority's certificate is served. */
  certificatePath: string;
  fingerprint: string;
  /** Where Plaza itself is. */
  httpsUrl: string;
}): LanGuide {
  const sections = Object.entries(guideTexts).map(([lang, text]) => section(lang, text, input));
  const digest = createHash('sha256').update(style).digest('base64');
  const html = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Plaza</title>
<style>${style}</style>
</head>
<body>
<main>
${sections.join('\n')}
</main>
</body>
</html>
`;
  const contentSecurityPolicy =
    `default-src 'none'; style-src 'sha256-${digest}'; base-uri 'none'; ` +
    `form-action 'none'; frame-ancestors 'none'`;
  return { html, contentSecurityPolicy };
}

function section(lang: string, text: GuideText, input: Parameters<typeof lanGuide>[0]): string {
  const heading = lang === 'en' ? 'h1' : 'h2';
  const devices = text.devices.map(
    ({ name, steps }) =>
      `<h${lang === 'en' ? 2 : 3}>${escape(name)}</h${lang === 'en' ? 2 : 3}>\n<ol>` +
      `${steps.map((step) => `<li>${escape(step)}</li>`).join('\n')}</ol>`,
  );
  return `<section lang="${lang}">
<${heading}>${escape(text.title)}</${heading}>
<p>${escape(text.why)}</p>
<p><a class="button" href="${escape(input.certificatePath)}">${escape(text.download)}</a></p>
<p>${escape(text.fingerprint)} <code>${escape(input.fingerprint)}</code></p>
${devices.join('\n')}
<p>${escape(text.open)} <a href="${escape(input.httpsUrl)}">${escape(input.httpsUrl)}</a></p>
<p>${escape(text.remove)}</p>
</section>`;
}
