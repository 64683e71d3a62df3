const side = 16;

function paint(context: OffscreenCanvasRenderingContext2D, emoji: string, color: string) {
  context.clearRect(0, 0, side * 2, side);
  context.fillStyle = color;
  context.fillText(emoji, 0, side / 2);
  return context.getImageData(0, 0, side * 2, side).data;
}

/**
 * Whether this device has a picture for an emoji. A picture has its own colours, whatever it is
 * painted with; a missing one is an empty box, or falls into its parts and is wider.
 */
export function isDrawn(emoji: string): boolean {
  const context = new OffscreenCanvas(side * 2, side).getContext('2d', {
    willReadFrequently: true,
  });
  if (context === null) return true;
  context.font =
    `${side}px 'Apple Color Emoji', 'Segoe UI Emoji', ` + `'Noto Color Emoji', sans-serif`;
  context.textBaseline = 'middle';
  // On a page that runs from the right the start of a line would be outside of the canvas.
  context.textAlign = 'left';
  if (context.measureText(emoji).width >= side * 1.9) return false;
  const red = paint(context, emoji, '#f00');
  const blue = paint(context, emoji, '#00f');
  return red.some((value) => value !== 0) && red.every((value, at) => value === blue[at]);
}
