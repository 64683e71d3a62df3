import { Trans, useLingui } from '@lingui/react/macro';
import { ZoomIn } from 'lucide-react';
import { useEffect, useId, useRef, useState, type KeyboardEvent, type PointerEvent } from 'react';
import { firstCut, fitCut, largestZoom, sideOf, type Cut } from './crop.ts';

/** The size in which a photo is kept. */
export const photoSidePx = 640;
const keySteps: Partial<Record<string, readonly [number, number]>> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
};

function draw(canvas: HTMLCanvasElement, picture: ImageBitmap, { x, y, zoom }: Cut): void {
  const side = sideOf(picture, zoom);
  const context = canvas.getContext('2d');
  if (context === null) return;
  context.imageSmoothingQuality = 'high';
  context.fillStyle = '#fff';
  context.fillRect(0, 0, photoSidePx, photoSidePx);
  context.drawImage(
    picture,
    x - side / 2,
    y - side / 2,
    side,
    side,
    0,
    0,
    photoSidePx,
    photoSidePx,
  );
}

type PhotoCropProps = {
  picture: ImageBitmap;
  /** Gets the canvas that holds the cut, to make the file from. */
  onCanvas(canvas: HTMLCanvasElement | null): void;
};

/** The square of a picture, moved by dragging or by arrows, magnified by a slider. */
export function PhotoCrop({ picture, onCanvas }: PhotoCropProps) {
  const { t } = useLingui();
  const id = useId();
  const canvas = useRef<HTMLCanvasElement>(null);
  const [cut, setCut] = useState(() => firstCut(picture));
  useEffect(() => {
    if (canvas.current !== null) draw(canvas.current, picture, cut);
    onCanvas(canvas.current);
  }, [picture, cut, onCanvas]);

  /** Moves by parts of the shown side. */
  function move(right: number, down: number): void {
    setCut((now) => {
      const side = sideOf(picture, now.zoom);
      return fitCut(picture, { ...now, x: now.x + right * side, y: now.y + down * side });
    });
  }

  function drag(event: PointerEvent<HTMLDivElement>): void {
    if (!event.currentTarget.hasPointerCapture(event.pointerId)) return;
    const shown = event.currentTarget.clientWidth;
    move(-event.movementX / shown, -event.movementY / shown);
  }

  function press(event: KeyboardEvent<HTMLDivElement>): void {
    const step = keySteps[event.key];
    if (step === undefined) return;
    event.preventDefault();
    move(step[0] * 0.04, step[1] * 0.04);
  }

  return (
    <div className="flex flex-col gap-4">
      <div
        // It takes keys because it can be moved by them; there is no role for a picture to move.
        // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- see above
        tabIndex={0}
        role="group"
        aria-label={t`Picture: move it with the arrow keys`}
        onPointerDown={(event) => event.currentTarget.setPointerCapture(event.pointerId)}
        onPointerMove={drag}
        onKeyDown={press}
        className="mx-auto aspect-square w-full max-w-72 cursor-move touch-none overflow-hidden rounded-full"
      >
        <canvas ref={canvas} width={photoSidePx} height={photoSidePx} className="size-full" />
      </div>
      <label htmlFor={id} className="flex min-h-11 items-center gap-3 text-sm font-medium">
        <ZoomIn aria-hidden="true" className="size-5 text-muted" />
        <Trans>Size</Trans>
        <input
          id={id}
          type="range"
          min={1}
          max={largestZoom}
          step={0.01}
          value={cut.zoom}
          onChange={(event) => {
            const zoom = event.target.valueAsNumber;
            setCut((now) => fitCut(picture, { ...now, zoom }));
          }}
          className="min-w-0 flex-1 accent-accent"
        />
      </label>
    </div>
  );
}
