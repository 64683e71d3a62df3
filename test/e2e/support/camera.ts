import { chromium, type Browser, type Locator } from '@playwright/test';
import { writeFile } from 'node:fs/promises';
import { browserArguments, findBrowser } from '../../../tools/browser.ts';

const width = 640;
const height = 480;

/** The brightness of every pixel of a frame of the camera in which the picture is held up. */
async function frameOf(shown: Locator): Promise<Uint8Array> {
  const picture = (await shown.screenshot()).toString('base64');
  const browser = shown.page().context().browser();
  if (browser === null) throw new Error('the picture is in no browser');
  // A page of its own: the app's policy rightly forbids what is done here.
  const context = await browser.newContext();
  const page = await context.newPage();
  const luma = await page.evaluate(
    async ({ source, size }) => {
      const image = new Image();
      image.src = `data:image/png;base64,${source}`;
      await image.decode();
      const canvas = new OffscreenCanvas(size.width, size.height);
      const drawing = canvas.getContext('2d');
      if (drawing === null) throw new Error('no canvas');
      drawing.fillStyle = '#999';
      drawing.fillRect(0, 0, size.width, size.height);
      const side = size.height * 0.85;
      drawing.drawImage(image, (size.width - side) / 2, (size.height - side) / 2, side, side);
      const { data } = drawing.getImageData(0, 0, size.width, size.height);
      return Array.from({ length: data.length / 4 }, (_, pixel) => data[pixel * 4 + 1] ?? 0);
    },
    { source: picture, size: { width, height } },
  );
  await context.close();
  return Uint8Array.from(luma);
}

/** Films what is shown on a screen, as a file that Chromium takes for its camera. */
export async function film(shown: Locator, path: string): Promise<void> {
  const luma = await frameOf(shown);
  const grey = Buffer.alloc((width / 2) * (height / 2) * 2, 128);
  const head = `YUV4MPEG2 W${width} H${height} F10:1 Ip A1:1 C420\n`;
  await writeFile(path, Buffer.concat([Buffer.from(`${head}FRAME\n`), luma, grey]));
}

/** A browser whose camera sees the film. */
export async function browserWithCamera(path: string): Promise<Browser> {
  const executablePath = await findBrowser();
  return chromium.launch({
    ...(executablePath === undefined ? {} : { executablePath }),
    args: [
      ...browserArguments(),
      '--use-fake-ui-for-media-stream',
      '--use-fake-device-for-media-stream',
      `--use-file-for-fake-video-capture=${path}`,
    ],
  });
}
