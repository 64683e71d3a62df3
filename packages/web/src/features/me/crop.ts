/** A square cut of a picture: its centre in picture pixels and how far it is magnified. */
export type Cut = { x: number; y: number; zoom: number };
export type Size = { width: number; height: number };

export const largestZoom = 4;

/** The side of the square that is cut out, in picture pixels. */
export function sideOf({ width, height }: Size, zoom: number): number {
  return Math.min(width, height) / zoom;
}

const within = (value: number, low: number, high: number) => Math.min(high, Math.max(low, value));

/** The nearest cut that lies wholly inside the picture. */
export function fitCut(size: Size, cut: Cut): Cut {
  const zoom = within(cut.zoom, 1, largestZoom);
  const half = sideOf(size, zoom) / 2;
  return {
    x: within(cut.x, half, size.width - half),
    y: within(cut.y, half, size.height - half),
    zoom,
  };
}

export function firstCut({ width, height }: Size): Cut {
  return { x: width / 2, y: height / 2, zoom: 1 };
}
