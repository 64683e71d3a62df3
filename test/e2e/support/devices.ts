import type { Page } from '@playwright/test';
import { browserArguments, findBrowser } from '../../../tools/browser.ts';

const executablePath = await findBrowser();

/** Chromium's own microphone, which beeps, and camera; it asks nobody for them. */
export const fakeDevices = {
  launchOptions: {
    args: [
      ...browserArguments(),
      '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1',
      '--use-fake-ui-for-media-stream',
      '--use-fake-device-for-media-stream',
      '--autoplay-policy=no-user-gesture-required',
    ],
    ...(executablePath === undefined ? {} : { executablePath }),
  },
};

/** A second of what the camera sees, as a file. */
export async function filmed(page: Page): Promise<Buffer> {
  const text = await page.evaluate(async () => {
    const video = { width: 320, height: 180 };
    const stream = await navigator.mediaDevices.getUserMedia({ video, audio: true });
    const recorder = new MediaRecorder(stream, { mimeType: 'video/webm;codecs=vp8,opus' });
    const chunks: Blob[] = [];
    recorder.addEventListener('dataavailable', ({ data }) => chunks.push(data));
    const stopped = new Promise((resolve) => recorder.addEventListener('stop', resolve));
    recorder.start();
    await new Promise((resolve) => setTimeout(resolve, 1_200));
    recorder.stop();
    await stopped;
    for (const track of stream.getTracks()) track.stop();
    const bytes = new Uint8Array(await new Blob(chunks).arrayBuffer());
    let binary = '';
    for (const byte of bytes) binary += String.fromCharCode(byte);
    return btoa(binary);
  });
  return Buffer.from(text, 'base64');
}
