import { Trans, useLingui } from '@lingui/react/macro';
import type { ContactRequest, PersonCard } from '@plaza/contract';
import { UserPlus } from 'lucide-react';
import { useState } from 'react';
import { useClient, useTask } from '../../state/index.ts';
import { Button, Dialog, FormError, Note, TextArea, showToast } from '../../ui/index.ts';
import type { Found } from './PersonView.tsx';
import type { Standing } from './relations.ts';

const longestReason = 200;

type AskProps = { person: PersonCard; found: Found; onClose(): void };

function AskDialog({ person, found, onClose }: AskProps) {
  const { t } = useLingui();
  const { api } = useClient();
  const [reason, setReason] = useState('');
  const task = useTask();

  async function ask(): Promise<void> {
    const succeeded = await task.run(async () => {
      const { personId } = person;
      const answer = await api.contacts.sendRequest({ personId, reason: reason.trim(), ...found });
      showToast(answer.state === 'accepted' ? t`You are contacts now.` : t`The request was sent.`);
    });
    if (succeeded) onClose();
  }

  return (
    <Dialog
      open
      onClose={onClose}
      title={t`Send request`}
      actions={
        <Button busy={task.busy} onClick={() => void ask()}>
          <Trans>Send</Trans>
        </Button>
      }
    >
      <TextArea
        label={t`Who you are, and why`}
        value={reason}
        onChange={setReason}
        maxLength={longestReason}
        description={
          <Trans>
            May stay empty. Before it is accepted, only your name, handle and this are shown.
          </Trans>
        }
      />
      <FormError>{task.failure?.text}</FormError>
    </Dialog>
  );
}

/** Accepts or quietly ignores a request. */
export function AnswerButtons({ request }: { request: ContactRequest }) {
  const { api } = useClient();
  const task = useTask();
  const answer = (accept: boolean) =>
    void task.run(async () => {
      await api.contacts.answerRequest({ requestId: request.requestId, accept });
    });
  return (
    <>
      <div className="flex flex-wrap gap-2">
        <Button busy={task.busy} onClick={() => answer(true)} className="flex-1">
          <Trans>Accept</Trans>
        </Button>
        <Button tone="soft" busy={task.busy} onClick={() => answer(false)} className="flex-1">
          <Trans>Ignore</Trans>
        </Button>
      </div>
      <FormError>{task.failure?.text}</FormError>
    </>
  );
}

/** Takes a request of mine back. */
export function WithdrawButton({ request }: { request: ContactRequest }) {
  const { api } = useClient();
  const task = useTask();
  return (
    <>
      <Button
        tone="soft"
        busy={task.busy}
        onClick={() =>
          void task.run(async () => {
            await api.contacts.withdrawRequest({ requestId: request.requestId });
          })
        }
      >
        <Trans>Take back</Trans>
      </Button>
      <FormError>{task.failure?.text}</FormError>
    </>
  );
}

type RequestActionsProps = { person: PersonCard; standing: Standing; found: Found };

/** What may be done with somebody who is not a contact. */
export function RequestActions({ person, standing, found }: RequestActionsProps) {
  const [isAsking, setAsking] = useState(false);
  const { relation, request } = standing;
  if (relation === 'request_received' && request !== null) {
    return (
      <div className="flex flex-col gap-3">
        <Note>
          <p className="text-sm text-muted">
            <Trans>Wants to become your contact</Trans>
          </p>
          <p dir="auto">{request.reason === '' ? '…' : request.reason}</p>
        </Note>
        <AnswerButtons request={request} />
      </div>
    );
  }
  if (relation === 'request_sent' && request !== null) {
    return (
      <div className="flex flex-col items-center gap-3">
        <p role="status" className="text-muted">
          <Trans>Your request waits for an answer.</Trans>
        </p>
        <WithdrawButton request={request} />
      </div>
    );
  }
  if (standing.contact?.blocked === true || person.displayName === '') return null;
  return (
    <>
      <Button
        wide
        icon={<UserPlus aria-hidden="true" className="size-5" />}
        onClick={() => setAsking(true)}
      >
        <Trans>Send request</Trans>
      </Button>
      {isAsking ? (
        <AskDialog person={person} found={found} onClose={() => setAsking(false)} />
      ) : null}
    </>
  );
}
