import { Trans, useLingui } from '@lingui/react/macro';
import type { MomentPlace } from '@plaza/contract';
import { LocateFixed } from 'lucide-react';
import { useState } from 'react';
import { Button, Dialog, FormError, TextField } from '../../ui/index.ts';
import { MapPicture, parsePlace } from '../chat/pieces/index.ts';

const giveUpMs = 15_000;

function locate(): Promise<GeolocationPosition> {
  return new Promise((resolve, reject) => {
    const options = { enableHighAccuracy: true, timeout: giveUpMs, maximumAge: 60_000 };
    navigator.geolocation.getCurrentPosition(resolve, reject, options);
  });
}

type PlaceDialogProps = {
  place: MomentPlace | null;
  onClose(): void;
  onChoose(place: MomentPlace | null): void;
};

const write = (place: MomentPlace | null) =>
  place === null ? '' : `${place.latitude}, ${place.longitude}`;

/** Where it was, by a name of the author's own. */
export function PlaceDialog({ place, onClose, onChoose }: PlaceDialogProps) {
  const { t } = useLingui();
  const [text, setText] = useState(() => write(place));
  const [name, setName] = useState(place?.name ?? '');
  const [problem, setProblem] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const found = parsePlace(text);

  async function find(): Promise<void> {
    setBusy(true);
    setProblem(null);
    try {
      const { coords } = await locate();
      // A hundred metres are near enough for others to know.
      setText(`${coords.latitude.toFixed(3)}, ${coords.longitude.toFixed(3)}`);
    } catch {
      setProblem(t`This device did not tell where it is. Allow it, or type the numbers.`);
    }
    setBusy(false);
  }

  function choose(): void {
    if (name.trim() === '') return setProblem(t`Give the place a name.`);
    if (found === null) return setProblem(t`Type latitude and longitude, such as 48.8584, 2.2945.`);
    onChoose({ ...found, name: name.trim() });
    onClose();
  }

  return (
    <Dialog
      open
      onClose={onClose}
      title={t`Place`}
      actions={
        <>
          {place === null ? null : (
            <Button
              tone="plain"
              onClick={() => {
                onChoose(null);
                onClose();
              }}
            >
              <Trans>No place</Trans>
            </Button>
          )}
          <Button onClick={choose}>
            <Trans>Done</Trans>
          </Button>
        </>
      }
    >
      <TextField
        label={t`Name of the place`}
        value={name}
        onChange={setName}
        maxLength={100}
        autoComplete="off"
      />
      <Button
        tone="soft"
        busy={busy}
        icon={<LocateFixed aria-hidden="true" className="size-5" />}
        onClick={() => void find()}
      >
        <Trans>Where I am</Trans>
      </Button>
      <TextField
        label={t`Latitude and longitude`}
        value={text}
        onChange={setText}
        dir="ltr"
        inputMode="text"
        autoComplete="off"
        placeholder="48.8584, 2.2945"
      />
      {found === null ? null : (
        <div className="overflow-hidden rounded-2xl">
          <MapPicture {...found} />
        </div>
      )}
      <FormError>{problem}</FormError>
    </Dialog>
  );
}
