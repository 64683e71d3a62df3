import { Trans, useLingui } from '@lingui/react/macro';
import { ImageUp } from 'lucide-react';
import { useRef, useState } from 'react';
import { loadDecoder, pixelsOf } from '../../media/decode-qr.ts';
import { useCameraCodes, type CameraState } from '../../media/use-camera-codes.ts';
import { Button, FormError, Note, TextField } from '../../ui/index.ts';

type Trouble = Exclude<CameraState, 'starting' | 'looking'>;

function TroubleText({ trouble }: { trouble: Trouble }) {
  switch (trouble) {
    case 'refused':
      return (
        <Trans>
          The camera is not allowed. Allow it in the settings of your browser, or choose a picture.
        </Trans>
      );
    case 'missing':
      return <Trans>No camera was found. Choose a picture of the code instead.</Trans>;
    case 'insecure':
      return (
        <Trans>
          This page is not secure enough for the camera: open Plaza by https, or choose a picture.
        </Trans>
      );
  }
}

async function readFile(file: Blob): Promise<string | null> {
  const picture = await createImageBitmap(file);
  const pixels = pixelsOf(picture, picture);
  return pixels === null ? null : (await loadDecoder())(pixels);
}

function Camera({ onText }: { onText(text: string): void }) {
  const { t } = useLingui();
  const video = useRef<HTMLVideoElement>(null);
  const state = useCameraCodes(video, onText);
  if (state !== 'starting' && state !== 'looking') {
    return (
      <Note tone="warn">
        <TroubleText trouble={state} />
      </Note>
    );
  }
  return (
    <div className="edge relative aspect-square w-full overflow-hidden rounded-3xl bg-black">
      <video
        ref={video}
        muted
        playsInline
        aria-label={t`Camera`}
        className="size-full object-cover"
      />
      <div
        aria-hidden="true"
        className="absolute inset-[16%] rounded-3xl border-4 border-white/85 shadow-float"
      />
      <p role="status" className="absolute inset-x-0 bottom-3 px-4 text-center text-white">
        {state === 'looking' ? (
          <Trans>Point the camera at a code.</Trans>
        ) : (
          <Trans>Starting the camera …</Trans>
        )}
      </p>
    </div>
  );
}

function Picture({ onText }: { onText(text: string): void }) {
  const { t } = useLingui();
  const [problem, setProblem] = useState<string | null>(null);
  const file = useRef<HTMLInputElement>(null);

  async function choose(chosen: Blob): Promise<void> {
    setProblem(null);
    try {
      const text = await readFile(chosen);
      if (text === null) setProblem(t`There is no code in this picture.`);
      else onText(text);
    } catch {
      setProblem(t`This picture cannot be read.`);
    }
  }

  return (
    <>
      <FormError>{problem}</FormError>
      <input
        ref={file}
        type="file"
        accept="image/*"
        aria-label={t`Picture with a code`}
        className="hidden"
        onChange={(event) => {
          const chosen = event.target.files?.[0];
          event.target.value = '';
          if (chosen !== undefined) void choose(chosen);
        }}
      />
      <Button
        tone="soft"
        icon={<ImageUp aria-hidden="true" className="size-5" />}
        onClick={() => file.current?.click()}
      >
        <Trans>Choose a picture</Trans>
      </Button>
    </>
  );
}

export type ScannerProps = {
  onText(text: string): void;
  /** What may be typed or pasted instead. */
  typedLabel: string;
  /** Only digits are typed. */
  isNumber?: boolean;
  /** Shows no camera for now: what was read is looked at. */
  isStill?: boolean;
};

/** Reads a code by camera, from a picture, or as text that somebody sent. */
export default function Scanner(props: ScannerProps) {
  const { onText, typedLabel, isNumber = false, isStill = false } = props;
  const [typed, setTyped] = useState('');
  return (
    <>
      {isStill ? null : <Camera onText={onText} />}
      <Picture onText={onText} />
      <form
        noValidate
        className="flex flex-col gap-3"
        onSubmit={(event) => {
          event.preventDefault();
          if (typed.trim() !== '') onText(typed);
        }}
      >
        <TextField
          label={typedLabel}
          dir="ltr"
          inputMode={isNumber ? 'numeric' : 'url'}
          value={typed}
          onChange={setTyped}
          maxLength={600}
          autoComplete="off"
        />
        <Button type="submit" tone="soft" disabled={typed.trim() === ''}>
          <Trans>Open</Trans>
        </Button>
      </form>
    </>
  );
}
