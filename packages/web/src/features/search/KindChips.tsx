import { useLingui } from '@lingui/react/macro';
import { classNames } from '../../ui/index.ts';
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
        <button
          key={choice}
          type="button"
          aria-pressed={choice === value}
          onClick={() => onChange(choice)}
          className={classNames(
            'edge min-h-[44px] shrink-0 rounded-full px-4 text-sm whitespace-nowrap',
            choice === value ? 'bg-accent font-semibold text-on-accent' : 'bg-field hover:bg-hover',
          )}
        >
          {t(kindWords[choice])}
        </button>
      ))}
    </div>
  );
}
