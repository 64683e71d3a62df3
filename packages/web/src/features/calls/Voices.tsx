import { useEffect, useRef } from 'react';
import type { CallView } from './state.ts';

function Voice({ stream, isOn }: { stream: MediaStream; isOn: boolean }) {
  const ref = useRef<HTMLAudioElement>(null);
  useEffect(() => {
    const element = ref.current;
    if (element === null) return;
    element.srcObject = stream;
    // A page that nobody has touched may not sound; the first touch of the call lets it.
    const play = () => void element.play().catch(() => undefined);
    play();
    addEventListener('pointerdown', play);
    return () => removeEventListener('pointerdown', play);
  }, [stream]);
  // What people say now has no captions; the text beside the call is for that.
  // eslint-disable-next-line jsx-a11y/media-has-caption -- see above
  return <audio ref={ref} muted={!isOn} />;
}

/** Everybody’s voice, apart from the pictures: it goes on while the call is small. */
export function Voices({ view }: { view: CallView }) {
  return (
    <div hidden>
      {[...view.peers.values()].map(({ personId, stream }) =>
        stream === null ? null : <Voice key={personId} stream={stream} isOn={view.sound} />,
      )}
    </div>
  );
}
