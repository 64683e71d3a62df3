import type { PersonCard } from '@plaza/contract';
import type { FileId } from '@plaza/base';
import type { ReactNode } from 'react';
import { Link } from 'wouter';
import { Avatar } from '../../ui/index.ts';

type CoverProps = {
  person: PersonCard;
  name: string;
  coverId: FileId | null;
  /** Where a press on the face leads. */
  to?: string;
  label?: string;
  children?: ReactNode;
};

/** The picture above a feed or an album, with the face of whose it is. */
export function Cover({ person, name, coverId, to, label, children }: CoverProps) {
  const face = <Avatar id={person.personId} name={name} photoPath={person.photoPath} size="l" />;
  return (
    <div className="relative mb-10">
      <div className="hero h-44 overflow-hidden sm:rounded-b-3xl">
        {coverId === null ? null : (
          <img src={`/media/${coverId}`} alt="" className="size-full object-cover" />
        )}
        <div
          aria-hidden="true"
          className="absolute inset-x-0 bottom-0 h-24 bg-linear-to-t from-black/55 to-transparent sm:rounded-b-3xl"
        />
      </div>
      <div className="absolute inset-x-4 -bottom-7 flex items-end justify-end gap-3">
        <p className="mb-9 min-w-0 truncate text-lg font-semibold text-white">
          <bdi>{name}</bdi>
        </p>
        {to === undefined ? (
          <span className="rounded-full ring-4 ring-surface">{face}</span>
        ) : (
          <Link to={to} aria-label={label} className="rounded-full ring-4 ring-surface">
            {face}
          </Link>
        )}
      </div>
      {children}
    </div>
  );
}
