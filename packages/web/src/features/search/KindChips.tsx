import { useLingui } from '@lingui/react/macro';
import { Chip } from '../../ui/index.ts';
import { kindWords, type KindChoice } from './kinds.ts';

type KindChipsProps = { value: KindChoice; onChange(value: KindChoice): void };

/** Which kinds of messages are looked for. */
export function KindChips({ value, onChange }: KindChipsProps) {
  const { t } = useLingui();
  return (
    <div
      role="group"
      aria-label={t`Kinds of messages`}
      className="flex gap-2 overflow-x-auto px-4 py-1.5 [scrollbar-width:none]"
    >
      {(Object.keys(kindWords) as KindChoice[]).map((choice) => (
        <Chip key={choice} isChosen={choice === value} onClick={() => onChange(choice)}>
          {t(kindWords[choice])}
        </Chip>
      ))}
    </div>
  );
}
