import { useId, useRef, type ReactNode } from 'react';
import { focusFirstItem, MenuItems, menuPanel, stepInMenu, type MenuItem } from './MenuItems.tsx';

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
        onKeyDown={stepInMenu}
        onToggle={(event) => {
          if (event.newState !== 'open') return;
          place();
          focusFirstItem(panel.current);
        }}
        className={menuPanel}
      >
        <MenuItems items={items} close={() => panel.current?.hidePopover()} />
      </div>
    </>
  );
}
