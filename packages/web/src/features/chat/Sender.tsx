import { useLingui } from '@lingui/react/macro';
import type { PersonId } from '@plaza/base';
import type { State } from '@plaza/client';
import { Link } from 'wouter';
import { Avatar } from '../../ui/index.ts';
import { cardOf, personName } from './names.ts';

/** The face of who says something in a group; it leads to them. */
export function Sender({ personId, state }: { personId: PersonId; state: State }) {
  const { t } = useLingui();
  const name = personName(state, personId);
  return (
    <Link
      to={`/contacts/${personId}`}
      aria-label={t`About ${name}`}
      className="relative shrink-0 rounded-full after:absolute after:-inset-1"
    >
      <Avatar
        id={personId}
        name={name}
        photoPath={cardOf(state, personId)?.photoPath ?? null}
        size="s"
      />
    </Link>
  );
}
