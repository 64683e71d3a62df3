import { ImageOff } from 'lucide-react';
import { useState } from 'react';
import { classNames } from '../../../ui/index.ts';
import type { Box } from './boxes.ts';
import { placeholderOf } from './placeholders.ts';

type PictureProps = {
  /** Null: not to be had yet. */
  src: string | null;
  alt: string;
  box: Box;
  placeholder: string;
  className?: string;
};

/** A picture in a place of its own size, blurred until it is there. */
export function Picture({ src, alt, box, placeholder, className }: PictureProps) {
  const [loaded, setLoaded] = useState<string | null>(null);
  const [failed, setFailed] = useState<string | null>(null);
  const blurred = placeholderOf(placeholder);
  const hasFailed = src !== null && failed === src;
  return (
    <span
      className={classNames('relative block max-w-full overflow-hidden bg-field', className)}
      style={{ width: box.width, aspectRatio: `${box.width} / ${box.height}` }}
    >
      {blurred === null || loaded === src ? null : (
        <img
          src={blurred}
          alt=""
          aria-hidden="true"
          className="absolute inset-0 size-full object-cover"
          draggable={false}
        />
      )}
      {hasFailed ? (
        <ImageOff aria-hidden="true" className="absolute inset-0 m-auto size-8 text-muted" />
      ) : null}
      {src === null ? (
        <span role="img" aria-label={alt} className="absolute inset-0" />
      ) : (
        <img
          src={src}
          alt={alt}
          loading="lazy"
          decoding="async"
          draggable={false}
          onLoad={() => setLoaded(src)}
          onError={() => setFailed(src)}
          className={classNames(
            'absolute inset-0 size-full object-cover transition-opacity',
            loaded === src && !hasFailed ? 'opacity-100' : 'opacity-0',
          )}
        />
      )}
    </span>
  );
}
