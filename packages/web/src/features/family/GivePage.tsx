import { Trans, useLingui } from '@lingui/react/macro';
import { nameOf, type State } from '@plaza/client';
import type { FamilyRule, PersonCard } from '@plaza/contract';
import { UsersRound } from 'lucide-react';
import { useEffect, useState } from 'react';
import { useLocation } from 'wouter';
import { api, useAnswer, useClientState } from '../../state/index.ts';
import {
  Avatar,
  Button,
  EmptyState,
  FormError,
  ListRow,
  Note,
  Screen,
  SearchField,
  SectionCard,
  Segmented,
  SkeletonRows,
  TopBar,
} from '../../ui/index.ts';
import { currencyWord } from '../../i18n/money.ts';
import { ApprovalSheet, usePayment } from '../pay/index.ts';
import { CapsFields } from './CapsFields.tsx';
import type { TypedCaps } from './caps.ts';
import { offerWay } from './card-way.ts';
import { readCaps } from './read-caps.ts';

const whole = (state: State) => state;
const plain = (text: string) => text.normalize('NFKC').toLocaleLowerCase();
const askRules = async () => (await api.family.getRules({})).rules;

type Friend = { person: PersonCard; name: string };

function useFriends(search: string): Friend[] {
  const state = useClientState(['contacts', 'people'], whole);
  const wanted = plain(search.trim());
  return [...state.contacts.values()]
    .filter(({ listed, blocked }) => listed && !blocked)
    .map(({ person }) => ({ person, name: nameOf(state, person.personId) || person.displayName }))
    .filter(({ person, name }) => plain(name + person.handle).includes(wanted));
}

function ForWhom({ onChosen }: { onChosen(friend: Friend): void }) {
  const { t } = useLingui();
  const [search, setSearch] = useState('');
  const friends = useFriends(search);
  return (
    <>
      <p className="text-muted">
        <Trans>Who may pay with your wallet? Choose somebody whom you know well.</Trans>
      </p>
      <SearchField label={t`Search contacts by name`} value={search} onChange={setSearch} />
      {friends.length === 0 ? (
        <EmptyState icon={UsersRound} title={<Trans>Nobody is found</Trans>}>
          <Trans>A card is for contacts only.</Trans>
        </EmptyState>
      ) : (
        <SectionCard>
          {friends.map((friend) => {
            const { personId, handle, photoPath } = friend.person;
            return (
              <ListRow
                key={personId}
                start={<Avatar id={personId} name={friend.name} photoPath={photoPath} size="s" />}
                title={friend.name}
                subtitle={<bdi dir="ltr">@{handle}</bdi>}
                onClick={() => onChosen(friend)}
              />
            );
          })}
        </SectionCard>
      )}
    </>
  );
}

type TermsProps = { friend: Friend; rules: readonly FamilyRule[] };

/** The caps, and the yes to them. */
function Terms({ friend: { person, name: called }, rules }: TermsProps) {
  const { t } = useLingui();
  const [, navigate] = useLocation();
  const { personId, photoPath } = person;
  const face = usePayment(personId, offerWay);
  const [currency, setCurrency] = useState(rules[0]?.currency ?? '');
  const [name, setName] = useState(() => t`Pocket money`);
  const [typed, setTyped] = useState<TypedCaps>({ payment: '10', day: '20', month: '100' });
  const [isTried, setTried] = useState(false);
  const { payment } = face;
  const made = payment?.step === 'done' ? (payment.result?.card ?? null) : null;
  useEffect(() => {
    if (made === null) return;
    face.drop();
    navigate(`/me/wallet/family/${made.cardId}`, { replace: true });
  }, [made, face, navigate]);
  const rule = rules.find((one) => one.currency === currency);
  if (rule === undefined) return null;
  const { scale, maxAmountMinor } = rule;
  const read = readCaps(typed, { scale, maxAmountMinor });

  function begin(): void {
    setTried(true);
    if (!read.ok || name.trim() === '') return;
    const { caps } = read;
    face.begin(
      { holderId: personId, name: name.trim(), currency, caps },
      { amountMinor: caps.monthMinor, currency, scale },
    );
  }

  return (
    <form
      noValidate
      className="flex flex-col gap-4"
      onSubmit={(event) => {
        event.preventDefault();
        begin();
      }}
    >
      <div className="flex items-center gap-[14px]">
        <Avatar id={personId} name={called} photoPath={photoPath} size="l" />
        <h2 className="min-w-0 text-xl font-bold tracking-tight">
          <Trans>
            A card for <bdi>{called}</bdi>
          </Trans>
        </h2>
      </div>
      {rules.length < 2 ? null : (
        <Segmented
          label={t`Currency`}
          value={currency}
          options={rules.map((one) => ({ value: one.currency, label: currencyWord(one.currency) }))}
          onChange={setCurrency}
        />
      )}
      <CapsFields
        {...{ name, typed, currency, scale, maxAmountMinor }}
        onName={setName}
        onTyped={setTyped}
        read={isTried ? read : null}
      />
      <Note>
        <Trans>
          The card pays in shops only, and never people. You see every payment, and can pause or end
          it at any time.
        </Trans>
      </Note>
      <Button type="submit" wide>
        <Trans>Offer the card</Trans>
      </Button>
      {payment === null || payment.step === 'done' ? null : (
        <ApprovalSheet
          face={face}
          payment={payment}
          payee={{
            name: called,
            picture: <Avatar id={personId} name={called} photoPath={photoPath} size="l" />,
          }}
          note={t`At most this much a month. Nothing is paid now.`}
          done={{ title: t`The card is offered`, text: '' }}
          onClose={face.drop}
          onDone={face.drop}
        />
      )}
    </form>
  );
}

/** Gives somebody a card on my wallet. */
export default function GivePage() {
  const { t } = useLingui();
  const { data: rules, failure } = useAnswer(askRules);
  const [friend, setFriend] = useState<Friend | null>(null);
  const open = rules?.filter(({ left }) => left > 0) ?? [];
  return (
    <>
      <TopBar title={t`Give a card`} back="/me/wallet/family" />
      <Screen>
        <FormError>{failure?.text}</FormError>
        {rules === null && failure === null ? <SkeletonRows /> : null}
        {rules !== null && open.length === 0 ? (
          <Note>
            <Trans>You can give no more cards now.</Trans>
          </Note>
        ) : null}
        {open.length === 0 ? null : friend === null ? (
          <ForWhom onChosen={setFriend} />
        ) : (
          <Terms friend={friend} rules={open} />
        )}
      </Screen>
    </>
  );
}
