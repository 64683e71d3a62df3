import { useLingui } from '@lingui/react/macro';
import type { State } from '@plaza/client';
import type { Moment, MomentAudience } from '@plaza/contract';
import { Globe, Lock, UsersRound, type LucideIcon } from 'lucide-react';
import { Link } from 'wouter';
import { formatDateTime } from '../../i18n/format.ts';
import { Avatar } from '../../ui/index.ts';
import { RichText } from '../chat/pieces/index.ts';
import { formatAgo } from './ago.ts';
import { audienceWords, cardName } from './people.ts';
import { PlaceLink } from './PlaceLink.tsx';
import { PostActions } from './PostActions.tsx';
import { PostPhotos } from './PostPhotos.tsx';
import { Reactions, type AnswerTo } from './Reactions.tsx';

const audienceIcons: Record<MomentAudience['kind'], LucideIcon> = {
  all: Globe,
  me: Lock,
  these: UsersRound,
  except: UsersRound,
};

/** For whom it is; only the author is told. */
function AudienceMark({ audience, state }: { audience: MomentAudience; state: State }) {
  const { t } = useLingui();
  const Icon = audienceIcons[audience.kind];
  const words = audienceWords(state, audience);
  return (
    <span role="img" aria-label={t`Who can see it: ${words}`} title={words}>
      <Icon aria-hidden="true" className="size-3.5" />
    </span>
  );
}

export type PostCardProps = {
  post: Moment;
  state: State;
  now: Date;
  /** Where it stands alone its time is no link, and nothing is left out. */
  isAlone?: boolean;
  onAnswer(to: AnswerTo): void;
};

/** One post: who, what, where and when, and what friends left at it. */
export function PostCard({ post, state, now, isAlone = false, onAnswer }: PostCardProps) {
  const { author, at, text, place, audience, mentions } = post;
  const name = cardName(state, author);
  const { personId } = author;
  const names = mentions.map((card) => ({
    ...{ personId: card.personId, name: card.displayName },
    isMe: card.personId === state.me?.personId,
  }));
  const profile = `/discover/moments/of/${personId}`;
  const ago = formatAgo(at, now);
  return (
    <div className="flex gap-3 px-4 py-4">
      <Link to={profile} tabIndex={-1} aria-hidden="true" className="h-fit shrink-0 rounded-full">
        <Avatar id={personId} name={name} photoPath={author.photoPath} />
      </Link>
      <div className="flex min-w-0 flex-1 flex-col gap-2">
        <Link
          to={profile}
          className="-mb-1 w-fit max-w-full font-semibold text-accent-text hover:underline"
        >
          <bdi>{name}</bdi>
        </Link>
        {text === '' ? null : (
          <div dir="auto" className="whitespace-pre-wrap select-text [overflow-wrap:anywhere]">
            <RichText text={text} names={names} />
          </div>
        )}
        <PostPhotos post={post} />
        {place === null ? null : <PlaceLink place={place} />}
        <div className="-my-1 -me-2 flex min-h-11 flex-wrap items-center gap-x-2 text-sm text-muted">
          {isAlone ? (
            <time dateTime={at}>{formatDateTime(at)}</time>
          ) : (
            <Link
              to={`/discover/moments/post/${personId}/${post.postId}`}
              className="-my-2 inline-flex min-h-11 items-center hover:underline"
            >
              <time dateTime={at} title={formatDateTime(at)}>
                {ago}
              </time>
            </Link>
          )}
          {audience === null ? null : <AudienceMark audience={audience} state={state} />}
          <PostActions
            post={post}
            state={state}
            onComment={() => onAnswer({ post, comment: null })}
          />
        </div>
        <Reactions post={post} state={state} isWhole={isAlone} onAnswer={onAnswer} />
      </div>
    </div>
  );
}
