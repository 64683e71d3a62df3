import { expect, test } from 'vitest';
import { describeDevice } from './device.ts';

const like = 'AppleWebKit/537.36 (KHTML, like Gecko)';

test('a device names its browser, its system and its kind', () => {
  const android = 'Mozilla/5.0 (Linux; Android 15; Pixel 9)';
  const phone = `${android} ${like} Chrome/140.0 Mobile Safari/537.36`;
  expect(describeDevice(phone)).toEqual({ name: 'Chrome · Android', kind: 'phone' });
  const tablet = `Mozilla/5.0 (Linux; Android 15; Tab) ${like} Chrome/140.0 Safari/537.36`;
  expect(describeDevice(tablet).kind).toBe('tablet');
  const desktop = 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0';
  expect(describeDevice(desktop)).toEqual({ name: 'Firefox · Linux', kind: 'desktop' });
});

test('an unknown browser still has a name', () => {
  expect(describeDevice('curl/8').name).toBe('Browser');
});
