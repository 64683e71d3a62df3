import { useEffect, useRef, type ReactNode } from 'react';
import { createPortal } from 'react-dom';

/**
 * A page for the printer alone: it stands beside the app, which is not printed (`print.css`), and
 * asks the browser to print as soon as it is there.
 */
export function Paper({ onDone, children }: { onDone(): void; children: ReactNode }) {
  const done = useRef(onDone);
  useEffect(() => {
    done.current = onDone;
  });
  useEffect(() => {
    const end = () => done.current();
    addEventListener('afterprint', end);
    // Avatars and fonts are not waited for: there are none on paper.
    const timer = setTimeout(() => print());
    return () => {
      clearTimeout(timer);
      removeEventListener('afterprint', end);
    };
  }, []);
  return createPortal(<div className="paper">{children}</div>, document.body);
}
