export type Box = { width: number; height: number };

const longest = 280;
const shortest = 96;

/**
 * The place of a picture in the thread, known before the picture is: so that nothing jumps when it
 * arrives. Very long and very flat ones are cut to a window.
 */
export function boxOf({ width, height }: Box): Box {
  if (!(width > 0) || !(height > 0)) return { width: longest, height: longest };
  const scale = Math.min(longest / width, longest / height, 1);
  const within = (side: number) => Math.round(Math.min(longest, Math.max(shortest, side * scale)));
  return { width: within(width), height: within(height) };
}
