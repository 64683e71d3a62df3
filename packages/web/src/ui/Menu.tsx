import type { LucideIcon } from 'lucide-react';
import { useId, useRef, type KeyboardEvent, type ReactNode } from 'react';
import { classNames } from './class-names.ts';

export type MenuItem = {
  id: string;
  label: ReactNode;
  icon?: LucideIcon;
  tone?: 'plain' | 'danger';
  run(): void;
};

type MenuProps = { label: string; icon: ReactNode; items: readonly MenuItem[] };

/** A button with a menu on the browser's own popover: it closes by Escape and by a press beside. */
export function Menu({ label, icon, items }: MenuProps) {
  const id = useId();
  const panel = useRef<HTMLDivElement>(null);
  const button = useRef<HTMLButtonElement>(null);

  function place(): void {
    const menu = panel.current;
    const box = button.current?.getBoundingClientRect();
    if (menu === null || box === undefined) return;
    const { width, height } = menu.getBoundingClientRect();
    const below = box.bottom + 4 + height <= innerHeight;
    const start = Math.min(Math.max(8, box.right - width), innerWidth - width - 8);
    menu.style.top = `${below ? box.bottom + 4 : Math.max(8, box.top - height - 4)}px`;
    menu.style.left = `${start}px`;
  }

  function move(event: KeyboardEvent<HTMLDivElement>): void {
    const steps: Partial<Record<string, number>> = { ArrowDown: 1, ArrowUp: -1 };
    const step = steps[event.key];
    if (step === undefined) return;
    event.preventDefault();
    const all = [...event.currentTarget.querySelectorAll<HTMLElement>('[role="menuitem"]')];
    const at = all.indexOf(document.activeElement as HTMLElement);
    all[(at + step + all.length) % all.length]?.focus();
  }

  return (
    <>
      <button
        ref={button}
        type="button"
        aria-label={label}
        title={label}
        aria-haspopup="menu"
        popoverTarget={id}
        className="grid size-[44px] shrink-0 place-items-center rounded-full hover:bg-field"
      >
        {icon}
      </button>
      <div
        ref={panel}
        id={id}
        popover="auto"
        role="menu"
        tabIndex={-1}
        aria-label={label}
        onKeyDown={move}
        onToggle={(event) => {
          if (event.newState !== 'open') return;
          place();
          panel.current?.querySelector<HTMLElement>('[role="menuitem"]')?.focus();
        }}
        className={classNames(
          'edge fixed m-0 min-w-52 rounded-2xl bg-surface py-1.5 text-ink shadow-float',
        )}
      >
        {items.map(({ id: itemId, label: text, icon: Icon, tone, run }) => (
          <button
            key={itemId}
            type="button"
            role="menuitem"
            onClick={() => {
              panel.current?.hidePopover();
              run();
            }}
            className={classNames(
              'ring-inside flex min-h-11 w-full items-center gap-3 px-4 py-2 text-start',
              'hover:bg-hover focus-visible:bg-hover',
              tone === 'danger' && 'text-danger',
            )}
          >
            {Icon === undefined ? null : <Icon aria-hidden="true" className="size-5" />}
            {text}
          </button>
        ))}
      </div>
    </>
  );
}
