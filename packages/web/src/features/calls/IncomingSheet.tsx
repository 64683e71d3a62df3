import { Trans, useLingui } from '@lingui/react/macro';
import type { State } from '@plaza/client';
import { Phone, PhoneOff, Video } from 'lucide-react';
import { useEffect, useRef } from 'react';
import { Avatar, classNames } from '../../ui/index.ts';
import { callTitle, nameInCall } from './call-names.ts';
import { RoundButton } from './RoundButton.tsx';
import type { CallView } from './state.ts';
import { useEngine } from './use-engine.ts';

type IncomingProps = { view: CallView; state: State };

/** Opens as a modal and takes the focus; what was focused before gets it back. */
export function useModal() {
  const ref = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    const dialog = ref.current;
    const before = document.activeElement;
    dialog?.showModal();
    dialog?.querySelector<HTMLElement>('[data-first-focus]')?.focus({ preventScroll: true });
    return () => {
      dialog?.close();
      const isLost = document.activeElement === document.body;
      if (isLost && before instanceof HTMLElement) before.focus({ preventScroll: true });
    };
  }, []);
  return ref;
}

function Waiting({ view, state }: IncomingProps) {
  const { call, media } = view;
  if (call === null) return null;
  const caller = nameInCall(state, call, call.callerId);
  if (call.kind === 'direct') {
    return media === 'video' ? <Trans>Video call</Trans> : <Trans>Voice call</Trans>;
  }
  return media === 'video' ? (
    <Trans>{caller} invites you to a video call</Trans>
  ) : (
    <Trans>{caller} invites you to a voice call</Trans>
  );
}

/** Somebody calls. */
export function IncomingSheet({ view, state }: IncomingProps) {
  const { t } = useLingui();
  const ref = useModal();
  const run = useEngine();
  const { call, media } = view;
  if (call === null) return null;
  const caller = call.parties.find(({ person }) => person.personId === call.callerId)?.person;
  const title = callTitle(state, call);
  return (
    <dialog
      ref={ref}
      aria-label={t`Incoming call: ${title}`}
      onCancel={(event) => event.preventDefault()}
      className={classNames(
        'sheet edge fixed inset-x-0 bottom-0 mt-auto w-full max-w-full flex-col items-center gap-6',
        'overflow-y-auto rounded-t-3xl bg-surface p-6 pt-10 text-ink shadow-float open:flex',
        'pb-[max(2rem,env(safe-area-inset-bottom))] rail:inset-0 rail:m-auto rail:h-fit',
        'rail:w-96 rail:rounded-3xl',
      )}
    >
      <span className="rounded-full outline-8 outline-soft">
        <Avatar
          id={call.kind === 'group' ? call.conversationId : call.callerId}
          name={title}
          photoPath={call.kind === 'group' ? null : (caller?.photoPath ?? null)}
          size="xl"
        />
      </span>
      <div className="text-center">
        <h2 className="text-xl font-semibold">
          <bdi>{title}</bdi>
        </h2>
        <p role="status" className="text-muted">
          <Waiting view={view} state={state} />
        </p>
      </div>
      <div className="flex w-full justify-around">
        <RoundButton
          label={t`Decline`}
          tone="danger"
          icon={<PhoneOff aria-hidden="true" className="size-7" />}
          onClick={() => run((engine) => engine.decline())}
        />
        <RoundButton
          label={t({ context: 'phone', message: 'Answer' })}
          tone="good"
          isFirst
          icon={
            media === 'video' ? (
              <Video aria-hidden="true" className="size-7" />
            ) : (
              <Phone aria-hidden="true" className="size-7" />
            )
          }
          onClick={() => run((engine) => engine.answer(call))}
        />
      </div>
    </dialog>
  );
}
