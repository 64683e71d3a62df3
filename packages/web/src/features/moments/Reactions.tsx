import { Plural, Trans, useLingui } from '@lingui/react/macro';
import type { State } from '@plaza/client';
import type { Moment, MomentComment, PersonCard } from '@plaza/contract';
import { Heart } from 'lucide-react';
import { Fragment, useState } from 'react';
import { Link } from 'wouter';
import { classNames } from '../../ui/index.ts';
import { RichText } from '../chat/pieces/index.ts';
import { CommentDialog } from './CommentDialog.tsx';
import { cardName } from './people.ts';

/** What a new comment is about: a post, or a comment there. */
export type AnswerTo = { post: Moment; comment: MomentComment | null };

/** What a comment says may lead elsewhere: that lies above the button that the whole of it is. */
const above = '[&_a]:relative [&_a]:z-10 [&_button]:relative [&_button]:z-10';
/** On a list so many comments of a post are shown; the rest stands on its own page. */
const mostOnList = 8;

function Name({ card, state }: { card: PersonCard; state: State }) {
  return (
    <Link
      to={`/discover/moments/of/${card.personId}`}
      className="font-semibold text-accent-text hover:underline"
    >
      <bdi>{cardName(state, card)}</bdi>
    </Link>
  );
}

function Likes({ post, state }: { post: Moment; state: State }) {
  const { t } = useLingui();
  const { likes, likeCount } = post;
  const more = likeCount - likes.length;
  return (
    <p className="px-3 py-1.5 text-sm leading-6">
      <Heart
        aria-label={t`Liked by`}
        role="img"
        className="me-1.5 inline size-3.5 fill-current text-packet-text"
      />
      {likes.map((card, index) => (
        <Fragment key={card.personId}>
          {index === 0 ? null : ', '}
          <Name card={card} state={state} />
        </Fragment>
      ))}
      {more > 0 ? (
        <span className="text-muted">
          {' '}
          <Plural value={more} one="and # more" other="and # more" />
        </span>
      ) : null}
    </p>
  );
}

type CommentProps = {
  comment: MomentComment;
  post: Moment;
  state: State;
  /** On the post's own page pressing it says what may be done; on a list it answers. */
  isWhole: boolean;
  onAnswer(): void;
};

/** A comment; pressing it answers it, or says what may be done with it. */
function Comment({ comment, post, state, isWhole, onAnswer }: CommentProps) {
  const { t } = useLingui();
  const [isOpen, setOpen] = useState(false);
  const { person, replyTo, text } = comment;
  const meId = state.me?.personId;
  const asks = isWhole || person.personId === meId || post.author.personId === meId;
  const name = cardName(state, person);
  return (
    <li className="relative px-3 py-0.5 text-sm leading-6 hover:bg-hover">
      <div dir="auto" className={classNames('whitespace-pre-wrap [overflow-wrap:anywhere]', above)}>
        <Name card={person} state={state} />
        {replyTo === null ? null : (
          <span className="text-muted">
            {' '}
            <Trans>
              to <Name card={replyTo.person} state={state} />
            </Trans>
          </span>
        )}
        {': '}
        <RichText text={text} />
      </div>
      {post.mayReact ? (
        <button
          type="button"
          aria-label={asks ? t`About the comment of ${name}` : t`Answer ${name}`}
          onClick={asks ? () => setOpen(true) : onAnswer}
          className="ring-inside absolute inset-0"
        />
      ) : null}
      {isOpen ? (
        <CommentDialog
          {...{ comment, post, state }}
          onClose={() => setOpen(false)}
          onAnswer={() => {
            setOpen(false);
            onAnswer();
          }}
        />
      ) : null}
    </li>
  );
}

type ReactionsProps = {
  post: Moment;
  state: State;
  isWhole: boolean;
  onAnswer(to: AnswerTo): void;
};

/** The likes and comments of a post that the viewer may see. */
export function Reactions({ post, state, isWhole, onAnswer }: ReactionsProps) {
  const { comments, commentCount, likes } = post;
  if (likes.length === 0 && comments.length === 0) return null;
  const shown = isWhole ? comments : comments.slice(0, mostOnList);
  const more = commentCount - shown.length;
  return (
    <div className="edge divide-y divide-line overflow-hidden rounded-xl bg-field">
      {likes.length === 0 ? null : <Likes post={post} state={state} />}
      {comments.length === 0 ? null : (
        <ul className="py-1">
          {shown.map((comment) => (
            <Comment
              key={comment.commentId}
              {...{ comment, post, state, isWhole }}
              onAnswer={() => onAnswer({ post, comment })}
            />
          ))}
          {more > 0 && !isWhole ? (
            <li>
              <Link
                to={`/discover/moments/post/${post.author.personId}/${post.postId}`}
                className="flex min-h-11 items-center px-3 text-sm font-semibold text-accent-text hover:bg-hover"
              >
                <Plural value={more} one="# more comment" other="# more comments" />
              </Link>
            </li>
          ) : null}
        </ul>
      )}
    </div>
  );
}
