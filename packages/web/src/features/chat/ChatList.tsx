import { Trans, useLingui } from '@lingui/react/macro';
import { archivedOf, type State } from '@plaza/client';
import {
  Archive,
  ArrowLeft,
  Handshake,
  MessageCircle,
  Plus,
  ScanLine,
  UserPlus,
  UsersRound,
} from 'lucide-react';
import { Suspense, useEffect, useMemo, useState } from 'react';
import { useLocation } from 'wouter';
import { useStep } from '../../shell/index.ts';
import { useClientState } from '../../state/index.ts';
import {
  ButtonLink,
  EmptyState,
  ListRow,
  Menu,
  SearchField,
  SkeletonRows,
  TopBar,
} from '../../ui/index.ts';
import { preloadNext } from '../../ui/part.tsx';
import { Everywhere } from '../search/index.ts';
import { ChatRow } from './ChatRow.tsx';
import { FoundContacts } from './FoundContacts.tsx';
import { ChatDetail } from './index.ts';
import { createSummaries } from './summaries-kept.ts';
import { summaryOf, type Summary } from './summaries.ts';
import { foldName } from './text.ts';

const whole = (state: State) => state;

/** Rows that say the same are the same object, so that only changed ones are drawn again. */
function useSummaries(state: State, locale: string, isArchive: boolean): Summary[] {
  const [read] = useState(() => createSummaries(summaryOf));
  return useMemo(() => read(state, { locale, isArchive }), [read, state, locale, isArchive]);
}

function AddMenu() {
  const { t } = useLingui();
  const [, navigate] = useLocation();
  return (
    <Menu
      label={t`New`}
      icon={<Plus aria-hidden="true" className="size-6" />}
      items={[
        { id: 'group', label: t`New group`, icon: UsersRound, run: () => navigate('/chats/new') },
        {
          id: 'meet',
          label: t`Group face to face`,
          icon: Handshake,
          run: () => navigate('/chats/meet'),
        },
        { id: 'add', label: t`Add contact`, icon: UserPlus, run: () => navigate('/contacts/add') },
        { id: 'scan', label: t`Scan`, icon: ScanLine, run: () => navigate('/discover/scan') },
      ]}
    />
  );
}

function NothingYet() {
  return (
    <EmptyState
      icon={MessageCircle}
      title={<Trans>No conversations yet</Trans>}
      action={
        <ButtonLink to="/contacts/add">
          <Trans>Add a contact</Trans>
        </ButtonLink>
      }
    >
      <Trans>Find somebody by handle or code, and say hello.</Trans>
    </EmptyState>
  );
}

/** The conversations, newest first. */
export default function ChatList() {
  const { t, i18n } = useLingui();
  const [path, navigate] = useLocation();
  const state = useClientState(['list', 'contacts', 'people', 'me', 'status'], whole);
  const [isArchive, setArchive] = useState(false);
  const summaries = useSummaries(state, i18n.locale, isArchive);
  const [search, setSearch] = useState('');
  const archivedCount = archivedOf(state).length;
  const here = path.split('/')[2] ?? '';
  const wanted = foldName(search);
  const shown = summaries.filter(({ title }) => foldName(title).includes(wanted));

  useStep((step) => {
    const at = summaries.findIndex(({ id }) => id === here);
    const next = summaries[at === -1 ? 0 : at + step];
    if (next !== undefined) navigate(`/chats/${next.id}`);
  });

  const isShown = summaries.length > 0;
  useEffect(() => {
    if (isShown) preloadNext(ChatDetail);
  }, [isShown]);

  const isKnown = state.personalSeq !== null || state.status === 'live';
  return (
    <>
      <TopBar title={t`Chats`} large actions={<AddMenu />} />
      <div className="px-4 pb-2">
        <SearchField
          label={t`Search people, groups and messages`}
          placeholder={t`Search`}
          value={search}
          onChange={setSearch}
        />
      </div>
      <div className="min-h-0 flex-1 overflow-y-auto overscroll-contain pb-4">
        {wanted === '' && (isArchive || archivedCount > 0) ? (
          <ListRow
            title={isArchive ? t`Back to all chats` : t`Archived`}
            start={
              isArchive ? (
                <ArrowLeft aria-hidden="true" className="size-5 text-muted rtl:-scale-x-100" />
              ) : (
                <Archive aria-hidden="true" className="size-5 text-muted" />
              )
            }
            end={isArchive ? undefined : archivedCount}
            onClick={() => setArchive(!isArchive)}
          />
        ) : null}
        {summaries.length === 0 && wanted === '' && !isArchive ? (
          isKnown ? (
            <NothingYet />
          ) : (
            <SkeletonRows />
          )
        ) : null}
        {shown.length === 0 ? null : (
          <ul aria-label={t`Conversations`}>
            {shown.map((summary) => (
              <ChatRow key={summary.id} summary={summary} selected={summary.id === here} />
            ))}
          </ul>
        )}
        {wanted === '' ? null : (
          <>
            <FoundContacts wanted={wanted} state={state} />
            <Suspense fallback={<SkeletonRows count={2} />}>
              <Everywhere query={search} state={state} known={new Set(shown.map(({ id }) => id))} />
            </Suspense>
          </>
        )}
      </div>
    </>
  );
}
