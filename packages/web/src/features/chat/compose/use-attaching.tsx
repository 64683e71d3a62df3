import { useLingui } from '@lingui/react/macro';
import type { ConversationId } from '@plaza/base';
import { Suspense, useRef, useState, type ReactNode } from 'react';
import { part } from '../../../ui/part.tsx';
import type { PlusChoice } from '../PlusPanel.tsx';
import { useDrops } from './drops.ts';
import type { OwnSheetProps } from './PollSheet.tsx';
import type { PreviewSheetProps } from './PreviewSheet.tsx';

const PreviewSheet = part<PreviewSheetProps>(() => import('./PreviewSheet.tsx'));
const sheets = {
  poll: part<OwnSheetProps>(() => import('./PollSheet.tsx')),
  location: part<OwnSheetProps>(() => import('./LocationSheet.tsx')),
  contact: part<OwnSheetProps>(() => import('./ContactSheet.tsx')),
  later: part<OwnSheetProps>(() => import('../actions/ScheduleDialog.tsx')),
};
type SheetName = keyof typeof sheets;

const accepted = {
  ...{ photo: 'image/*', camera: 'image/*', video: 'video/*', film: 'video/*' },
  file: undefined,
};
type InputName = keyof typeof accepted;
/** Those for which a phone opens its camera; it takes one at a time. */
const taken: ReadonlySet<InputName> = new Set(['camera', 'film']);
const inputNames = Object.keys(accepted) as InputName[];

type Picked = { files: readonly File[]; asFiles: boolean };

/** Everything that can be attached: how it is chosen, and the sheets in which it is made ready. */
export function useAttaching(id: ConversationId, focusField: () => void) {
  const { t } = useLingui();
  const [picked, setPicked] = useState<Picked | null>(null);
  const [sheet, setSheet] = useState<SheetName | null>(null);
  const inputs = useRef<Partial<Record<InputName, HTMLInputElement | null>>>({});

  function pick(files: Iterable<File>, asFiles = false): void {
    const all = [...files];
    if (all.length > 0) setPicked({ files: all, asFiles });
  }

  useDrops(id, pick);

  function choose(choice: PlusChoice): void {
    if (choice in accepted) inputs.current[choice as InputName]?.click();
    else if (choice in sheets) setSheet(choice as SheetName);
  }

  const Sheet = sheet === null ? null : sheets[sheet];
  const parts: ReactNode = (
    <>
      {inputNames.map((name) => (
        <input
          key={name}
          ref={(node) => {
            inputs.current[name] = node;
          }}
          type="file"
          multiple={!taken.has(name)}
          accept={accepted[name]}
          capture={taken.has(name) ? 'environment' : undefined}
          hidden
          tabIndex={-1}
          aria-label={t`Choose what to send`}
          data-attach={name}
          onChange={(event) => {
            // Read before the input is emptied, which empties its list too.
            const chosen = [...(event.target.files ?? [])];
            event.target.value = '';
            pick(chosen, name === 'file');
          }}
        />
      ))}
      <Suspense fallback={null}>
        {picked === null ? null : (
          <PreviewSheet
            id={id}
            {...picked}
            onClose={() => setPicked(null)}
            onSent={() => {
              setPicked(null);
              focusField();
            }}
          />
        )}
        {Sheet === null ? null : <Sheet id={id} onClose={() => setSheet(null)} />}
      </Suspense>
    </>
  );
  return { pick, choose, parts };
}
