import { Trans, useLingui } from '@lingui/react/macro';
import type { FileId, PersonId } from '@plaza/base';
import { keyOf } from '@plaza/client';
import type { Moment, MomentsSettings, PersonCard } from '@plaza/contract';
import { Images, Lock, Play } from 'lucide-react';
import { useCallback, useState } from 'react';
import { Link } from 'wouter';
import { formatDay, formatMonth } from '../../i18n/format.ts';
import { api, useClient, useClientState, usePages } from '../../state/index.ts';
import { Button, classNames, EmptyState, FormError, TopBar } from '../../ui/index.ts';
import { Cover } from './Cover.tsx';
import { byMonth } from './months.ts';
import { cardName, whole } from './people.ts';
import { PostSkeletons } from './PostSkeletons.tsx';

type Head = {
  person: PersonCard;
  coverId: FileId | null;
  window: MomentsSettings['window'] | null;
};

/** The posts of one person, page by page; what the store knows of them is newer. */
function useAlbum(personId: PersonId) {
  const { commands } = useClient();
  const [head, setHead] = useState<Head | null>(null);
  const pages = usePages(
    useCallback(
      async (before: string | null) => {
        const asked = before === null ? { personId } : { personId, before };
        const { posts, next, person, coverId, window } = await api.moments.listAlbum(asked);
        setHead({ person, coverId, window });
        await commands.takePosts(posts);
        return { items: posts, next };
      },
      [personId, commands],
    ),
  );
  return { head, ...pages };
}

/** What a post looks like at a glance: its first photo, or its words. */
function Glance({ post }: { post: Moment }) {
  const { attachment } = post;
  const first = attachment?.type === 'photos' ? attachment.photos[0] : undefined;
  const src =
    attachment?.type === 'video' ? attachment.posterId : (first?.thumbId ?? first?.fileId ?? null);
  if (src === null || src === undefined) return null;
  const count = attachment?.type === 'photos' ? attachment.photos.length : 0;
  return (
    <span className="relative block size-20 shrink-0 overflow-hidden rounded-lg bg-field">
      <img src={`/media/${src}`} alt="" loading="lazy" className="size-full object-cover" />
      {attachment?.type === 'video' ? (
        <Play
          aria-hidden="true"
          className="absolute inset-0 m-auto size-7 fill-white text-white drop-shadow"
        />
      ) : null}
      {count > 1 ? (
        <span className="absolute end-1 bottom-1 rounded-full bg-black/60 px-1.5 text-2xs text-white tabular-nums">
          {count}
        </span>
      ) : null}
    </span>
  );
}

function Row({ post }: { post: Moment }) {
  const { t } = useLingui();
  const { author, postId, text, at, attachment, place, audience } = post;
  const words =
    text !== ''
      ? text
      : attachment?.type === 'link'
        ? attachment.title
        : attachment?.type === 'video'
          ? t`Video`
          : t`Photos`;
  return (
    <li>
      <Link
        to={`/discover/moments/post/${author.personId}/${postId}`}
        className="ring-inside flex min-h-16 items-start gap-3 px-4 py-3 hover:bg-hover"
      >
        <Glance post={post} />
        <span className="flex min-w-0 flex-1 flex-col gap-1">
          <span dir="auto" className={classNames('line-clamp-3 [overflow-wrap:anywhere]')}>
            {words}
          </span>
          <span className="flex flex-wrap items-center gap-x-2 text-sm text-muted">
            <time dateTime={at}>{formatDay(at)}</time>
            {place === null ? null : <bdi>· {place.name}</bdi>}
            {audience === null || audience.kind === 'all' ? null : (
              <Lock role="img" aria-label={t`Not for all friends`} className="size-3.5" />
            )}
          </span>
        </span>
      </Link>
    </li>
  );
}

function WindowNote({ window }: { window: Head['window'] }) {
  if (window === null || window === 'all') return null;
  return (
    <p className="px-6 py-8 text-center text-sm text-muted">
      {window === 'threeDays' ? (
        <Trans>Friends see the last three days.</Trans>
      ) : window === 'month' ? (
        <Trans>Friends see the last month.</Trans>
      ) : (
        <Trans>Friends see the last half year.</Trans>
      )}
    </p>
  );
}

type AlbumProps = { personId: PersonId; back: string };

/** What one person posted, month by month, as far as it is for the viewer. */
export default function Album({ personId, back }: AlbumProps) {
  const { t } = useLingui();
  const state = useClientState(['moments', 'people', 'contacts', 'me'], whole);
  const { head, items, failure, hasMore, busy, loadMore } = useAlbum(personId);
  const known = state.people.get(personId) ?? head?.person ?? null;
  const isMine = personId === state.me?.personId;
  const { posts } = state.moments;
  // What was deleted or hidden since is not shown from the page.
  const shown = (items ?? []).flatMap((post) => posts.get(keyOf(post)) ?? []);
  const name = known === null ? '' : cardName(state, known);
  return (
    <>
      <TopBar
        title={isMine ? t`My posts` : name === '' ? t`Posts` : t`Posts of ${name}`}
        back={back}
      />
      <div className="min-h-0 flex-1 overflow-y-auto bg-surface sm:bg-canvas">
        <div className="mx-auto min-h-full max-w-xl bg-surface">
          {known === null ? null : (
            <Cover
              person={known}
              name={name}
              coverId={head?.coverId ?? null}
              {...(isMine ? {} : { to: `/contacts/${personId}`, label: t`Profile of ${name}` })}
            />
          )}
          {failure === null ? null : (
            <div className="p-4">
              <FormError>{failure.text}</FormError>
            </div>
          )}
          {items === null && failure === null ? <PostSkeletons count={2} /> : null}
          {items !== null && shown.length === 0 ? (
            <EmptyState icon={Images} title={<Trans>No posts</Trans>}>
              {isMine ? (
                <Trans>What you post stands here, by month.</Trans>
              ) : (
                <Trans>There is nothing here that is for you to see.</Trans>
              )}
            </EmptyState>
          ) : null}
          {byMonth(shown).map(({ month, posts: inMonth }) => (
            <section key={month} aria-label={formatMonth(month)}>
              <h2 className="px-4 pt-5 pb-1 text-lg font-semibold">{formatMonth(month)}</h2>
              <ul className="divide-y divide-line">
                {inMonth.map((post) => (
                  <Row key={keyOf(post)} post={post} />
                ))}
              </ul>
            </section>
          ))}
          {hasMore ? (
            <div className="p-4">
              <Button tone="soft" wide busy={busy} onClick={loadMore}>
                <Trans>Show more</Trans>
              </Button>
            </div>
          ) : isMine || items === null ? null : (
            <WindowNote window={head?.window ?? null} />
          )}
        </div>
      </div>
    </>
  );
}
