import { useMemo } from 'react';
import { encode } from 'uqr';

/** A code drawn as one path, dark on white in both themes, for cameras to read. */
export function QrCode({ text, label }: { text: string; label: string }) {
  const { size, path } = useMemo(() => {
    const { data } = encode(text, { ecc: 'M', border: 0 });
    const dots = data.flatMap((row, y) =>
      row.flatMap((dark, x) => (dark ? [`M${x} ${y}h1v1h-1z`] : [])),
    );
    return { size: data.length, path: dots.join('') };
  }, [text]);
  return (
    <svg
      role="img"
      aria-label={label}
      viewBox={`-3 -3 ${size + 6} ${size + 6}`}
      shapeRendering="crispEdges"
      className="edge aspect-square w-full rounded-2xl bg-white"
    >
      <path d={path} fill="#191728" />
    </svg>
  );
}
