import { msg } from '@lingui/core/macro';
import { Trans, useLingui } from '@lingui/react/macro';
import { Eye, Link2, MapPin } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { useLocation, useSearch } from 'wouter';
import { useClientState } from '../../state/index.ts';
import {
  Avatar,
  Button,
  classNames,
  FormError,
  ListRow,
  RowIcon,
  SectionCard,
  TopBar,
} from '../../ui/index.ts';
import { cardOf, MentionList, mentionsIn, optionId, useMentioning } from '../chat/pieces/index.ts';
import { AudienceDialog } from './AudienceDialog.tsx';
import { LinkDialog, webAddress } from './LinkDialog.tsx';
import { maxTextLength } from './limits.ts';
import type { Unfit } from './media.ts';
import { audienceWords, whole } from './people.ts';
import { PhotoStrip } from './PhotoStrip.tsx';
import { PlaceDialog } from './PlaceDialog.tsx';
import { isEmpty, maySend, useCompose, type Compose as Composing } from './use-compose.ts';
import { forgetPlace } from './use-feed.ts';
import { useMentionable } from './use-mentionable.ts';

/** From here on it is said how much room is left. */
const countFrom = maxTextLength - 200;

const unfitWords: Record<Unfit, ReturnType<typeof msg>> = {
  unreadable: msg`This file cannot be shown here. Choose a photo or a video.`,
  too_long: msg`The video is longer than a minute. Make it shorter first.`,
  too_many: msg`A post has nine photos at most.`,
  not_both: msg`A post has photos or one video, not both.`,
};

type WordsProps = { compose: Composing; people: ReturnType<typeof useMentionable> };

/** The words of a post; `@` offers names. */
function Words({ compose, people }: WordsProps) {
  const { t } = useLingui();
  const state = useClientState(['contacts', 'people'], whole);
  const field = useRef<HTMLTextAreaElement>(null);
  const { draft, change, add } = compose;
  const { text } = draft;
  const put = (next: string) => change({ text: next });
  const mentioning = useMentioning({ text, people, field, change: put });
  const { isOpen, listId, active } = mentioning;
  const { length } = text.trim();
  const isOver = length > maxTextLength;
  return (
    <div>
      <textarea
        ref={field}
        dir="auto"
        rows={4}
        value={text}
        aria-label={t`What would you like to tell?`}
        placeholder={t`What would you like to tell?`}
        aria-invalid={isOver || undefined}
        aria-autocomplete="list"
        aria-controls={isOpen ? listId : undefined}
        aria-activedescendant={isOpen ? optionId(listId, active) : undefined}
        onChange={(event) => {
          put(event.target.value);
          mentioning.look(event.target);
        }}
        onSelect={(event) => {
          if (isOpen) mentioning.look(event.currentTarget);
        }}
        onBlur={mentioning.close}
        onKeyDown={mentioning.press}
        onPaste={(event) => {
          const { files } = event.clipboardData;
          if (files.length === 0 || event.clipboardData.types.includes('text/plain')) return;
          event.preventDefault();
          void add([...files]);
        }}
        className={classNames(
          'edge field-sizing-content max-h-[40dvh] min-h-28 w-full resize-none rounded-xl',
          'bg-surface px-4 py-3 placeholder:text-muted focus-visible:outline-offset-0',
        )}
      />
      {isOpen ? (
        <div className="edge mt-1 overflow-hidden rounded-xl bg-surface shadow-float">
          <MentionList
            listId={listId}
            people={mentioning.shown}
            active={active}
            photoOf={({ personId }) =>
              personId === null ? null : (cardOf(state, personId)?.photoPath ?? null)
            }
            onPick={mentioning.pick}
          />
        </div>
      ) : null}
      {length > countFrom ? (
        <p role={isOver ? 'alert' : undefined} className={isOver ? 'text-danger' : 'text-muted'}>
          <Trans>
            {length} of {maxTextLength}
          </Trans>
        </p>
      ) : null}
    </div>
  );
}

