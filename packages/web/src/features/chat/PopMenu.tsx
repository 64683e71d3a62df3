import { useEffect, useRef, type KeyboardEvent, type ReactNode } from 'react';
import { focusFirstItem, MenuItems, menuPanel, stepInMenu, type MenuItem } from '../../ui/index.ts';

export type Point = { x: number; y: number };

type PopMenuProps = {
  label: string;
  /** Where it opens; null while it is closed. */
  at: Point | null;
  items: readonly MenuItem[];
  /** What stands above the items. */
  header?: ReactNode;
  onClose(): void;
};

function onKey(event: KeyboardEvent<HTMLDivElement>): void {
  // The menu is left by Escape or by a choice: what lies behind it is not there for the keys.
  if (event.key === 'Tab') event.preventDefault();
  stepInMenu(event);
}

function place(menu: HTMLElement, { x, y }: Point): void {
  const { width, height } = menu.getBoundingClientRect();
  menu.style.left = `${Math.max(8, Math.min(x, innerWidth - width - 8))}px`;
  menu.style.top = `${Math.max(8, Math.min(y, innerHeight - height - 8))}px`;
}

/** The menu of a thing, where it was pressed; the focus goes back to the thing. */
export function PopMenu({ label, at, items, header, onClose }: PopMenuProps) {
  const panel = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const menu = panel.current;
    if (menu === null || at === null) return;
    const before = document.activeElement;
    menu.showPopover();
    place(menu, at);
    focusFirstItem(menu);
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
      onKeyDown={onKey}
      onToggle={(event) => {
        if (event.newState === 'closed') onClose();
      }}
      className={menuPanel}
    >
      {header}
      <MenuItems items={items} close={() => panel.current?.hidePopover()} />
    </div>
  );
}
