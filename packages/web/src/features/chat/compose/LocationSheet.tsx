import { Trans, useLingui } from '@lingui/react/macro';
import { LocateFixed } from 'lucide-react';
import { useState } from 'react';
import { Button, Dialog, FormError, TextField } from '../../../ui/index.ts';
import { MapPicture } from '../kinds/MapPicture.tsx';
import { parsePlace } from './parse-place.ts';
import type { OwnSheetProps } from './PollSheet.tsx';
import { usePosting } from './use-posting.ts';

const giveUpMs = 15_000;

function locate(): Promise<GeolocationPosition> {
  return new Promise((resolve, reject) => {
    const options = { enableHighAccuracy: true, timeout: giveUpMs, maximumAge: 60_000 };
    navigator.geolocation.getCurrentPosition(resolve, reject, options);
  });
}

/** Sends a place: where one is, or two numbers from any map. */
export default function LocationSheet({ id, onClose }: OwnSheetProps) {
  const { t } = useLingui();
  const { say } = usePosting(id);
  const [text, setText] = useState('');
  const [name, setName] = useState('');
  const [problem, setProblem] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const place = parsePlace(text);

  async function find(): Promise<void> {
    setBusy(true);
    setProblem(null);
    try {
      const { coords } = await locate();
      setText(`${coords.latitude.toFixed(6)}, ${coords.longitude.toFixed(6)}`);
    } catch {
      setProblem(t`This device did not tell where it is. Allow it, or type the numbers.`);
    }
    setBusy(false);
  }

  function send(): void {
    if (place === null) return setProblem(t`Type latitude and longitude, such as 48.8584, 2.2945.`);
    say({ type: 'location', ...place, name: name.trim() });
    onClose();
  }

  return (
    <Dialog
      open
      onClose={onClose}
      title={t`Location`}
      actions={
        <>
          <Button tone="plain" onClick={onClose}>
            <Trans>Cancel</Trans>
          </Button>
          <Button onClick={send}>
            <Trans>Send</Trans>
          </Button>
        </>
      }
    >
      <Button
        tone="soft"
        busy={busy}
        icon={<LocateFixed aria-hidden="true" className="size-5" />}
        onClick={() => void find()}
      >
        <Trans>Where I am</Trans>
      </Button>
      {place === null ? null : (
        <div className="overflow-hidden rounded-2xl">
          <MapPicture {...place} />
        </div>
      )}
      <TextField
        label={t`Latitude and longitude`}
        value={text}
        onChange={setText}
        dir="ltr"
        inputMode="text"
        autoComplete="off"
        placeholder="48.8584, 2.2945"
      />
      <TextField
        label={t`Name of the place (may stay empty)`}
        value={name}
        onChange={setName}
        maxLength={100}
        autoComplete="off"
      />
      <FormError>{problem}</FormError>
    </Dialog>
  );
}
