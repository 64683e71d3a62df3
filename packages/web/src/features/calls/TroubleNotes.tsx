import { Trans } from '@lingui/react/macro';
import { Note } from '../../ui/index.ts';
import type { CallView, MediaTrouble } from './state.ts';

function Microphone({ trouble }: { trouble: MediaTrouble }) {
  switch (trouble) {
    case 'denied':
      return (
        <Trans>
          The browser gives no microphone to this page. Allow it beside the address, then press the
          microphone. Until then the others do not hear you; you can write.
        </Trans>
      );
    case 'taken':
      return (
        <Trans>Another program uses the microphone. Close it, then press the microphone.</Trans>
      );
    case 'insecure':
      return <Trans>Microphones need a secure page: open this city by https.</Trans>;
    case 'none':
      return <Trans>No microphone was found. The others do not hear you; you can write.</Trans>;
  }
}

function Camera({ trouble }: { trouble: MediaTrouble }) {
  switch (trouble) {
    case 'denied':
      return (
        <Trans>
          The browser gives no camera to this page. Allow it beside the address, then press the
          camera.
        </Trans>
      );
    case 'taken':
      return <Trans>Another program uses the camera. Close it, then press the camera.</Trans>;
    case 'insecure':
      return <Trans>Cameras need a secure page: open this city by https.</Trans>;
    case 'none':
      return <Trans>No camera was found. The others do not see you.</Trans>;
  }
}

/** What does not work, and what one can do about it. */
export function TroubleNotes({ view }: { view: CallView }) {
  const { trouble, lacksRelay } = view;
  return (
    <div role="status" className="flex flex-col gap-2 px-3 empty:hidden">
      {trouble.microphone === null ? null : (
        <Note tone="warn">
          <Microphone trouble={trouble.microphone} />
        </Note>
      )}
      {trouble.camera === null ? null : (
        <Note tone="warn">
          <Camera trouble={trouble.camera} />
        </Note>
      )}
      {lacksRelay ? (
        <Note tone="warn">
          <Trans>
            You hide your address, and this city has no relay: nobody can be reached. You can change
            that under Me, Privacy.
          </Trans>
        </Note>
      ) : null}
    </div>
  );
}
