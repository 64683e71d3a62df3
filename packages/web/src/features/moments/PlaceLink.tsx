import type { MomentPlace } from '@plaza/contract';
import { MapPin } from 'lucide-react';

/** Where it was: the device's own program for maps shows it. */
export function PlaceLink({ place: { name, latitude, longitude } }: { place: MomentPlace }) {
  return (
    <a
      href={`geo:${latitude},${longitude}`}
      className="inline-flex min-h-6 w-fit items-center gap-1 text-sm text-accent-text hover:underline"
    >
      <MapPin aria-hidden="true" className="size-3.5 shrink-0" />
      <bdi>{name}</bdi>
    </a>
  );
}
