import { Trans } from '@lingui/react/macro';
import { TriangleAlert } from 'lucide-react';
import { formatDate } from '../../i18n/format.ts';
import { useMe } from '../../state/session.ts';
import { ButtonLink, Note } from '../../ui/index.ts';

/** Stands where it cannot be overlooked as long as the account waits for its end. */
export function DeletionNote() {
  const { deletionAt } = useMe();
  if (deletionAt === null) return null;
  const day = formatDate(deletionAt);
  return (
    <Note tone="warn" icon={<TriangleAlert aria-hidden="true" className="mt-0.5 size-5" />}>
      <p className="mb-2 font-medium">
        <Trans>Your account will be erased on {day}.</Trans>
      </p>
      <ButtonLink to="/me/data" tone="soft">
        <Trans>Keep it or read more</Trans>
      </ButtonLink>
    </Note>
  );
}
