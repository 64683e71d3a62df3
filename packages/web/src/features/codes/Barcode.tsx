import { barsOf } from '@plaza/base/codes';
import { useMemo } from 'react';

/** The quiet zone that readers need at either side. */
const margin = 10;
const height = 44;

/** Digits as bars, dark on white in both themes, for tills that read a line. */
export function Barcode({ digits, label }: { digits: string; label: string }) {
  const { path, width } = useMemo(() => {
    const drawn = barsOf(digits);
    const bars = drawn.bars.map(
      ({ from, width: units }) => `M${from} 0h${units}v${height}h-${units}z`,
    );
    return { path: bars.join(''), width: drawn.width };
  }, [digits]);
  return (
    <svg
      role="img"
      aria-label={label}
      viewBox={`-${margin} 0 ${width + 2 * margin} ${height}`}
      preserveAspectRatio="none"
      shapeRendering="crispEdges"
      className="h-[76px] w-full short:h-[56px]"
    >
      <path d={path} fill="#191728" />
    </svg>
  );
}
