/**
 * Draws the PNG icons from the mark: `node build/draw-icons.ts`. The pictures are committed; run
 * it again only when the mark changes.
 */
import { chromium } from '@playwright/test';
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { findOrInstallBrowser } from '../../../tools/browser.ts';

const folder = path.join(import.meta.dirname, '..', 'public', 'icons');
const mark = await readFile(path.join(folder, 'plaza.svg'), 'utf8');
/** A maskable icon fills the square: the platform cuts its own corners. */
const full = mark.replace('rx="15" ', '').replace('viewBox="0 0 64 64"', 'viewBox="-6 -6 76 76"');
const bled = full.replace('width="64" height="64"', 'x="-6" y="-6" width="76" height="76"');

const pictures = [
  { name: 'plaza-192.png', sizePx: 192, svg: mark },
  { name: 'plaza-512.png', sizePx: 512, svg: mark },
  { name: 'maskable-512.png', sizePx: 512, svg: bled },
  { name: 'apple-touch.png', sizePx: 180, svg: bled },
];

const browser = await chromium.launch({
  executablePath: await findOrInstallBrowser(),
  args: ['--no-sandbox'],
});
for (const { name, sizePx, svg } of pictures) {
  const page = await browser.newPage({ viewport: { width: sizePx, height: sizePx } });
  const sized = svg.replace('<svg ', `<svg width="${sizePx}" height="${sizePx}" `);
  await page.setContent(`<body style="margin:0">${sized}</body>`);
  await writeFile(path.join(folder, name), await page.screenshot({ omitBackground: true }));
}
await browser.close();
