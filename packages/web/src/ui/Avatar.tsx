import { useState } from 'react';
import { classNames } from './class-names.ts';
import { hueOf, initialOf } from './hue.ts';

export type AvatarSize = 'xs' | 's' | 'm' | 'l' | 'xl';

const boxes: Record<AvatarSize, string> = {
  xs: 'size-[28px] text-[12px]',
  s: 'size-[36px] text-[15px]',
  m: 'size-[48px] text-[19px]',
  l: 'size-[64px] text-[25px]',
  xl: 'size-[96px] text-[38px]',
};

type AvatarProps = {
  /** Decides the colour of the drawn avatar. */
  id: string;
  name: string;
  photoPath?: string | null;
  size?: AvatarSize;
  /** Services and groups are squares with round corners, people are circles. */
  shape?: 'person' | 'service';
};

/** A photo, or the initial on a colour of its own. The name stands beside it, so it is silent. */
export function Avatar({ id, name, photoPath, size = 'm', shape = 'person' }: AvatarProps) {
  const [failedPath, setFailedPath] = useState<string | null>(null);
  const hue = hueOf(id);
  const round = shape === 'person' ? 'rounded-full' : 'rounded-[28%]';
  const box = classNames('relative shrink-0 overflow-hidden select-none', boxes[size], round);
  if (photoPath != null && photoPath !== failedPath) {
    return (
      <img
        src={photoPath}
        alt=""
        className={classNames(box, 'bg-field object-cover')}
        draggable={false}
        onError={() => setFailedPath(photoPath)}
      />
    );
  }
  return (
    <span
      aria-hidden="true"
      className={classNames(box, 'grid place-items-center font-semibold text-white')}
      style={{
        backgroundImage:
          `linear-gradient(145deg, oklch(0.63 0.13 ${hue}), ` + `oklch(0.49 0.125 ${hue}))`,
      }}
    >
      {initialOf(name) || '·'}
    </span>
  );
}
