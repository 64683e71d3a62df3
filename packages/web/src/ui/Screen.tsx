import type { ReactNode } from 'react';

type ScreenProps = {
  children: ReactNode;
  /** It is only read: Tab finds nothing in it, so it is reached itself, to be scrolled by keys. */
  isText?: boolean;
};

/** The scrolling body of a screen of cards, in a column that is never too wide to read. */
export function Screen({ children, isText = false }: ScreenProps) {
  return (
    <div
      // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- arrow keys scroll it
      tabIndex={isText ? 0 : undefined}
      className="ring-inside min-h-0 flex-1 overflow-y-auto"
    >
      <div className="mx-auto flex w-full max-w-xl flex-col gap-6 px-[16px] py-5 pb-10">
        {children}
      </div>
    </div>
  );
}
