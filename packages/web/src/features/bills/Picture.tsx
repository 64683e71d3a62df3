import type { PersonCard } from '@plaza/contract';
import { Avatar, type AvatarSize } from '../../ui/index.ts';

type PictureProps = {
  person: Pick<PersonCard, 'personId' | 'displayName' | 'photoPath'>;
  size?: AvatarSize;
};

/** Somebody’s picture; also one’s own has the letter of the name, not of “You”. */
export function Picture({ person, size = 's' }: PictureProps) {
  const { personId, displayName, photoPath } = person;
  return <Avatar id={personId} name={displayName} photoPath={photoPath} size={size} />;
}
