import { Trans, useLingui } from '@lingui/react/macro';
import type { State } from '@plaza/client';
import type { MomentsNotice } from '@plaza/contract';
import { Bell, Heart } from 'lucide-react';
import { useCallback, useEffect, useRef } from 'react';
import { Link } from 'wouter';
import { api, useClient, useClientState, usePages } from '../../state/index.ts';
import {
  Avatar,
  Button,
  classNames,
  EmptyState,
  FormError,
  SkeletonRows,
  TopBar,
} from '../../ui/index.ts';
import { formatAgo, useNow } from './ago.ts';
import { cardName, whole } from './people.ts';

function What({ notice }: { notice: MomentsNotice }) {
  const { kind, comment } = notice;
  if (kind === 'like') {
    return (
      <span className="flex items-center gap-1.5 text-muted">
        <Heart aria-hidden="true" className="size-4 fill-current text-packet-text" />
        <Trans>likes your post</Trans>
      </span>
    );
  }
  if (kind === 'mention') {
    return (
      <span className="text-muted">
        <Trans>mentioned you in a post</Trans>
      </span>
    );
  }
  return (
    <span dir="auto" className="line-clamp-3 [overflow-wrap:anywhere]">
      {comment === null ? (
        <span className="text-muted">
          <Trans>The comment is gone.</Trans>
        </span>
      ) : (
        comment.text
      )}
    </span>
  );
}

type NoticeRowProps = { notice: MomentsNotice; state: State; now: Date };

function NoticeRow({ notice, state, now }: NoticeRowProps) {
  const { person, post, at, thumbId, words, isNew } = notice;
  const name = cardName(state, person);
  return (
    <li>
      <Link
        to={`/discover/moments/post/${post.authorId}/${post.postId}`}
        className={classNames(
          'ring-inside flex min-h-16 items-start gap-3 px-4 py-3 hover:bg-hover',
          isNew && 'bg-soft',
        )}
      >
        <Avatar id={person.personId} name={name} photoPath={person.photoPath} size="s" />
        <span className="flex min-w-0 flex-1 flex-col gap-0.5">
          <bdi className="font-semibold">{name}</bdi>
          <What notice={notice} />
          <time dateTime={at} className="text-sm text-muted">
            {formatAgo(at, now)}
          </time>
        </span>
        {thumbId === null ? (
          <span
            dir="auto"
            className="line-clamp-3 w-16 shrink-0 text-sm text-muted [overflow-wrap:anywhere]"
          >
            {words}
          </span>
        ) : (
          <img
            src={`/media/${thumbId}`}
            alt=""
            loading="lazy"
            className="size-14 shrink-0 rounded-lg bg-field object-cover"
          />
        )}
      </Link>
    </li>
  );
}

/** Likes, comments and mentions that concern me; looking at them is having seen them. */
export default function Notices() {
  const { t } = useLingui();
  const { commands } = useClient();
  const state = useClientState(['people', 'contacts'], whole);
  const now = useNow();
  const unread = useClientState(
    'moments',
    useCallback((known: State) => known.moments.unread, []),
  );
  const { items, failure, hasMore, busy, loadMore, reload } = usePages(
    useCallback(async (cursor: string | null) => {
      const page = await api.moments.listNotices(cursor === null ? {} : { before: cursor });
      return { items: page.notices, next: page.next };
    }, []),
  );
  const isThere = items !== null;
  const wasMarked = useRef(false);
  useEffect(() => {
    if (!isThere || unread === 0) return;
    // What came while they were looked at is not among them yet.
    if (wasMarked.current) reload();
    wasMarked.current = true;
    void api.moments
      .markNoticesRead({})
      .then(() => commands.takeMomentsUnread(0))
      .catch(() => undefined);
  }, [isThere, unread, reload, commands]);
  return (
    <>
      <TopBar title={t`Notices`} back="/discover/moments" />
      <div className="min-h-0 flex-1 overflow-y-auto bg-surface sm:bg-canvas">
        <div className="mx-auto min-h-full max-w-xl bg-surface">
          {failure === null ? null : (
            <div className="p-4">
              <FormError>{failure.text}</FormError>
            </div>
          )}
          {items === null && failure === null ? <SkeletonRows /> : null}
          {items?.length === 0 ? (
            <EmptyState icon={Bell} title={<Trans>No notices</Trans>}>
              <Trans>Likes and comments of friends come here.</Trans>
            </EmptyState>
          ) : null}
          <ul className="divide-y divide-line">
            {(items ?? []).map((notice) => (
              <NoticeRow key={notice.noticeId} {...{ notice, state, now }} />
            ))}
          </ul>
          {hasMore ? (
            <div className="p-4">
              <Button tone="soft" wide busy={busy} onClick={loadMore}>
                <Trans>Show more</Trans>
              </Button>
            </div>
          ) : null}
        </div>
      </div>
    </>
  );
}
