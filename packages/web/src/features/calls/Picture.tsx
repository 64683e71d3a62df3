import { useEffect, useRef } from 'react';
import { classNames } from '../../ui/index.ts';

type PictureProps = {
  stream: MediaStream;
  /** Who is seen, for those who do not see. */
  label: string;
  /** As in a mirror: how people know themselves. */
  isMirror?: boolean;
  className?: string;
};

/** A moving picture without sound. */
export function Picture({ stream, label, isMirror = false, className }: PictureProps) {
  const ref = useRef<HTMLVideoElement>(null);
  useEffect(() => {
    const element = ref.current;
    if (element === null) return;
    element.srcObject = stream;
    void element.play().catch(() => undefined);
  }, [stream]);
  return (
    <video
      ref={ref}
      aria-label={label}
      muted
      autoPlay
      playsInline
      className={classNames('size-full object-cover', isMirror && '-scale-x-100', className)}
    />
  );
}
