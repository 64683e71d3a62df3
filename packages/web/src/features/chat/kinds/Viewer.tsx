import { useLingui } from '@lingui/react/macro';
import { Download } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import Lightbox, { type Slide } from 'yet-another-react-lightbox';
import Captions from 'yet-another-react-lightbox/plugins/captions';
import Zoom from 'yet-another-react-lightbox/plugins/zoom';
import 'yet-another-react-lightbox/styles.css';
import 'yet-another-react-lightbox/plugins/captions.css';
import { useMedia } from '../../../shell/index.ts';
import type { ViewerItem } from './viewer-items.ts';

declare module 'yet-another-react-lightbox' {
  interface SlideTypes {
    clip: ClipSlide;
  }
  interface ClipSlide extends GenericSlide {
    type: 'clip';
    item: ViewerItem;
  }
}

function slideOf(item: ViewerItem): Slide {
  const description = item.caption === '' ? {} : { description: item.caption };
  if (item.kind === 'video') return { type: 'clip', item, ...description };
  const { url: src, width, height, caption: alt } = item;
  return { src, width, height, alt, ...description };
}

/** A video that plays by its own controls; it stops when another slide is looked at. */
function Clip({ item, isShown }: { item: ViewerItem; isShown: boolean }) {
  const video = useRef<HTMLVideoElement>(null);
  useEffect(() => {
    // A browser that wants a press first shows its own button.
    if (isShown) void video.current?.play().catch(() => undefined);
    else video.current?.pause();
  }, [isShown]);
  return (
    // Nobody wrote subtitles for what a person filmed.
    // eslint-disable-next-line jsx-a11y/media-has-caption -- see above
    <video
      ref={video}
      src={item.url}
      poster={item.poster ?? undefined}
      controls
      playsInline
      preload={isShown ? 'auto' : 'none'}
      className="max-h-full max-w-full"
      width={item.width}
      height={item.height}
    />
  );
}

export type ViewerProps = {
  items: readonly ViewerItem[];
  /** The key of the one that is shown first. */
  start: string;
  onClose(): void;
};

/** Photos and videos as large as the screen: swiped, zoomed, walked through by keys, saved. */
export default function Viewer({ items, start, onClose }: ViewerProps) {
  const { t } = useLingui();
  const [index, setIndex] = useState(() =>
    Math.max(
      0,
      items.findIndex(({ key }) => key === start),
    ),
  );
  const isCalm = useMedia('(prefers-reduced-motion: reduce)');
  const here = items[index];
  return (
    <Lightbox
      open
      close={onClose}
      index={index}
      slides={items.map(slideOf)}
      plugins={[Zoom, Captions]}
      on={{ view: ({ index: at }) => setIndex(at) }}
      animation={isCalm ? { fade: 0, swipe: 0 } : { fade: 180, swipe: 280 }}
      carousel={{ finite: true, preload: 1 }}
      controller={{ closeOnPullDown: true, closeOnBackdropClick: true }}
      zoom={{ maxZoomPixelRatio: 3, scrollToZoom: true }}
      labels={{
        Lightbox: t`Photos and videos`,
        'Photo gallery': t`Photos and videos`,
        Previous: t`Previous`,
        Next: t`Next`,
        Close: t`Close`,
        'Zoom in': t`Zoom in`,
        'Zoom out': t`Zoom out`,
        '{index} of {total}': t`{index} of {total}`,
      }}
      render={{
        slide: ({ slide, offset }) =>
          slide.type === 'clip' ? <Clip item={slide.item} isShown={offset === 0} /> : undefined,
        ...(items.length < 2 ? { buttonPrev: () => null, buttonNext: () => null } : {}),
      }}
      toolbar={{
        buttons: [
          here === undefined ? null : (
            <a
              key="download"
              href={here.url}
              download={here.fileName}
              aria-label={t`Save`}
              title={t`Save`}
              className="yarl__button"
            >
              <Download aria-hidden="true" className="yarl__icon" />
            </a>
          ),
          'close',
        ],
      }}
    />
  );
}
