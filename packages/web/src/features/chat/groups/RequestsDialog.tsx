import { Trans, useLingui } from '@lingui/react/macro';
import type { PersonId } from '@plaza/base';
import type { Conversation, MethodOutput } from '@plaza/contract';
import { useCallback } from 'react';
import { api, useAnswer, useClient, useTask } from '../../../state/index.ts';
import { Avatar, Button, Dialog, FormError, SkeletonRows } from '../../../ui/index.ts';
import { orThrow } from '../or-throw.ts';

type Request = MethodOutput<'chat.listJoinRequests'>['requests'][number];
type RequestsDialogProps = { conversation: Conversation; onClose(): void };

type RowProps = { request: Request; busy: boolean; decide(accept: boolean): void };

function Row({ request, busy, decide }: RowProps) {
  const { person, inviter, reason } = request;
  return (
    <li className="flex flex-wrap items-center gap-3 px-5 py-2.5">
      <Avatar
        id={person.personId}
        name={person.displayName}
        photoPath={person.photoPath}
        size="s"
      />
      <div className="min-w-32 flex-1">
        <p className="font-medium">
          <bdi>{person.displayName}</bdi>
        </p>
        <p className="text-sm text-muted">
          {inviter === null ? null : <Trans>By {inviter.displayName}</Trans>}
          {reason === '' ? null : (
            <span dir="auto" className="block">
              {reason}
            </span>
          )}
        </p>
      </div>
      <Button tone="plain" disabled={busy} onClick={() => decide(false)}>
        <Trans>Decline</Trans>
      </Button>
      <Button tone="soft" disabled={busy} onClick={() => decide(true)}>
        <Trans>Let in</Trans>
      </Button>
    </li>
  );
}

/** Who waits to be let into a group. */
export function RequestsDialog({ conversation, onClose }: RequestsDialogProps) {
  const { t } = useLingui();
  const { commands } = useClient();
  const { conversationId } = conversation;
  const ask = useCallback(() => api.chat.listJoinRequests({ conversationId }), [conversationId]);
  const answer = useAnswer(ask);
  const task = useTask();

  async function decide(personId: PersonId, accept: boolean): Promise<void> {
    await task.run(async () => {
      orThrow(await commands.decideJoin(conversationId, personId, accept));
    });
    answer.reload();
  }

  const requests = answer.data?.requests ?? null;
  return (
    <Dialog open onClose={onClose} title={t`Waiting to join`}>
      {requests === null && answer.failure === null ? <SkeletonRows count={2} /> : null}
      <FormError>{task.failure?.text ?? answer.failure?.text}</FormError>
      {requests?.length === 0 ? (
        <p className="text-muted">
          <Trans>Nobody waits.</Trans>
        </p>
      ) : null}
      <ul className="-mx-5 divide-y divide-line">
        {(requests ?? []).map((request) => (
          <Row
            key={request.person.personId}
            request={request}
            busy={task.busy}
            decide={(accept) => void decide(request.person.personId, accept)}
          />
        ))}
      </ul>
    </Dialog>
  );
}
