import { Trans, useLingui } from '@lingui/react/macro';
import type { ConversationId } from '@plaza/base';
import { useClient } from '../../state/index.ts';
import { Button, Dialog } from '../../ui/index.ts';

type ClearDialogProps = { id: ConversationId; open: boolean; onClose(): void };

/** Asks before the history is gone for this person, on all of their devices. */
export function ClearDialog({ id, open, onClose }: ClearDialogProps) {
  const { t } = useLingui();
  const { commands } = useClient();
  return (
    <Dialog
      open={open}
      onClose={onClose}
      title={t`Clear the history?`}
      actions={
        <>
          <Button tone="plain" onClick={onClose}>
            <Trans>Cancel</Trans>
          </Button>
          <Button
            tone="danger"
            onClick={() => {
              void commands.clearHistory(id);
              onClose();
            }}
          >
            <Trans>Clear history</Trans>
          </Button>
        </>
      }
    >
      <p className="text-muted">
        <Trans>
          You will not see what was said until now, on any of your devices. Others keep theirs.
        </Trans>
      </p>
    </Dialog>
  );
}
