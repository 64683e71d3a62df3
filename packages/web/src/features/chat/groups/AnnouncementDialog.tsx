import { Trans, useLingui } from '@lingui/react/macro';
import { may, type State } from '@plaza/client';
import type { Conversation } from '@plaza/contract';
import { useState } from 'react';
import { formatDateTime } from '../../../i18n/format.ts';
import { useClient, useTask } from '../../../state/index.ts';
import { Button, Dialog, FormError, TextArea } from '../../../ui/index.ts';
import { personName } from '../names.ts';
import { orThrow } from '../or-throw.ts';
import { RichText } from '../RichText.tsx';
import { AnnouncementReads } from './AnnouncementReads.tsx';

type AnnouncementDialogProps = { conversation: Conversation; state: State; onClose(): void };

/** The announcement of a group: to read, for leaders also to write and to see who has read it. */
export function AnnouncementDialog({ conversation, state, onClose }: AnnouncementDialogProps) {
  const { t } = useLingui();
  const { commands } = useClient();
  const { conversationId, announcement } = conversation;
  const mayWrite = may(state, conversationId, 'announce');
  const [text, setText] = useState<string | null>(announcement === null ? '' : null);
  const task = useTask();

  async function save(wanted: string): Promise<void> {
    const succeeded = await task.run(async () => {
      orThrow(await commands.announce(conversationId, wanted.trim()));
    });
    if (succeeded) onClose();
  }

  if (text !== null && mayWrite) {
    return (
      <Dialog
        open
        onClose={onClose}
        title={t`Announcement`}
        actions={
          <Button busy={task.busy} disabled={text.trim() === ''} onClick={() => void save(text)}>
            <Trans>Announce</Trans>
          </Button>
        }
      >
        <TextArea
          label={t`What everybody should know`}
          value={text}
          onChange={setText}
          maxLength={2000}
          rows={5}
          description={<Trans>It is shown to everybody until they confirm it.</Trans>}
        />
        <FormError>{task.failure?.text}</FormError>
      </Dialog>
    );
  }
  return (
    <Dialog
      open
      onClose={onClose}
      title={t`Announcement`}
      actions={
        mayWrite && announcement !== null ? (
          <>
            <Button tone="plain" busy={task.busy} onClick={() => void save('')}>
              <Trans>Take down</Trans>
            </Button>
            <Button tone="soft" onClick={() => setText(announcement.text)}>
              <Trans>Write anew</Trans>
            </Button>
          </>
        ) : null
      }
    >
      {announcement === null ? (
        <p className="text-muted">
          <Trans>There is none.</Trans>
        </p>
      ) : (
        <>
          <p dir="auto" className="whitespace-pre-wrap select-text">
            <RichText text={announcement.text} />
          </p>
          <p className="text-sm text-muted">
            <bdi>{personName(state, announcement.byId)}</bdi> · {formatDateTime(announcement.at)}
          </p>
          {mayWrite ? <AnnouncementReads conversation={conversation} state={state} /> : null}
        </>
      )}
      <FormError>{task.failure?.text}</FormError>
    </Dialog>
  );
}
