import { Trans, useLingui } from '@lingui/react/macro';
import { Link } from 'wouter';
import { Avatar, VisuallyHidden } from '../../../ui/index.ts';
import { cardOf } from '../names.ts';
import type { MessageRow } from '../rows.ts';
import { useThreadPlace } from './context.ts';
import { Frame } from './Frame.tsx';
import { Meta } from './Meta.tsx';
import type { Said } from './said.ts';

type ContactBodyProps = {
  row: MessageRow;
  name: string | null;
  said: Extract<Said, { type: 'contact' }>;
};

/** Somebody who is recommended: the card leads to their page, where they can be asked. */
export function ContactBody({ row, name, said }: ContactBodyProps) {
  const { t } = useLingui();
  const { state } = useThreadPlace();
  const personId = 'person' in said ? said.person.personId : said.personId;
  const card = 'person' in said ? said.person : cardOf(state, personId);
  const shown = card?.displayName || t`Deleted account`;
  return (
    <Frame row={row} name={name} className="w-72 max-w-full">
      <Link
        // Whoever does not know them yet finds them by their handle.
        to={`/contacts/${personId}${card == null ? '' : `?handle=${card.handle}`}`}
        className="-mx-1 flex min-h-14 items-center gap-3 rounded-lg px-1 hover:bg-hover/60"
      >
        <Avatar id={personId} name={shown} photoPath={card?.photoPath ?? null} />
        <span className="flex min-w-0 flex-col">
          <VisuallyHidden>{t`Contact: ${shown}`}</VisuallyHidden>
          <span aria-hidden="true" dir="auto" className="truncate font-semibold">
            {shown}
          </span>
          {card == null ? null : (
            <bdi dir="ltr" className="truncate text-sm text-muted">
              @{card.handle}
            </bdi>
          )}
        </span>
      </Link>
      <div className="mt-2 flow-root border-t border-ink/10 pt-1 text-xs text-muted">
        <Trans>Contact</Trans>
        <Meta row={row} />
      </div>
    </Frame>
  );
}
