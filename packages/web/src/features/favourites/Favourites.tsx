import { Trans, useLingui } from '@lingui/react/macro';
import type { FavouriteId } from '@plaza/base';
import type { State } from '@plaza/client';
import type { Favourite } from '@plaza/contract';
import { Bookmark, Plus } from 'lucide-react';
import { useCallback, useState } from 'react';
import { api, useClient, useClientState, usePages } from '../../state/index.ts';
import {
  Button,
  Chip,
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

type Asked = { query: string; tag: string | null };

/** What is kept, asked anew when the question changes or something was changed. */
function useFavourites({ query, tag }: Asked) {
  const [tags, setTags] = useState<readonly string[]>([]);
  const fetchPage = useCallback(
    async (cursor: string | null) => {
      const page = await api.favourites.list({
        ...(query === '' ? {} : { query }),
        ...(tag === null ? {} : { tag }),
        ...(cursor === null ? {} : { cursor }),
      });
      setTags(page.tags);
      return { items: page.favourites, next: page.next };
    },
    [query, tag],
  );
  return { tags, ...usePages(fetchPage, { waitMs }) };
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
        <Chip key={one} isChosen={one === tag} onClick={() => onChange(one === tag ? null : one)}>
          <bdi>{one}</bdi>
        </Chip>
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
  const kept = useFavourites({ query: search.trim(), tag });
  const { items, failure, hasMore, busy, reload } = kept;
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
          <Tags tags={kept.tags} tag={tag} onChange={setTag} />
          {failure === null ? null : (
            <div className="px-4">
              <FormError>{failure.text}</FormError>
            </div>
          )}
          {items === null && failure === null ? <SkeletonRows /> : null}
          {items?.length === 0 ? (
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
            {(items ?? []).map((favourite) => (
              <FavouriteRow
                key={favourite.favouriteId}
                favourite={favourite}
                state={state}
                onOpen={() => setOpened(favourite)}
              />
            ))}
          </ul>
          {hasMore ? (
            <div className="p-4">
              <Button tone="soft" wide busy={busy} onClick={kept.loadMore}>
                <Trans>Show more</Trans>
              </Button>
            </div>
          ) : null}
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
