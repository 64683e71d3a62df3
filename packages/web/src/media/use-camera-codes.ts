import { useEffect, useRef, useState, type RefObject } from 'react';
import { loadDecoder, pixelsOf } from './decode-qr.ts';

export type CameraState = 'starting' | 'looking' | 'refused' | 'missing' | 'insecure';

const lookEveryMs = 120;

function whyNot(thrown: unknown): CameraState {
  return thrown instanceof DOMException && thrown.name === 'NotAllowedError'
    ? 'refused'
    : 'missing';
}

/** Shows the camera in a video element and tells the text of the first code that it sees. */
export function useCameraCodes(
  video: RefObject<HTMLVideoElement | null>,
  onText: (text: string) => void,
): CameraState {
  const [state, setState] = useState<CameraState>('starting');
  const tell = useRef(onText);
  useEffect(() => {
    tell.current = onText;
  });
  useEffect(() => {
    let isOver = false;
    let stream: MediaStream | null = null;

    async function look(shown: HTMLVideoElement): Promise<void> {
      const decode = await loadDecoder();
      while (!isOver) {
        const pixels = pixelsOf(shown, { width: shown.videoWidth, height: shown.videoHeight });
        const text = pixels === null ? null : await decode(pixels);
        if (text !== null && !isOver) return tell.current(text);
        await new Promise((resolve) => setTimeout(resolve, lookEveryMs));
      }
    }

    async function start(): Promise<void> {
      // A page that is not secure has no `mediaDevices` at all.
      const devices = navigator.mediaDevices as MediaDevices | undefined;
      if (devices === undefined) return setState('insecure');
      stream = await devices.getUserMedia({ video: { facingMode: 'environment' }, audio: false });
      const shown = video.current;
      if (isOver || shown === null) return stop();
      shown.srcObject = stream;
      await shown.play();
      setState('looking');
      await look(shown);
    }

    function stop(): void {
      for (const track of stream?.getTracks() ?? []) track.stop();
    }

    start().catch((thrown: unknown) => {
      if (!isOver) setState(whyNot(thrown));
    });
    return () => {
      isOver = true;
      stop();
    };
  }, [video]);
  return state;
}
