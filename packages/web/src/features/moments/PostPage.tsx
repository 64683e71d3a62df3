import { Trans, useLingui } from '@lingui/react/macro';
import { postKey } from '@plaza/client';
import type { PostRef } from '@plaza/contract';
import { ImageOff } from 'lucide-react';
import { useCallback, useEffect, useState } from 'react';
import { api, asFailure, useAnswer, useClient, useClientState } from '../../state/index.ts';
import { EmptyState, FormError, TopBar } from '../../ui/index.ts';
import { useNow } from './ago.ts';
import { CommentBar } from './CommentBar.tsx';
import { whole } from './people.ts';
import { PostCard } from './PostCard.tsx';
import { PostSkeletons } from './PostSkeletons.tsx';
import { PostViewer } from './PostViewer.tsx';
import type { AnswerTo } from './Reactions.tsx';

/** How it is now, with all comments; a post that is mine to see no more is forgotten. */
function usePost(ref: PostRef) {
  const { commands } = useClient();
  const state = useClientState(['moments', 'people', 'contacts', 'me'], whole);
  const { authorId, postId } = ref;
  const { data, failure } = useAnswer(
    useCallback(
      async (signal: AbortSignal) => {
        const asked = { authorId, postId };
        try {
          const { post } = await api.moments.getPost(asked, { signal });
          await commands.takePosts([post]);
          return true;
        } catch (thrown) {
          if (asFailure(thrown).error === 'post_unknown') await commands.forgetPost(asked);
          throw thrown;
        }
      },
      [authorId, postId, commands],
    ),
  );
  const post = state.moments.posts.get(postKey(ref)) ?? null;
  return { state, post, isAnswered: data !== null, failure };
}

function Nothing({ isGone, text }: { isGone: boolean; text: string | null }) {
  if (text === null) return <PostSkeletons count={1} />;
  if (!isGone) {
    return (
      <div className="p-4">
        <FormError>{text}</FormError>
      </div>
    );
  }
  return (
    <EmptyState icon={ImageOff} title={<Trans>This post is not there</Trans>}>
      <Trans>It was deleted, or it is not for you to see.</Trans>
    </EmptyState>
  );
}

/** One post with everything that I may see of it. */
export default function PostPage({ post: ref }: { post: PostRef }) {
  const { t } = useLingui();
  const { state, post, isAnswered, failure } = usePost(ref);
  const now = useNow();
  const [answer, setAnswer] = useState<AnswerTo | null>(null);
  useEffect(() => setAnswer(null), [ref.postId]);
  const isGone = failure?.error === 'post_unknown' || (isAnswered && post === null);
  return (
    <>
      <TopBar title={t`Post`} back="/discover/moments" />
      <div className="min-h-0 flex-1 overflow-y-auto bg-surface sm:bg-canvas">
        <div className="mx-auto min-h-full max-w-xl bg-surface">
          {post === null ? (
            <Nothing isGone={isGone} text={isGone ? '' : (failure?.text ?? null)} />
          ) : (
            <PostCard
              post={post}
              state={state}
              now={now}
              isAlone
              onAnswer={(to) => setAnswer({ ...to })}
            />
          )}
        </div>
      </div>
      {post?.mayReact === true ? (
        <CommentBar
          to={answer === null ? { post, comment: null } : { ...answer, post }}
          state={state}
          takesFocus={answer !== null}
          onDone={() => setAnswer(null)}
        />
      ) : null}
      <PostViewer />
    </>
  );
}
