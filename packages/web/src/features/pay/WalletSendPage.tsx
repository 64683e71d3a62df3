import { Trans, useLingui } from '@lingui/react/macro';
import type { PersonId } from '@plaza/base';
import { CallFailed, nameOf, type State } from '@plaza/client';
import { UsersRound } from 'lucide-react';
import { useState } from 'react';
import { useLocation } from 'wouter';
import { useClient, useClientState, useTask } from '../../state/index.ts';
import {
  Avatar,
  ButtonLink,
  EmptyState,
  FormError,
  ListRow,
  Screen,
  SearchField,
  SectionCard,
  Spinner,
  TopBar,
} from '../../ui/index.ts';
import { FrozenNote } from './WalletNotes.tsx';
import { useWallet } from './use-wallet.ts';

const whole = (state: State) => state;
const plain = (text: string) => text.normalize('NFKC').toLocaleLowerCase();

function usePayees(search: string) {
  const { i18n } = useLingui();
  const state = useClientState(['contacts', 'people'], whole);
  const order = new Intl.Collator(i18n.locale);
  const all = [...state.contacts.values()]
    .filter(({ listed, blocked }) => listed && !blocked)
    .map(({ person }) => ({ person, name: nameOf(state, person.personId) || `@${person.handle}` }))
    .toSorted((a, b) => order.compare(a.name, b.name));
  const wanted = plain(search.trim());
  const found = all.filter(({ person, name }) => plain(name + person.handle).includes(wanted));
  return { all, found };
}

function Nobody() {
  return (
    <EmptyState
      icon={UsersRound}
      title={<Trans>You have no contacts yet</Trans>}
      action={
        <ButtonLink to="/contacts/add">
          <Trans>Add a contact</Trans>
        </ButtonLink>
      }
    >
      <Trans>Transfers go to contacts.</Trans>
    </EmptyState>
  );
}

/** To whom? The transfer itself is made in the chat with that person. */
export default function WalletSendPage() {
  const { t } = useLingui();
  const { commands } = useClient();
  const [, navigate] = useLocation();
  const [search, setSearch] = useState('');
  const [chosen, setChosen] = useState<PersonId | null>(null);
  const { all, found } = usePayees(search);
  const { wallets } = useWallet();
  const task = useTask();

  async function open(personId: PersonId): Promise<void> {
    setChosen(personId);
    await task.run(async () => {
      const answer = await commands.openDirect(personId);
      if (!answer.ok) throw new CallFailed(answer);
      navigate(`/chats/${answer.output.head.conversation.conversationId}/transfer`);
    });
  }

  return (
    <>
      <TopBar title={t`Transfer to`} back="/me/wallet" />
      <Screen>
        {wallets[0] === undefined ? null : <FrozenNote wallet={wallets[0]} />}
        {all.length === 0 ? (
          <Nobody />
        ) : (
          <SearchField label={t`Search contacts by name`} value={search} onChange={setSearch} />
        )}
        <FormError>{task.failure?.text}</FormError>
        {found.length === 0 ? null : (
          <SectionCard>
            {found.map(({ person: { personId, handle, photoPath }, name }) => (
              <ListRow
                key={personId}
                start={<Avatar id={personId} name={name} photoPath={photoPath} size="s" />}
                title={name}
                subtitle={<bdi dir="ltr">@{handle}</bdi>}
                end={task.busy && chosen === personId ? <Spinner /> : null}
                onClick={() => void open(personId)}
              />
            ))}
          </SectionCard>
        )}
        {all.length > 0 && found.length === 0 ? (
          <p role="status" className="p-6 text-center text-muted">
            <Trans>Nobody has this name.</Trans>
          </p>
        ) : null}
      </Screen>
    </>
  );
}
