import { Trans, useLingui } from '@lingui/react/macro';
import type { PersonCard } from '@plaza/contract';
import { Ban, Flag, MessageCircle, UserMinus } from 'lucide-react';
import { useState, type ReactNode } from 'react';
import { useLocation } from 'wouter';
import { useClient, useTask } from '../../state/index.ts';
import { Button, Dialog, FormError, ListRow, SectionCard } from '../../ui/index.ts';
import { orThrow } from '../chat/index.ts';
import { ReportDialog } from '../trust/index.ts';
import type { Standing } from './relations.ts';

type Step = 'none' | 'block' | 'remove' | 'report';

function MessageButton({ person }: { person: PersonCard }) {
  const { commands } = useClient();
  const [, navigate] = useLocation();
  const task = useTask();
  return (
    <>
      <Button
        wide
        busy={task.busy}
        icon={<MessageCircle aria-hidden="true" className="size-5" />}
        onClick={() =>
          void task.run(async () => {
            const { output } = orThrow(await commands.openDirect(person.personId));
            navigate(`/chats/${output.head.conversation.conversationId}`);
          })
        }
      >
        <Trans>Message</Trans>
      </Button>
      <FormError>{task.failure?.text}</FormError>
    </>
  );
}

type ConfirmProps = { step: 'block' | 'remove'; person: PersonCard; onClose(): void };

function ConfirmDialog({ step, person, onClose }: ConfirmProps) {
  const { t } = useLingui();
  const { api } = useClient();
  const task = useTask();
  const { personId } = person;

  async function carryOut(): Promise<void> {
    const succeeded = await task.run(async () => {
      if (step === 'block') await api.contacts.block({ personId });
      else await api.contacts.remove({ personId });
    });
    if (succeeded) onClose();
  }

  return (
    <Dialog
      open
      onClose={onClose}
      title={step === 'block' ? t`Block this person?` : t`Delete this contact?`}
      actions={
        <>
          <Button tone="plain" onClick={onClose}>
            <Trans>Cancel</Trans>
          </Button>
          <Button tone="danger" busy={task.busy} onClick={() => void carryOut()}>
            {step === 'block' ? <Trans>Block</Trans> : <Trans>Delete</Trans>}
          </Button>
        </>
      }
    >
      <p className="text-muted">
        {step === 'block' ? (
          <Trans>Their messages and requests reach you no more. They are not told.</Trans>
        ) : (
          <Trans>Neither of you can write until a new request is accepted. Messages stay.</Trans>
        )}
      </p>
      <FormError>{task.failure?.text}</FormError>
    </Dialog>
  );
}

type ContactActionsProps = { person: PersonCard; standing: Standing; children?: ReactNode };

/** Write, block, unblock and delete. */
export function ContactActions({ person, standing, children }: ContactActionsProps) {
  const { t } = useLingui();
  const { api } = useClient();
  const [step, setStep] = useState<Step>('none');
  const task = useTask();
  const { contact, relation } = standing;
  const isBlocked = contact?.blocked === true;
  const isContact = relation === 'contact';
  const { personId } = person;
  return (
    <>
      {isContact && !isBlocked ? <MessageButton person={person} /> : null}
      {isBlocked ? (
        <Button
          wide
          tone="soft"
          busy={task.busy}
          onClick={() =>
            void task.run(async () => {
              await api.contacts.unblock({ personId });
            })
          }
        >
          <Trans>Unblock</Trans>
        </Button>
      ) : null}
      <FormError>{task.failure?.text}</FormError>
      {children}
      <SectionCard>
        <ListRow
          title={t`Report`}
          start={<Flag aria-hidden="true" className="size-5 text-muted" />}
          onClick={() => setStep('report')}
        />
        {isBlocked ? null : (
          <ListRow
            title={t`Block`}
            tone="danger"
            start={<Ban aria-hidden="true" className="size-5 text-danger" />}
            onClick={() => setStep('block')}
          />
        )}
        {isContact ? (
          <ListRow
            title={t`Delete contact`}
            tone="danger"
            start={<UserMinus aria-hidden="true" className="size-5 text-danger" />}
            onClick={() => setStep('remove')}
          />
        ) : null}
      </SectionCard>
      {step === 'report' ? (
        <ReportDialog subject={{ kind: 'person', personId }} onClose={() => setStep('none')} />
      ) : null}
      {step === 'none' || step === 'report' ? null : (
        <ConfirmDialog step={step} person={person} onClose={() => setStep('none')} />
      )}
    </>
  );
}
