import { MapPin } from 'lucide-react';
import type { Place } from './places.ts';

const step = 40;
const lines = [-4, -3, -2, -1, 0, 1, 2, 3, 4];
/** A line of the grid stands for a thousandth of a degree, some hundred metres. */
const perLine = 0.001;

const rest = (degrees: number) => ((degrees / perLine) % 1) * step;

/** A neutral grid with the place in its middle: the lines move with it, as on a map. */
export function MapPicture({ latitude, longitude }: Place) {
  const [x, y] = [-rest(longitude), rest(latitude)];
  return (
    <span aria-hidden="true" className="relative block h-[140px] w-full overflow-hidden bg-field">
      <svg
        viewBox="-140 -70 280 140"
        preserveAspectRatio="xMidYMid slice"
        className="absolute inset-0 size-full text-ink"
      >
        <g stroke="currentColor" strokeOpacity=".14" fill="none">
          {lines.map((at) => (
            <path
              key={`v${at}`}
              d={`M${at * step + x} -160V160`}
              strokeWidth={at % 2 === 0 ? 5 : 2}
            />
          ))}
          {lines.map((at) => (
            <path
              key={`h${at}`}
              d={`M-200 ${at * step + y}H200`}
              strokeWidth={at % 2 === 0 ? 5 : 2}
            />
          ))}
        </g>
        <circle r="26" fill="var(--accent)" fillOpacity=".18" />
      </svg>
      <MapPin className="absolute inset-x-0 top-1/2 mx-auto size-9 -translate-y-[85%] fill-accent text-on-accent" />
    </span>
  );
}
