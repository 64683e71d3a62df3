import { Trans, useLingui } from '@lingui/react/macro';
import type { FavouriteId } from '@plaza/base';
import type { State } from '@plaza/client';
import type { Favourite } from '@plaza/contract';
import { Bookmark, Plus } from 'lucide-react';
import { useEffect, useState } from 'react';
import { api, asFailure, useClient, useClientState, type Failure } from '../../state/index.ts';
import {
  Button,
  classNames,
  EmptyState,
  FormError,
  IconButton,
  SearchField,
  SkeletonRows,
  TopBar,
} from '../../ui/index.ts';
import { FavouriteDialog } from './FavouriteDialog.tsx';
import { FavouriteRow } from './FavouriteRow.tsx';
import { NoteDialog } from './NoteDialog.tsx';

const whole = (state: State) => state;
const waitMs = 180;

type Page = { favourites: readonly Favourite[]; tags: readonly string[]; next: string | null };
type Asked = { query: string; tag: string | null };

function input({ query, tag }: Asked, cursor: string | null) {
  return {
    ...(query === '' ? {} : { query }),
    ...(tag === null ? {} : { tag }),
    ...(cursor === null ? {} : { cursor }),
  };
}

/** What is kept, asked anew when the question changes or something was changed. */
function useFavourites(asked: Asked) {
  const { query, tag } = asked;
  const [page, setPage] = useState<Page | null>(null);
  const [failure, setFailure] = useState<Failure | null>(null);
  const [round, setRound] = useState(0);
  useEffect(() => {
    let isOver = false;
    const timer = setTimeout(() => {
      api.favourites.list(input({ query, tag }, null)).then(
        (answer) => {
          if (isOver) return;
          setPage(answer);
          setFailure(null);
        },
        (thrown: unknown) => {
          if (!isOver) setFailure(asFailure(thrown));
        },
      );
    }, waitMs);
    return () => {
      isOver = true;
      clearTimeout(timer);
    };
  }, [query, tag, round]);

  async function loadMore(): Promise<void> {
    if (page === null || page.next === null) return;
    const more = await api.favourites.list(input(asked, page.next));
    setPage({ ...more, favourites: [...page.favourites, ...more.favourites] });
  }
  return { page, failure, loadMore, reload: () => setRound((before) => before + 1) };
}

type TagsProps = {
  tags: readonly string[];
  tag: string | null;
  onChange(tag: string | null): void;
};

function Tags({ tags, tag, onChange }: TagsProps) {
  const { t } = useLingui();
  if (tags.length === 0) return null;
  return (
    <div role="group" aria-label={t`Tags`} className="flex gap-2 overflow-x-auto px-4 py-1.5">
      {tags.map((one) => (
        <button
          key={one}
          type="button"
          aria-pressed={one === tag}
          onClick={() => onChange(one === tag ? null : one)}
          className={classNames(
            'edge min-h-[44px] shrink-0 rounded-full px-4 text-sm whitespace-nowrap',
            one === tag ? 'bg-accent font-semibold text-on-accent' : 'bg-field hover:bg-hover',
          )}
        >
          <bdi>{one}</bdi>
        </button>
      ))}
    </div>
  );
}

/** Messages that I kept, and notes of my own. */
export default function Favourites() {
  const { t } = useLingui();
  const client = useClient();
  const state = useClientState(['contacts', 'people', 'me'], whole);
  const [search, setSearch] = useState('');
  const [tag, setTag] = useState<string | null>(null);
  const [opened, setOpened] = useState<Favourite | null>(null);
  const [noteId, setNoteId] = useState<FavouriteId | null>(null);
  const { page, failure, loadMore, reload } = useFavourites({ query: search.trim(), tag });
  const isPlain = search === '' && tag === null;
  return (
    <>
      <TopBar
        title={t`Favourites`}
        back="/me"
        backOnPhone
        actions={
          <IconButton
            label={t`New note`}
            onClick={() => setNoteId(client.newId<FavouriteId>())}
            icon={<Plus aria-hidden="true" className="size-6" />}
          />
        }
      />
      <div className="min-h-0 flex-1 overflow-y-auto pb-4">
        <div className="mx-auto max-w-xl">
          <div className="px-4 py-2">
            <SearchField label={t`Search favourites`} value={search} onChange={setSearch} />
          </div>
          <Tags tags={page?.tags ?? []} tag={tag} onChange={setTag} />
          {failure === null ? null : (
            <div className="px-4">
              <FormError>{failure.text}</FormError>
            </div>
          )}
          {page === null && failure === null ? <SkeletonRows /> : null}
          {page?.favourites.length === 0 ? (
            <EmptyState
              icon={Bookmark}
              title={isPlain ? <Trans>Nothing kept yet</Trans> : <Trans>Nothing found</Trans>}
            >
              {isPlain ? (
                <Trans>Keep a message from its menu, or write a note of your own.</Trans>
              ) : null}
            </EmptyState>
          ) : null}
          <ul className="divide-y divide-line">
            {(page?.favourites ?? []).map((favourite) => (
              <FavouriteRow
                key={favourite.favouriteId}
                favourite={favourite}
                state={state}
                onOpen={() => setOpened(favourite)}
              />
            ))}
          </ul>
          {page?.next == null ? null : (
            <div className="p-4">
              <Button tone="soft" wide onClick={() => void loadMore()}>
                <Trans>Show more</Trans>
              </Button>
            </div>
          )}
        </div>
      </div>
      {opened === null ? null : (
        <FavouriteDialog favourite={opened} onClose={() => setOpened(null)} onChanged={reload} />
      )}
      {noteId === null ? null : (
        <NoteDialog favouriteId={noteId} onClose={() => setNoteId(null)} onSaved={reload} />
      )}
    </>
  );
}
