import { Trans, useLingui } from '@lingui/react/macro';
import type { Conversation, MethodOutput } from '@plaza/contract';
import { Copy } from 'lucide-react';
import { useEffect, useState } from 'react';
import { formatDateTime } from '../../../i18n/format.ts';
import { useClient, useTask } from '../../../state/index.ts';
import { Button, Dialog, FormError, showToast, Skeleton } from '../../../ui/index.ts';
import { QrCode } from '../../../ui/QrCode.tsx';
import { orThrow } from '../or-throw.ts';

type LinkDialogProps = { conversation: Conversation; onClose(): void };

/** A link and a code by which others join for seven days. */
export function LinkDialog({ conversation, onClose }: LinkDialogProps) {
  const { t } = useLingui();
  const { commands } = useClient();
  const [link, setLink] = useState<MethodOutput<'chat.makeJoinLink'> | null>(null);
  const { run, busy, failure } = useTask();
  const { conversationId } = conversation;

  useEffect(() => {
    void run(async () => setLink(orThrow(await commands.makeJoinLink(conversationId)).output));
  }, [run, commands, conversationId]);

  async function copy(text: string): Promise<void> {
    try {
      await navigator.clipboard.writeText(text);
      showToast(t`The link was copied.`);
    } catch {
      showToast(t`This browser does not allow copying.`);
    }
  }

  async function revoke(): Promise<void> {
    const succeeded = await run(async () => {
      orThrow(await commands.revokeJoinLinks(conversationId));
    });
    if (!succeeded) return;
    showToast(t`The link no longer works.`);
    onClose();
  }

  return (
    <Dialog
      open
      onClose={onClose}
      title={t`Join by a link`}
      actions={
        <>
          <Button tone="plain" busy={busy} onClick={() => void revoke()}>
            <Trans>End the link</Trans>
          </Button>
          <Button
            disabled={link === null}
            icon={<Copy aria-hidden="true" className="size-5" />}
            onClick={() => void copy(link?.url ?? '')}
          >
            <Trans>Copy the link</Trans>
          </Button>
        </>
      }
    >
      <div className="mx-auto w-full max-w-64">
        {link === null ? (
          <Skeleton className="aspect-square w-full" />
        ) : (
          <QrCode text={link.url} label={t`Code of the group, for others to scan`} />
        )}
      </div>
      {link === null ? null : (
        <p className="text-center text-sm text-muted">
          <Trans>
            Works until {formatDateTime(link.expiresAt)}, while the group has fewer than 200
            members.
          </Trans>
        </p>
      )}
      {conversation.joinApproval ? (
        <p className="text-center text-sm text-muted">
          <Trans>Owner or admins decide about everybody who comes by it.</Trans>
        </p>
      ) : null}
      <FormError>{failure?.text}</FormError>
    </Dialog>
  );
}
