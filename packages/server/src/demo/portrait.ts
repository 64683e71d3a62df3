import { pick, type Random } from '@plaza/base';
import type { Hair } from './people.ts';
import { encodePng } from './png.ts';

type Colour = readonly [red: number, green: number, blue: number];

/** A shape of the picture: how far inside it a point is, in units of the picture's side. */
type Shape = { colour: Colour; depth: (x: number, y: number) => number };

const size = 192;

const grounds: readonly (readonly [Colour, Colour])[] = [
  [
    [253, 230, 200],
    [247, 178, 140],
  ],
  [
    [214, 228, 255],
    [140, 160, 240],
  ],
  [
    [220, 245, 232],
    [125, 200, 178],
  ],
  [
    [250, 220, 232],
    [230, 140, 175],
  ],
  [
    [240, 232, 200],
    [205, 180, 105],
  ],
  [
    [225, 218, 250],
    [160, 135, 225],
  ],
  [
    [208, 240, 250],
    [105, 180, 215],
  ],
  [
    [255, 226, 214],
    [240, 138, 120],
  ],
];
const skins: readonly Colour[] = [
  [255, 224, 196],
  [247, 205, 170],
  [228, 178, 138],
  [198, 142, 102],
  [150, 102, 70],
  [108, 72, 52],
];
const hairs: readonly Colour[] = [
  [34, 28, 30],
  [62, 42, 32],
  [110, 72, 44],
  [180, 130, 72],
  [150, 148, 150],
  [214, 210, 206],
  [128, 52, 36],
];
const shirts: readonly Colour[] = [
  [72, 84, 160],
  [190, 82, 74],
  [58, 124, 118],
  [226, 168, 66],
  [96, 78, 120],
  [240, 240, 236],
  [52, 60, 74],
];
const dark: Colour = [48, 36, 38];

type Place = { x: number; y: number; rx: number; ry: number };

function ellipse(colour: Colour, { x: cx, y: cy, rx, ry }: Place): Shape {
  const scale = Math.min(rx, ry);
  return { colour, depth: (x, y) => (1 - Math.hypot((x - cx) / rx, (y - cy) / ry)) * scale };
}

/** Where both shapes are; in the colour of the first. */
function both(one: Shape, other: Pick<Shape, 'depth'>): Shape {
  return { colour: one.colour, depth: (x, y) => Math.min(one.depth(x, y), other.depth(x, y)) };
}

function above(limit: number): Pick<Shape, 'depth'> {
  return { depth: (_x, y) => limit - y };
}

const head: Place = { x: 0.5, y: 0.44, rx: 0.17, ry: 0.205 };

/** Hair behind the head, and hair over it. */
function hairOf(random: Random, colour: Colour, style: Hair): { behind: Shape[]; over: Shape[] } {
  const line = 0.33 + random.float() * 0.05;
  const cap = both(ellipse(colour, { ...head, rx: 0.185, ry: 0.225, y: 0.425 }), above(line));
  const long = ellipse(colour, { x: 0.5, y: 0.52, rx: 0.235, ry: 0.3 });
  const bun = ellipse(colour, { x: 0.5, y: 0.19, rx: 0.075, ry: 0.07 });
  const curls = [0.34, 0.42, 0.5, 0.58, 0.66].map((x) =>
    ellipse(colour, { x, y: 0.27 + Math.abs(x - 0.5) * 0.35, rx: 0.085, ry: 0.085 }),
  );
  const bald = { behind: [], over: [] };
  const cut = { behind: [], over: [cap] };
  const falling = { behind: [long], over: [cap] };
  const tied = { behind: [bun], over: [cap] };
  const curly = { behind: curls, over: [cap] };
  return pick(random, style === 'long' ? [falling, falling, tied, curly] : [cut, cut, curly, bald]);
}

function face(random: Random, hair: Colour, style: Hair): Shape[] {
  const eyes = [0.435, 0.565].map((x) => ellipse(dark, { x, y: 0.445, rx: 0.016, ry: 0.02 }));
  const smile = ellipse(dark, { x: 0.5, y: 0.515, rx: 0.062, ry: 0.05 });
  const mouth: Shape = {
    colour: dark,
    depth: (x, y) => Math.min(smile.depth(x, y), 0.012 - Math.abs(smile.depth(x, y)), y - 0.53),
  };
  const beard = ellipse(hair, { x: 0.5, y: 0.585, rx: 0.11, ry: 0.075 });
  const glasses = [0.435, 0.565].map((x): Shape => {
    const rim = ellipse(dark, { x, y: 0.445, rx: 0.052, ry: 0.052 });
    return { colour: dark, depth: (px, py) => 0.007 - Math.abs(rim.depth(px, py)) };
  });
  const bearded = random.float() < 0.3 && style === 'short' ? [beard] : [];
  const wears = random.float() < 0.25 ? glasses : [];
  return [...bearded, ...eyes, mouth, ...wears];
}

function mix(under: Colour, over: Colour, share: number): Colour {
  const at = (i: 0 | 1 | 2) => under[i] + (over[i] - under[i]) * share;
  return [at(0), at(1), at(2)];
}

/** Draws a portrait for a demo resident: the same random sequence gives the same picture. */
export function drawPortrait(random: Random, style: Hair): Uint8Array {
  const [top, bottom] = pick(random, grounds);
  const skin = pick(random, skins);
  const hair = pick(random, hairs);
  const { behind, over } = hairOf(random, hair, style);
  const shapes: Shape[] = [
    ...behind,
    ellipse(pick(random, shirts), { x: 0.5, y: 1.02, rx: 0.36, ry: 0.32 }),
    ellipse(mix(skin, dark, 0.12), { x: 0.5, y: 0.67, rx: 0.075, ry: 0.12 }),
    ellipse(skin, head),
    ...face(random, hair, style),
    ...over,
  ];
  const rgb = new Uint8Array(size * size * 3);
  for (let py = 0; py < size; py += 1) {
    for (let px = 0; px < size; px += 1) {
      const x = (px + 0.5) / size;
      const y = (py + 0.5) / size;
      let colour = mix(top, bottom, y);
      for (const shape of shapes) {
        // One pixel of soft edge, so that curves are smooth.
        const share = Math.min(1, Math.max(0, shape.depth(x, y) * size + 0.5));
        if (share > 0) colour = mix(colour, shape.colour, share);
      }
      rgb.set(colour, (py * size + px) * 3);
    }
  }
  return encodePng(size, rgb);
}
