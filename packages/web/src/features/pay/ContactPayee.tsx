import { Trans, useLingui } from '@lingui/react/macro';
import type { State } from '@plaza/client';
import type { Transfer } from '@plaza/contract';
import { MailCheck } from 'lucide-react';
import { useCallback, useState } from 'react';
import { useClient, useClientState, useTask } from '../../state/index.ts';
import { Button, FormError, Note, TextField } from '../../ui/index.ts';
import { useCountdown } from './use-countdown.ts';

const withinMs = 24 * 3_600_000;
const maxLength = 200;

type ContactPayeeProps = { transfer: Transfer; name: string };

/**
 * A message to whom one paid and cannot write to otherwise: once, within a day. Contacts have
 * their chat.
 */
export function ContactPayee({ transfer, name }: ContactPayeeProps) {
  const { t } = useLingui();
  const { api, commands } = useClient();
  const { transferId, payee, createdAt, expiresAt, contactedAt } = transfer;
  const isContact = useClientState(
    'contacts',
    useCallback((s: State) => s.contacts.get(payee.personId)?.listed === true, [payee.personId]),
  );
  const [text, setText] = useState('');
  const { busy, failure, run } = useTask();
  const leftMs = useCountdown(Date.parse(createdAt) + withinMs);
  if (isContact || expiresAt === null || payee.displayName === '') return null;
  if (contactedAt != null) {
    return (
      <div role="status">
        <Note icon={<MailCheck aria-hidden="true" className="mt-0.5 size-5 text-good" />}>
          <Trans>You wrote to {name} about this payment.</Trans>
        </Note>
      </div>
    );
  }
  if (leftMs === 0) return null;

  async function write(): Promise<void> {
    const written = await api.pay.contactPayee({ transferId, text: text.trim() });
    await commands.takeTransfers([written.transfer]);
  }

  return (
    <form
      noValidate
      className="flex flex-col gap-2"
      onSubmit={(event) => {
        event.preventDefault();
        if (text.trim() !== '') void run(write);
      }}
    >
      <TextField
        label={t`Write to ${name}`}
        description={t`You are no contacts: you may write once, within 24 hours of the payment.`}
        value={text}
        maxLength={maxLength}
        autoComplete="off"
        onChange={setText}
      />
      <FormError>{failure?.text}</FormError>
      <Button type="submit" tone="soft" busy={busy} disabled={text.trim() === ''}>
        <Trans>Send</Trans>
      </Button>
    </form>
  );
}
