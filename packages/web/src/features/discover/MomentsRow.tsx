import { plural } from '@lingui/core/macro';
import { Trans, useLingui } from '@lingui/react/macro';
import type { State } from '@plaza/client';
import { Images } from 'lucide-react';
import { useClientState } from '../../state/index.ts';
import { Badge, ListRow, RowIcon, VisuallyHidden } from '../../ui/index.ts';

const news = ({ moments }: State) => moments;

/** The way to Moments: how many notices wait, or a dot where friends posted. */
export function MomentsRow({ selected }: { selected: boolean }) {
  const { t } = useLingui();
  const { unread, hasNew } = useClientState('moments', news);
  const isDotted = unread === 0 && hasNew;
  return (
    <ListRow
      to="/discover/moments"
      selected={selected}
      title={<Trans>Moments</Trans>}
      subtitle={<Trans>What friends show you</Trans>}
      start={<RowIcon icon={Images} hue="pink" />}
      end={
        unread > 0 ? (
          <>
            <Badge count={unread} />
            <VisuallyHidden>{plural(unread, { one: '# new', other: '# new' })}</VisuallyHidden>
          </>
        ) : isDotted ? (
          <span
            role="img"
            aria-label={t`New posts`}
            className="edge inline-block size-2.5 rounded-full bg-badge"
          />
        ) : undefined
      }
    />
  );
}
