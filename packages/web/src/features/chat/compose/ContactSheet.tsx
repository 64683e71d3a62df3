import { Trans, useLingui } from '@lingui/react/macro';
import type { PersonId } from '@plaza/base';
import type { State } from '@plaza/client';
import { useState } from 'react';
import { useClientState } from '../../../state/index.ts';
import { Button, Dialog } from '../../../ui/index.ts';
import { PeoplePicker } from '../PeoplePicker.tsx';
import type { OwnSheetProps } from './PollSheet.tsx';
import { usePosting } from './use-posting.ts';

const whole = (state: State) => state;
const nobody: ReadonlySet<PersonId> = new Set();

/** Recommends contacts: each is a card of its own. */
export default function ContactSheet({ id, onClose }: OwnSheetProps) {
  const { t } = useLingui();
  const { say } = usePosting(id);
  const state = useClientState(['contacts', 'people', 'me'], whole);
  const [chosen, setChosen] = useState(nobody);
  return (
    <Dialog
      open
      onClose={onClose}
      title={t`Send a contact`}
      actions={
        <>
          <Button tone="plain" onClick={onClose}>
            <Trans>Cancel</Trans>
          </Button>
          <Button
            disabled={chosen.size === 0}
            onClick={() => {
              for (const personId of chosen) say({ type: 'contact', personId });
              onClose();
            }}
          >
            <Trans>Send</Trans>
          </Button>
        </>
      }
    >
      <div className="-mx-4">
        <PeoplePicker state={state} without={nobody} chosen={chosen} onChange={setChosen} />
      </div>
    </Dialog>
  );
}
