import { Plural, useLingui } from '@lingui/react/macro';
import { draftsOf, keyOf, type State } from '@plaza/client';
import { ArrowUp, Bell, PenLine, Settings2 } from 'lucide-react';
import { useEffect, useLayoutEffect, useRef, useState, type ReactNode } from 'react';
import { Virtualizer, type VirtualizerHandle } from 'virtua';
import { useClient, useClientState } from '../../state/index.ts';
import { Badge, classNames, IconLink, TopBar } from '../../ui/index.ts';
import { useNow } from './ago.ts';
import { CommentBar } from './CommentBar.tsx';
import { FeedEnd } from './FeedEnd.tsx';
import { FeedHead } from './FeedHead.tsx';
import { whole } from './people.ts';
import { PostCard } from './PostCard.tsx';
import { PostViewer } from './PostViewer.tsx';
import type { AnswerTo } from './Reactions.tsx';
import { Sending } from './Sending.tsx';
import { useFeed } from './use-feed.ts';

/** As close to the end the next page is asked for. */
const loadAheadPx = 1_200;

function Actions({ unread }: { unread: number }) {
  const { t } = useLingui();
  return (
    <>
      <span className="relative">
        <IconLink
          to="/discover/moments/notices"
          label={unread === 0 ? t`Notices` : t`Notices, ${unread} new`}
          icon={<Bell aria-hidden="true" className="size-5.5" />}
        />
        <Badge count={unread} className="pointer-events-none absolute -end-0.5 top-0" />
      </span>
      <IconLink
        to="/discover/moments/new"
        label={t`Write a post`}
        icon={<PenLine aria-hidden="true" className="size-5.5" />}
      />
      <IconLink
        to="/discover/moments/settings"
        label={t`Settings of Moments`}
        icon={<Settings2 aria-hidden="true" className="size-5.5" />}
      />
    </>
  );
}

/** Posts that came while somebody read: they stand above when this is pressed. */
function NewPill({ count, onShow }: { count: number; onShow(): void }) {
  if (count === 0) return null;
  return (
    <button
      type="button"
      onClick={onShow}
      className={classNames(
        'edge absolute inset-x-0 top-3 z-20 mx-auto flex min-h-11 w-fit items-center',
        'gap-2 rounded-full bg-accent px-5 font-semibold text-on-accent shadow-float',
        'hover:bg-accent-press',
      )}
    >
      <ArrowUp aria-hidden="true" className="size-4" />
      <Plural value={count} one="# new post" other="# new posts" />
    </button>
  );
}

function useMore(state: State) {
  const { commands } = useClient();
  const { next, isAsked } = state.moments;
  return (list: VirtualizerHandle | null) => {
    if (list === null || next === null || !isAsked) return;
    const left = list.scrollSize - list.scrollOffset - list.viewportSize;
    if (left < loadAheadPx) void commands.loadOlderPosts();
  };
}

/** What friends post, by time and nothing else; what somebody reads never moves. */
export default function Feed() {
  const { t } = useLingui();
  const state = useClientState(['moments', 'people', 'contacts', 'me'], whole);
  const feed = useFeed(state);
  const now = useNow();
  const scroller = useRef<HTMLDivElement>(null);
  const list = useRef<VirtualizerHandle>(null);
  const [answer, setAnswer] = useState<AnswerTo | null>(null);
  const loadMore = useMore(state);
  const { posts, place, leave } = feed;
  const { sending } = draftsOf(state);
  const { moments } = state;

  useLayoutEffect(() => {
    if (place !== null) list.current?.scrollTo(place.offset);
  }, [place]);
  useEffect(() => loadMore(list.current));

  const rows: ReactNode[] = [
    <FeedHead key="head" state={state} />,
    ...sending.map((draft) => <Sending key={draft.postId} draft={draft} />),
    ...posts.map((post, index) => (
      <article
        key={keyOf(post)}
        aria-label={post.author.displayName}
        aria-posinset={index + 1}
        aria-setsize={moments.next === null ? posts.length : -1}
        className="border-t border-line"
      >
        <PostCard post={post} state={state} now={now} onAnswer={setAnswer} />
      </article>
    )),
    <FeedEnd
      key="end"
      isEmpty={posts.length === 0}
      isAsking={feed.isAsking}
      isKnown={moments.isAsked}
      hasMore={moments.next !== null}
    />,
  ];
  return (
    <>
      <TopBar
        title={t`Moments`}
        back="/discover"
        backOnPhone
        actions={<Actions unread={moments.unread} />}
      />
      <div className="relative min-h-0 flex-1">
        <div
          ref={scroller}
          role="region"
          aria-label={t`Posts of friends`}
          aria-busy={feed.isAsking}
          className="h-full overflow-y-auto bg-surface [overflow-anchor:none] sm:bg-canvas"
        >
          <div className="mx-auto min-h-full max-w-xl bg-surface">
            <Virtualizer
              ref={list}
              scrollRef={scroller}
              {...(place?.cache === undefined ? {} : { cache: place.cache })}
              bufferSize={600}
              onScroll={(offset) => {
                leave(offset, list.current?.cache);
                loadMore(list.current);
              }}
            >
              {rows}
            </Virtualizer>
          </div>
        </div>
        <NewPill
          count={feed.newCount}
          onShow={() => {
            feed.showNew();
            list.current?.scrollTo(0);
          }}
        />
      </div>
      {answer === null ? null : (
        <CommentBar
          key={keyOf(answer.post)}
          to={answer}
          state={state}
          takesFocus
          onClose={() => setAnswer(null)}
          onDone={() => setAnswer(null)}
        />
      )}
      <PostViewer />
    </>
  );
}
