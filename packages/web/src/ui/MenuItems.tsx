import type { LucideIcon } from 'lucide-react';
import type { KeyboardEvent, ReactNode } from 'react';
import { classNames } from './class-names.ts';

export type MenuItem = {
  id: string;
  label: ReactNode;
  icon?: LucideIcon;
  tone?: 'plain' | 'danger';
  run(): void;
};

/** The look of the panel in which the items stand. */
export const menuPanel =
  'edge fixed m-0 max-h-[calc(100dvh-16px)] max-w-[calc(100vw-16px)] overflow-y-auto ' +
  'min-w-[min(13rem,calc(100vw-16px))] rounded-2xl bg-surface py-1.5 text-ink shadow-float';

export function focusFirstItem(menu: HTMLElement | null): void {
  menu?.querySelector<HTMLElement>('[role="menuitem"]')?.focus();
}

/** The arrow keys go round all that can be chosen, also what stands side by side in one row. */
export function stepInMenu(event: KeyboardEvent<HTMLElement>): void {
  const ahead = document.documentElement.dir === 'rtl' ? -1 : 1;
  const steps: Partial<Record<string, number>> = {
    ...{ ArrowDown: 1, ArrowUp: -1 },
    ...{ ArrowRight: ahead, ArrowLeft: -ahead },
  };
  const step = steps[event.key];
  if (step === undefined) return;
  event.preventDefault();
  const all = [...event.currentTarget.querySelectorAll<HTMLElement>('[role^="menuitem"]')];
  const at = all.indexOf(document.activeElement as HTMLElement);
  all[(at + step + all.length) % all.length]?.focus();
}

/** The rows of a menu; `close` is called before what was chosen runs. */
export function MenuItems({ items, close }: { items: readonly MenuItem[]; close(): void }) {
  return items.map(({ id, label, icon: Icon, tone, run }) => (
    <button
      key={id}
      type="button"
      role="menuitem"
      onClick={() => {
        close();
        run();
      }}
      className={classNames(
        'ring-inside flex min-h-11 w-full items-center gap-3 px-4 py-2 text-start',
        'hover:bg-hover focus-visible:bg-hover',
        tone === 'danger' && 'text-danger',
      )}
    >
      {Icon === undefined ? null : <Icon aria-hidden="true" className="size-5" />}
      {label}
    </button>
  ));
}
