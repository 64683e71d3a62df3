import wasmAddress from 'zxing-wasm/reader/zxing_reader.wasm?url';

/** What can be looked at: a frame of the camera or a chosen picture, as pixels. */
export type Decode = (pixels: ImageData) => Promise<string | null>;

/** Codes of squares, and the bars of a pay code, for screens that are too small for a square. */
const formats = { native: ['qr_code', 'code_128'], own: ['QRCode', 'Code128'] } as const;

type Detector = { detect(source: ImageData): Promise<{ rawValue: string }[]> };
type DetectorClass = {
  new (options: { formats: string[] }): Detector;
  getSupportedFormats(): Promise<string[]>;
};

async function createNative(): Promise<Decode | null> {
  const { BarcodeDetector } = globalThis as { BarcodeDetector?: DetectorClass };
  if (BarcodeDetector === undefined) return null;
  const supported = await BarcodeDetector.getSupportedFormats();
  if (!formats.native.every((format) => supported.includes(format))) return null;
  const detector = new BarcodeDetector({ formats: [...formats.native] });
  return async (pixels) => (await detector.detect(pixels))[0]?.rawValue ?? null;
}

/** The reader in WebAssembly, from this server; only browsers without one of their own fetch it. */
async function createOwn(): Promise<Decode> {
  const { prepareZXingModule, readBarcodes } = await import('zxing-wasm/reader');
  await prepareZXingModule({
    overrides: { locateFile: (path: string) => (path.endsWith('.wasm') ? wasmAddress : path) },
    fireImmediately: true,
  });
  return async (pixels) => {
    const options = { formats: [...formats.own], maxNumberOfSymbols: 1 };
    const found = await readBarcodes(pixels, options);
    return found.find(({ isValid }) => isValid)?.text ?? null;
  };
}

let decoder: Promise<Decode> | null = null;

/** The reader of codes, made at the first use. */
export function loadDecoder(): Promise<Decode> {
  decoder ??= createNative()
    .catch(() => null)
    .then((native) => native ?? createOwn())
    .catch((error: unknown) => {
      decoder = null;
      throw error;
    });
  return decoder;
}

const longestSidePx = 1600;

/** The pixels of a picture or a frame, made smaller when it is very large. */
export function pixelsOf(
  source: ImageBitmap | HTMLVideoElement,
  { width, height }: { width: number; height: number },
): ImageData | null {
  const scale = Math.min(1, longestSidePx / Math.max(width, height));
  const size = { width: Math.round(width * scale), height: Math.round(height * scale) };
  if (size.width === 0 || size.height === 0) return null;
  const canvas = new OffscreenCanvas(size.width, size.height);
  const context = canvas.getContext('2d', { willReadFrequently: true });
  if (context === null) return null;
  context.drawImage(source, 0, 0, size.width, size.height);
  return context.getImageData(0, 0, size.width, size.height);
}
