import { useEffect, useRef, type KeyboardEvent } from 'react';
import { classNames, type MenuItem } from '../../ui/index.ts';

export type Point = { x: number; y: number };

type PopMenuProps = {
  label: string;
  /** Where it opens; null while it is closed. */
  at: Point | null;
  items: readonly MenuItem[];
  onClose(): void;
};

function step(event: KeyboardEvent<HTMLDivElement>): void {
  const steps: Partial<Record<string, number>> = { ArrowDown: 1, ArrowUp: -1 };
  const by = steps[event.key];
  if (event.key === 'Tab') event.preventDefault();
  if (by === undefined) return;
  event.preventDefault();
  const all = [...event.currentTarget.querySelectorAll<HTMLElement>('[role="menuitem"]')];
  const here = all.indexOf(document.activeElement as HTMLElement);
  all[(here + by + all.length) % all.length]?.focus();
}

function place(menu: HTMLElement, { x, y }: Point): void {
  const { width, height } = menu.getBoundingClientRect();
  menu.style.left = `${Math.max(8, Math.min(x, innerWidth - width - 8))}px`;
  menu.style.top = `${Math.max(8, Math.min(y, innerHeight - height - 8))}px`;
}

/** The menu of a thing, where it was pressed; the focus goes back to the thing. */
export function PopMenu({ label, at, items, onClose }: PopMenuProps) {
  const panel = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const menu = panel.current;
    if (menu === null || at === null) return;
    const before = document.activeElement;
    menu.showPopover();
    place(menu, at);
    menu.querySelector<HTMLElement>('[role="menuitem"]')?.focus();
    return () => {
      if (menu.contains(document.activeElement) && before instanceof HTMLElement) before.focus();
    };
  }, [at]);
  if (at === null) return null;
  return (
    <div
      ref={panel}
      popover="auto"
      role="menu"
      tabIndex={-1}
      aria-label={label}
      onKeyDown={step}
      onToggle={(event) => {
        if (event.newState === 'closed') onClose();
      }}
      className="edge fixed m-0 min-w-52 rounded-2xl bg-surface py-1.5 text-ink shadow-float"
    >
      {items.map(({ id, label: text, icon: Icon, tone, run }) => (
        <button
          key={id}
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
  );
}
