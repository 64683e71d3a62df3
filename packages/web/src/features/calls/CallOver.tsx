import { Trans, useLingui } from '@lingui/react/macro';
import type { FavouriteId } from '@plaza/base';
import type { State } from '@plaza/client';
import { useEffect } from 'react';
import { useClient, useTask } from '../../state/index.ts';
import { Button, Dialog, FormError, showToast } from '../../ui/index.ts';
import { callTitle, nameInCall } from './call-names.ts';
import { useModal } from './IncomingSheet.tsx';
import type { CallView, Ending } from './state.ts';
import { transcriptOf } from './typed.ts';
import { useEngine } from './use-engine.ts';

type OverProps = { view: CallView; state: State };

const shownMs = 2_500;

function Why({ ending, name }: { ending: Ending; name: string }) {
  switch (ending) {
    case 'declined':
      return <Trans>{name} cannot talk now.</Trans>;
    case 'busy':
      return <Trans>{name} is in another call.</Trans>;
    case 'missed':
      return <Trans>Nobody answered.</Trans>;
    case 'cancelled':
      return <Trans>The call was cancelled.</Trans>;
    case 'lost':
      return <Trans>The connection was lost for too long.</Trans>;
    default:
      return <Trans>The call is over.</Trans>;
  }
}

/** Says how it ended, and goes away by itself. */
function Passing({ view, state }: OverProps) {
  const ref = useModal();
  const run = useEngine();
  const { ending } = view;
  const isSilent = ending === 'hung_up' || ending === null;
  useEffect(() => {
    const timer = setTimeout(() => run((engine) => engine.dismiss()), isSilent ? 0 : shownMs);
    return () => clearTimeout(timer);
  }, [run, isSilent]);
  if (isSilent) return null;
  return (
    <dialog
      ref={ref}
      onCancel={() => run((engine) => engine.dismiss())}
      className="edge m-auto rounded-3xl bg-surface px-8 py-6 text-center text-ink shadow-float"
    >
      <p role="alert">
        <Why ending={ending} name={callTitle(state, view.call)} />
      </p>
    </dialog>
  );
}

/** What the server would not do; it is read, then put away. */
function Refused({ view }: { view: CallView }) {
  const run = useEngine();
  const close = () => run((engine) => engine.dismiss());
  return (
    <Dialog
      open
      title={<Trans>No call</Trans>}
      onClose={close}
      actions={
        <Button onClick={close}>
          <Trans>Close</Trans>
        </Button>
      }
    >
      <p>{view.refusal}</p>
    </Dialog>
  );
}

/** The text of a call is nowhere but on the screens of those who were in it: keep it, or not. */
function KeepText({ view, state }: OverProps) {
  const { t } = useLingui();
  const run = useEngine();
  const { api, newId } = useClient();
  const task = useTask();
  const title = callTitle(state, view.call);
  const text = transcriptOf(view.lines, (id) => nameInCall(state, view.call, id));
  const close = () => run((engine) => engine.dismiss());

  async function keep(): Promise<void> {
    const note = t`Call with ${title}` + `\n\n${text}`;
    const isKept = await task.run(async () => {
      const favouriteId = newId<FavouriteId>();
      await api.favourites.writeNote({ favouriteId, note: note.slice(0, maxNote), tags: [] });
    });
    if (!isKept) return;
    showToast(t`Kept among your favourites.`);
    close();
  }

  return (
    <Dialog
      open
      firm
      title={<Trans>Keep the text of the call?</Trans>}
      onClose={close}
      actions={
        <>
          <Button tone="plain" onClick={close}>
            <Trans>Discard</Trans>
          </Button>
          <Button busy={task.busy} onClick={() => void keep()}>
            <Trans context="words of a call">Keep</Trans>
          </Button>
        </>
      }
    >
      <p className="text-muted">
        <Trans>
          It is kept nowhere yet. Kept, it is a note among your favourites, for you only.
        </Trans>
      </p>
      <div
        // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- it scrolls by keyboard
        tabIndex={0}
        role="region"
        aria-label={t`Text of the call`}
        dir="auto"
        className="max-h-60 overflow-y-auto rounded-xl bg-field p-3 text-sm whitespace-pre-wrap"
      >
        {text}
      </div>
      <FormError>{task.failure?.text}</FormError>
    </Dialog>
  );
}

const maxNote = 10_000;

/** The end of a call. */
export function CallOver({ view, state }: OverProps) {
  if (view.refusal !== null) return <Refused view={view} />;
  const hasText = view.lines.some(({ text }) => text.trim() !== '');
  return hasText ? <KeepText view={view} state={state} /> : <Passing view={view} state={state} />;
}
