import { Trans } from '@lingui/react/macro';
import { Map as MapIcon } from 'lucide-react';
import type { MessageRow } from '../rows.ts';
import { Frame } from './Frame.tsx';
import { MapPicture } from './MapPicture.tsx';
import { Meta } from './Meta.tsx';
import { formatPlace, geoAddress } from './places.ts';
import type { SaidOf } from './said.ts';

type LocationBodyProps = { row: MessageRow; name: string | null; said: SaidOf<'location'> };

/** A place, on a plain picture of our own: no map service learns who looked at what. */
export function LocationBody({ row, name, said }: LocationBodyProps) {
  return (
    <Frame row={row} name={name} bare className="w-72 max-w-full">
      <MapPicture {...said} />
      <div className="px-3.5 py-2">
        {said.name === '' ? null : (
          <p dir="auto" className="font-semibold">
            {said.name}
          </p>
        )}
        <p dir="ltr" className="text-sm text-muted tabular-nums select-text rtl:text-end">
          {formatPlace(said)}
        </p>
        <div className="flex flex-wrap items-center justify-between gap-x-3">
          <a
            href={geoAddress(said)}
            className="flex min-h-11 items-center gap-2 font-semibold text-accent-text"
          >
            <MapIcon aria-hidden="true" className="size-5 shrink-0" />
            <Trans>Open in a map app</Trans>
          </a>
          <Meta row={row} place="line" />
        </div>
      </div>
    </Frame>
  );
}
