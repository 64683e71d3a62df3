import { Trans, useLingui } from '@lingui/react/macro';
import type { State } from '@plaza/client';
import type { Contact } from '@plaza/contract';
import { Inbox, UserPlus, UsersRound } from 'lucide-react';
import { useMemo, useState } from 'react';
import { useLocation } from 'wouter';
import { useStep } from '../../shell/index.ts';
import { useClientState } from '../../state/index.ts';
import {
  Avatar,
  Badge,
  ButtonLink,
  EmptyState,
  IconLink,
  ListRow,
  RowIcon,
  SearchField,
  SkeletonRows,
  TopBar,
  VisuallyHidden,
  classNames,
} from '../../ui/index.ts';
import { foldName, personName } from '../chat/index.ts';
import { waitingRequests } from './relations.ts';
import { sectionsOf } from './sections.ts';

const whole = (state: State) => state;

type Named = { contact: Contact; name: string };

function Rows({ items, here }: { items: readonly Named[]; here: string }) {
  return (
    <ul>
      {items.map(({ contact: { person }, name }) => (
        <li key={person.personId}>
          <ListRow
            to={`/contacts/${person.personId}`}
            selected={here === person.personId}
            title={name}
            start={
              <Avatar id={person.personId} name={name} photoPath={person.photoPath} size="s" />
            }
          />
        </li>
      ))}
    </ul>
  );
}

function Letter({ letter, label }: { letter: string; label?: string }) {
  return (
    <h2
      aria-label={label}
      className="sticky top-0 z-10 bg-surface px-4 py-1 text-sm font-semibold text-muted"
    >
      {letter}
    </h2>
  );
}

type TagsProps = {
  tags: readonly string[];
  chosen: string | null;
  onChoose(tag: string | null): void;
};

function Tags({ tags, chosen, onChoose }: TagsProps) {
  const { t } = useLingui();
  if (tags.length === 0) return null;
  return (
    <fieldset aria-label={t`Tags`} className="flex gap-2 overflow-x-auto px-4 pb-2">
      {tags.map((tag) => (
        <button
          key={tag}
          type="button"
          aria-pressed={chosen === tag}
          onClick={() => onChoose(chosen === tag ? null : tag)}
          className={classNames(
            'edge min-h-11 shrink-0 rounded-full px-4 text-sm',
            chosen === tag ? 'bg-accent text-on-accent' : 'bg-field hover:bg-hover',
          )}
        >
          <bdi>{tag}</bdi>
        </button>
      ))}
    </fieldset>
  );
}

function Places({ state, here }: { state: State; here: string }) {
  const { t } = useLingui();
  const count = waitingRequests(state).length;
  return (
    <>
      <ListRow
        to="/contacts/requests"
        selected={here === 'requests'}
        title={t`Requests`}
        start={<RowIcon icon={Inbox} hue="amber" />}
        end={
          count === 0 ? null : (
            <>
              <Badge count={count} tone="quiet" />
              <VisuallyHidden>
                <Trans>{count} waiting</Trans>
              </VisuallyHidden>
            </>
          )
        }
      />
      <ListRow
        to="/contacts/groups"
        selected={here === 'groups'}
        title={t`Groups`}
        start={<RowIcon icon={UsersRound} hue="teal" />}
      />
    </>
  );
}

function NobodyYet() {
  return (
    <EmptyState
      icon={UserPlus}
      title={<Trans>No contacts yet</Trans>}
      action={
        <ButtonLink to="/contacts/add">
          <Trans>Add a contact</Trans>
        </ButtonLink>
      }
    >
      <Trans>People who accept each other's request can write to each other.</Trans>
    </EmptyState>
  );
}

function useContacts(state: State): { named: Named[]; tags: string[] } {
  return useMemo(() => {
    const listed = [...state.contacts.values()].filter((contact) => contact.listed);
    const named = listed.map((contact) => ({
      contact,
      name: personName(state, contact.person.personId),
    }));
    const tags = [...new Set(listed.flatMap((contact) => contact.tags))].sort();
    return { named, tags };
  }, [state]);
}

/** The contacts from A to Z, and where requests and groups are. */
export default function ContactsList() {
  const { t, i18n } = useLingui();
  const [path, navigate] = useLocation();
  const state = useClientState(['contacts', 'people', 'me', 'status'], whole);
  const { named, tags } = useContacts(state);
  const [search, setSearch] = useState('');
  const [tag, setTag] = useState<string | null>(null);
  const here = path.split('/')[2] ?? '';
  const wanted = foldName(search);
  const shown = named.filter(({ contact, name }) => {
    const { person, tags: own } = contact;
    const names = `${name} ${person.displayName} ${person.handle}`;
    return foldName(names).includes(wanted) && (tag === null || own.includes(tag));
  });
  const starred = wanted === '' ? shown.filter(({ contact }) => contact.starred) : [];
  const sections = sectionsOf(shown, i18n.locale);

  useStep((step) => {
    const all = sections.flatMap(({ items }) => items);
    const at = all.findIndex(({ contact }) => contact.person.personId === here);
    const next = all[at === -1 ? 0 : at + step];
    if (next !== undefined) navigate(`/contacts/${next.contact.person.personId}`);
  });

  const isKnown = state.personalSeq !== null;
  return (
    <>
      <TopBar
        title={t`Contacts`}
        large
        actions={
          <IconLink
            to="/contacts/add"
            label={t`Add contact`}
            icon={<UserPlus aria-hidden="true" className="size-5.5" />}
          />
        }
      />
      <div className="px-4 pb-2">
        <SearchField
          label={t`Search contacts by name`}
          placeholder={t`Search`}
          value={search}
          onChange={setSearch}
        />
      </div>
      <div className="min-h-0 flex-1 overflow-y-auto overscroll-contain pb-4">
        {wanted === '' ? <Places state={state} here={here} /> : null}
        <Tags tags={tags} chosen={tag} onChoose={setTag} />
        {starred.length === 0 ? null : (
          <section>
            <Letter letter="★" label={t`Starred`} />
            <Rows items={starred} here={here} />
          </section>
        )}
        {sections.map(({ letter, items }) => (
          <section key={letter}>
            <Letter letter={letter} />
            <Rows items={items} here={here} />
          </section>
        ))}
        {named.length === 0 ? isKnown ? <NobodyYet /> : <SkeletonRows /> : null}
        {named.length > 0 && shown.length === 0 ? (
          <p role="status" className="p-6 text-center text-muted">
            <Trans>Nobody has this name.</Trans>
          </p>
        ) : null}
      </div>
    </>
  );
}
