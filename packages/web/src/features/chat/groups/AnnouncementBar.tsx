import { Trans, useLingui } from '@lingui/react/macro';
import { inboxOf, type State } from '@plaza/client';
import type { Conversation } from '@plaza/contract';
import { Megaphone } from 'lucide-react';
import { useState } from 'react';
import { useClient, useTask } from '../../../state/index.ts';
import { Button } from '../../../ui/index.ts';
import { orThrow } from '../or-throw.ts';
import { oneLine } from '../text.ts';
import { AnnouncementDialog } from './AnnouncementDialog.tsx';

type AnnouncementBarProps = { conversation: Conversation; state: State };

/** An announcement that was not confirmed yet stands above the messages. */
export function AnnouncementBar({ conversation, state }: AnnouncementBarProps) {
  const { t } = useLingui();
  const { commands } = useClient();
  const [isOpen, setOpen] = useState(false);
  const task = useTask();
  const { conversationId, announcement } = conversation;
  const inbox = inboxOf(state, conversationId);
  if (announcement === null || inbox === null || inbox.leftSeq !== null) return null;
  if (inbox.announcementReadSeq >= announcement.seq) return null;
  return (
    <section
      aria-label={t`Announcement`}
      className="flex shrink-0 flex-wrap items-center justify-end gap-x-3 border-b border-line bg-warn-soft px-4 py-2 text-warn"
    >
      <Megaphone aria-hidden="true" className="size-5 shrink-0" />
      <button
        type="button"
        onClick={() => setOpen(true)}
        className="min-h-11 min-w-0 flex-1 basis-28 text-start"
      >
        <span dir="auto" className="line-clamp-2 text-sm">
          {oneLine(announcement.text)}
        </span>
      </button>
      <Button
        tone="soft"
        busy={task.busy}
        onClick={() =>
          void task.run(async () => {
            orThrow(await commands.readAnnouncement(conversationId, announcement.seq));
          })
        }
      >
        <Trans>Got it</Trans>
      </Button>
      {isOpen ? (
        <AnnouncementDialog
          conversation={conversation}
          state={state}
          onClose={() => setOpen(false)}
        />
      ) : null}
    </section>
  );
}
