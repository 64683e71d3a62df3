import type { ReactNode } from 'react';

/** The scrolling body of a screen of cards, in a column that is never too wide to read. */
export function Screen({ children }: { children: ReactNode }) {
  return (
    <div className="min-h-0 flex-1 overflow-y-auto">
      <div className="mx-auto flex w-full max-w-xl flex-col gap-6 px-[16px] py-5 pb-10">
        {children}
      </div>
    </div>
  );
}
