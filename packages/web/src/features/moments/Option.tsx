import { Check } from 'lucide-react';
import type { ReactNode } from 'react';
import { classNames } from '../../ui/index.ts';

type OptionProps = {
  group: string;
  isChosen: boolean;
  title: ReactNode;
  about?: ReactNode;
  onChoose(): void;
};

/** One of several choices, a real radio button: arrows go from one to the next. */
export function Option({ group, isChosen, title, about, onChoose }: OptionProps) {
  return (
    <label
      className={classNames(
        'flex min-h-14 cursor-pointer items-center gap-3 px-4 py-2 hover:bg-hover',
        'has-focus-visible:outline-2 has-focus-visible:-outline-offset-2',
        'has-focus-visible:outline-accent',
      )}
    >
      <input type="radio" name={group} className="sr-only" checked={isChosen} onChange={onChoose} />
      <span className="flex min-w-0 flex-1 flex-col">
        <span className="font-medium">{title}</span>
        {about === undefined ? null : <span className="text-sm text-muted">{about}</span>}
      </span>
      {isChosen ? <Check aria-hidden="true" className="size-5 text-accent-text" /> : null}
    </label>
  );
}
