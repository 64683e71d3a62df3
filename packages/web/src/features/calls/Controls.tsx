import { useLingui } from '@lingui/react/macro';
import {
  Keyboard,
  Mic,
  MicOff,
  PhoneOff,
  SwitchCamera,
  Video,
  VideoOff,
  Volume2,
  VolumeX,
} from 'lucide-react';
import { maxCallPeople } from './limits.ts';
import { RoundButton } from './RoundButton.tsx';
import { show, type CallView } from './state.ts';
import { useEngine } from './use-engine.ts';

const icon = 'size-6';

/** A camera is for two, or for the few that a group by video has. */
function mayShowPicture({ call, media }: CallView): boolean {
  const joined = call?.parties.filter(({ state }) => state === 'joined').length ?? 0;
  return media === 'video' || call?.kind === 'direct' || joined <= maxCallPeople.video;
}

function CameraButtons({ view }: { view: CallView }) {
  const { t } = useLingui();
  const run = useEngine();
  if (!mayShowPicture(view)) return null;
  return (
    <>
      <RoundButton
        size="m"
        label={t`Camera`}
        pressed={view.camera}
        tone={view.camera ? 'on' : 'plain'}
        icon={
          view.camera ? (
            <Video aria-hidden="true" className={icon} />
          ) : (
            <VideoOff aria-hidden="true" className={icon} />
          )
        }
        onClick={() => run((engine) => engine.setCamera(!view.camera))}
      />
      {view.camera ? (
        <RoundButton
          size="m"
          label={t`Turn round`}
          icon={<SwitchCamera aria-hidden="true" className={icon} />}
          onClick={() => run((engine) => engine.nextCamera())}
        />
      ) : null}
    </>
  );
}

/** What one can do in a call. */
export function Controls({ view }: { view: CallView }) {
  const { t } = useLingui();
  const run = useEngine();
  const { microphone, sound, isTextOpen } = view;
  return (
    <div
      role="group"
      aria-label={t`Call`}
      className={
        'flex flex-wrap items-start justify-center gap-x-1 gap-y-2 px-2 pt-3 ' +
        'pb-[max(1rem,env(safe-area-inset-bottom))] rail:gap-x-3'
      }
    >
      <RoundButton
        size="m"
        label={t`Microphone`}
        pressed={microphone}
        tone={microphone ? 'plain' : 'on'}
        icon={
          microphone ? (
            <Mic aria-hidden="true" className={icon} />
          ) : (
            <MicOff aria-hidden="true" className={icon} />
          )
        }
        onClick={() => run((engine) => engine.setMicrophone(!microphone))}
      />
      <CameraButtons view={view} />
      <RoundButton
        size="m"
        label={t`Speaker`}
        pressed={sound}
        tone={sound ? 'plain' : 'on'}
        icon={
          sound ? (
            <Volume2 aria-hidden="true" className={icon} />
          ) : (
            <VolumeX aria-hidden="true" className={icon} />
          )
        }
        onClick={() => show({ sound: !sound })}
      />
      <RoundButton
        size="m"
        label={t`Text`}
        pressed={isTextOpen}
        tone={isTextOpen ? 'on' : 'plain'}
        icon={<Keyboard aria-hidden="true" className={icon} />}
        onClick={() => show({ isTextOpen: !isTextOpen })}
      />
      <RoundButton
        size="m"
        isFirst
        label={t`Hang up`}
        tone="danger"
        icon={<PhoneOff aria-hidden="true" className={icon} />}
        onClick={() => run((engine) => engine.hangUp())}
      />
    </div>
  );
}
