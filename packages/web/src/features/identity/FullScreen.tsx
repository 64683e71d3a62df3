import { useEffect, type ReactNode } from 'react';
import { Mark } from '../../ui/index.ts';

/** One question over the whole screen. */
export function FullScreen({ title, children }: { title: string; children: ReactNode }) {
  useEffect(() => {
    document.title = `${title} · Plaza`;
  }, [title]);
  return (
    <main className="flex h-full flex-col overflow-y-auto bg-canvas">
      <div className="m-auto flex w-full max-w-md flex-col gap-5 px-[16px] py-8">
        <Mark className="size-14" />
        <h1 className="text-2xl font-bold">{title}</h1>
        {children}
      </div>
    </main>
  );
}
