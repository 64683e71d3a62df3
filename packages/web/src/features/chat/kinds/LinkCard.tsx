import type { LinkPreview } from '@plaza/contract';

/** What the server found behind a link. It asked, no device did, and the picture is the city's. */
export function LinkCard({ preview }: { preview: LinkPreview }) {
  const { url, siteName, title, description, imageId } = preview;
  return (
    <a
      href={url}
      target="_blank"
      rel="noopener noreferrer nofollow"
      className="mt-2 flex min-h-11 gap-3 overflow-hidden rounded-lg border-s-4 border-accent bg-ink/6 p-2.5"
    >
      <span className="flex min-w-0 flex-1 flex-col gap-0.5 text-sm">
        {siteName === '' ? null : (
          <span dir="auto" className="truncate text-xs font-semibold text-accent-text">
            {siteName}
          </span>
        )}
        <span dir="auto" className="line-clamp-2 font-semibold">
          {title === '' ? url : title}
        </span>
        {description === '' ? null : (
          <span dir="auto" className="line-clamp-2 text-muted">
            {description}
          </span>
        )}
      </span>
      {imageId === null ? null : (
        <img
          src={`/media/${imageId}`}
          alt=""
          loading="lazy"
          className="size-[64px] shrink-0 rounded-md bg-field object-cover"
        />
      )}
    </a>
  );
}