/** A link that somebody brought along from a chat. */
function useBroughtLink({ draft, change }: Composing): void {
  const [path, navigate] = useLocation();
  const search = useSearch();
  const brought = new URLSearchParams(search);
  const url = webAddress(brought.get('link') ?? '');
  const title = brought.get('title') ?? '';
  useEffect(() => {
    if (url === null) return;
    if (draft.media.length === 0) change({ link: { url, title: title || new URL(url).host } });
    // Once: after a reload the draft has it, or has it no more.
    navigate(path, { replace: true });
  }, [url, title, draft.media.length, change, navigate, path]);
}

type Open = 'place' | 'audience' | 'link' | null;

/** What belongs to a post besides words and photos. */
function Settings({ compose, onOpen }: { compose: Composing; onOpen(open: Open): void }) {
  const state = useClientState(['contacts', 'people', 'me'], whole);
  const { place, audience, link, media } = compose.draft;
  return (
    <SectionCard>
      <ListRow
        title={<Trans>Place</Trans>}
        subtitle={place?.name}
        start={<RowIcon icon={MapPin} hue="teal" />}
        onClick={() => onOpen('place')}
      />
      <ListRow
        title={<Trans>Who can see it</Trans>}
        subtitle={audienceWords(state, audience)}
        start={<RowIcon icon={Eye} hue="violet" />}
        onClick={() => onOpen('audience')}
      />
      {media.length > 0 ? null : (
        <ListRow
          title={<Trans>Link</Trans>}
          subtitle={link?.title}
          start={<RowIcon icon={Link2} hue="blue" />}
          onClick={() => onOpen('link')}
        />
      )}
    </SectionCard>
  );
}

function Dialogs({ compose, open, onClose }: { compose: Composing; open: Open; onClose(): void }) {
  const { draft, change } = compose;
  if (open === 'place') {
    return (
      <PlaceDialog place={draft.place} onClose={onClose} onChoose={(place) => change({ place })} />
    );
  }
  if (open === 'link') {
    return <LinkDialog link={draft.link} onClose={onClose} onChoose={(link) => change({ link })} />;
  }
  if (open === null) return null;
  return (
    <AudienceDialog
      audience={draft.audience}
      onClose={onClose}
      onChoose={async (audience) => change({ audience })}
    />
  );
}

/** Writes a post. It is kept as it is until it is sent, or thrown away. */
export default function Compose() {
  const { t } = useLingui();
  const [, navigate] = useLocation();
  const state = useClientState(['contacts', 'people', 'me'], whole);
  const compose = useCompose();
  const people = useMentionable(state);
  const [open, setOpen] = useState<Open>(null);
  const { draft, unfit, busy } = compose;
  const { me } = state;
  useBroughtLink(compose);

  async function send(): Promise<void> {
    const text = draft.text.trim();
    await compose.send({ text, mentions: mentionsIn(text, people).mentions ?? [] });
    forgetPlace();
    navigate('/discover/moments');
  }

  async function discard(): Promise<void> {
    await compose.discard();
    navigate('/discover/moments');
  }

  return (
    <>
      <TopBar
        title={t`New post`}
        back="/discover/moments"
        start={
          me === null ? null : (
            <span className="ms-1">
              <Avatar id={me.personId} name={me.displayName} photoPath={me.photoPath} size="s" />
            </span>
          )
        }
        actions={
          <Button disabled={busy || !maySend(draft)} onClick={() => void send()}>
            <Trans>Post</Trans>
          </Button>
        }
      />
      <div className="min-h-0 flex-1 overflow-y-auto">
        <div className="mx-auto flex w-full max-w-xl flex-col gap-4 px-[16px] py-4 pb-10">
          <Words compose={compose} people={people} />
          <FormError>{unfit === null ? null : t(unfitWords[unfit])}</FormError>
          <PhotoStrip compose={compose} />
          <Settings compose={compose} onOpen={setOpen} />
          {isEmpty(draft) ? null : (
            <>
              <p className="px-1 text-sm text-muted">
                <Trans>Kept on this device until you post it.</Trans>
              </p>
              <Button tone="plain" onClick={() => void discard()}>
                <Trans>Throw away</Trans>
              </Button>
            </>
          )}
        </div>
      </div>
      <Dialogs compose={compose} open={open} onClose={() => setOpen(null)} />
    </>
  );
}
