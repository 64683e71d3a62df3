import { useEffect, useRef } from 'react';

const listeners = new Set<(step: 1 | -1) => void>();

/** Alt+↓ and Alt+↑ go to the next and the previous thing of the list that is shown. */
export function useStep(onStep: (step: 1 | -1) => void): void {
  const latest = useRef(onStep);
  useEffect(() => {
    latest.current = onStep;
  });
  useEffect(() => {
    const listener = (step: 1 | -1) => latest.current(step);
    listeners.add(listener);
    return () => {
      listeners.delete(listener);
    };
  }, []);
}

function focusSearch(): boolean {
  const field = document.querySelector<HTMLInputElement>('[data-search]');
  field?.focus();
  field?.select();
  return field !== null;
}

/** Escape belongs to whatever is open on top, then to the writing of a language, then to back. */
function goBack(event: KeyboardEvent): boolean {
  if (event.isComposing || event.defaultPrevented) return false;
  if (document.querySelector('dialog[open], [popover]:popover-open') !== null) return false;
  const backs = [...document.querySelectorAll<HTMLElement>('[data-back]')];
  backs.at(-1)?.click();
  return backs.length > 0;
}

function handle(event: KeyboardEvent): void {
  const { key, altKey, ctrlKey, metaKey } = event;
  let done = false;
  if (key === 'k' && (ctrlKey || metaKey)) done = focusSearch();
  else if (key === 'Escape') done = goBack(event);
  else if (altKey && (key === 'ArrowDown' || key === 'ArrowUp')) {
    for (const listener of listeners) listener(key === 'ArrowDown' ? 1 : -1);
    done = listeners.size > 0;
  }
  if (done) event.preventDefault();
}

/** The keys that work everywhere. */
export function useShellKeys(): void {
  useEffect(() => {
    addEventListener('keydown', handle);
    return () => removeEventListener('keydown', handle);
  }, []);
}
