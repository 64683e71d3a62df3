import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cleanImage } from './images.ts';
import { readOrientation } from './exif.ts';
import { makeExif, makeJpeg, makePng, makeWebp, planted, pngChunk } from './testing-images.ts';

const size = { width: 7, height: 5 };
const text = (bytes: Uint8Array) => Buffer.from(bytes).toString('latin1');

const samples = {
  'image/png': makePng(size),
  'image/jpeg': makeJpeg(size),
  'image/webp': makeWebp(size),
  'image/webp (lossy)': makeWebp(size, { kind: 'VP8 ' }),
};

function clean(bytes: Uint8Array) {
  const outcome = cleanImage(bytes);
  if (!outcome.ok) throw new Error(outcome.reason);
  return outcome.value;
}

describe.each(Object.entries(samples))('%s', (name, sample) => {
  it('is recognised by its bytes, with its size', () => {
    expect(clean(sample)).toMatchObject({ contentType: name.split(' ')[0], ...size });
  });

  it('loses everything that was planted, in whatever place', () => {
    expect(text(sample)).toContain(planted);
    const { bytes } = clean(sample);
    expect(text(bytes)).not.toContain('SECRET');
    expect(text(bytes)).not.toMatch(/xap|JFXX|MPF|Photoshop|tEXt|eXIf|tIME|prVt|XMP|prvt/);
  });

  it('does not change when it is cleaned again', () => {
    const { bytes } = clean(sample);
    expect(Buffer.compare(clean(bytes).bytes, bytes)).toBe(0);
  });

  it('is never read past its end, nor taken for whole when it is cut short', () => {
    const { bytes } = clean(sample);
    for (let length = 0; length < bytes.length; length += 1) {
      expect(cleanImage(bytes.subarray(0, length)).ok).toBe(false);
    }
  });

  it('survives any change of its bytes without a throw', () => {
    const change = fc.tuple(fc.nat(sample.length - 1), fc.nat(255));
    const result = fc.check(
      fc.property(fc.array(change, { minLength: 1, maxLength: 8 }), (changes) => {
        const bytes = Buffer.from(sample);
        for (const [at, value] of changes) bytes[at] = value;
        const outcome = cleanImage(bytes);
        return !outcome.ok || cleanImage(outcome.value.bytes).ok;
      }),
      { numRuns: 300 },
    );
    expect(result.counterexample).toBe(null);
  });
});

describe('what the picture needs', () => {
  it('stays: colours, transparency, tables and scans', () => {
    expect(text(clean(samples['image/png']).bytes)).toContain('gAMA');
    const jpeg = text(clean(samples['image/jpeg']).bytes);
    expect(jpeg).toContain('ICC_PROFILE');
    expect(jpeg).toContain('Adobe');
    expect(jpeg.match(/\xff\xda/g)).toHaveLength(2);
    expect(jpeg.split('\x12\xff\x00\x34\xff\xd0\x56')).toHaveLength(3);
    expect(text(clean(samples['image/webp']).bytes)).toContain('ICCP');
  });

  it('stays of EXIF only how the camera was held', () => {
    for (const order of ['II', 'MM'] as const) {
      for (let orientation = 1; orientation <= 8; orientation += 1) {
        expect(readOrientation(makeExif(orientation, order))).toBe(orientation);
      }
    }
    const turned = clean(makeJpeg(size, 6));
    expect(turned).toMatchObject({ width: size.height, height: size.width });
    const at = text(turned.bytes).indexOf('Exif\0\0');
    expect(at).toBeGreaterThan(0);
    expect(readOrientation(Buffer.from(turned.bytes.subarray(at)))).toBe(6);
    expect(text(clean(makeJpeg(size, 1)).bytes)).not.toContain('Exif');
  });

  it('of an animated PNG is its still picture', () => {
    const control = pngChunk('acTL', Buffer.alloc(8, 1));
    const { bytes } = clean(makePng(size, [control]));
    expect(text(bytes)).not.toContain('acTL');
  });
});

describe('cleanImage', () => {
  it('refuses what is no PNG, JPEG or WebP', () => {
    const others = ['', 'GIF89a', '<svg xmlns="x"/>', 'RIFF\0\0\0\0WAVEfmt ', '%PDF-1.7', 'BM'];
    for (const other of others) {
      expect(cleanImage(Buffer.from(other, 'latin1'))).toEqual({
        ok: false,
        reason: 'not_an_image',
      });
    }
  });

  it('refuses more than 4096 pixels a side, by its own word', () => {
    const huge = { width: 4097, height: 1 };
    for (const bytes of [makePng(huge), makeJpeg(huge), makeWebp(huge)]) {
      expect(cleanImage(bytes)).toMatchObject({ ok: false, reason: 'too_large' });
    }
    expect(cleanImage(makePng({ width: 4096, height: 4096 })).ok).toBe(true);
  });

  it('refuses an animated WebP, and one that is not of the size that it says', () => {
    expect(cleanImage(makeWebp(size, { flags: 0x02 })).ok).toBe(false);
    expect(cleanImage(makeWebp(size, { canvas: { width: 9, height: 9 } })).ok).toBe(false);
  });

  it('refuses a PNG with a chunk that every reader must understand and we do not', () => {
    expect(cleanImage(makePng(size, [pngChunk('ABCD', Buffer.alloc(1))])).ok).toBe(false);
  });

  it('survives any bytes behind any beginning', () => {
    const starts = Object.values(samples).map((sample) => sample.subarray(0, 12));
    fc.assert(
      fc.property(fc.constantFrom(...starts), fc.uint8Array({ maxLength: 200 }), (start, rest) => {
        expect(() => cleanImage(Buffer.concat([start, rest]))).not.toThrow();
      }),
      { numRuns: 500 },
    );
  });
});
