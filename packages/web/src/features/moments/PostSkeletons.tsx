import { useLingui } from '@lingui/react/macro';

/** Posts that have not arrived, in the shape of posts. */
export function PostSkeletons({ count }: { count: number }) {
  const { t } = useLingui();
  return (
    <div role="status" aria-label={t`Loading`} className="after-a-moment animate-pulse">
      {Array.from({ length: count }, (_, index) => (
        <div key={index} className="flex gap-3 px-4 py-4">
          <div className="size-[48px] shrink-0 rounded-full bg-field" />
          <div className="flex flex-1 flex-col gap-2.5">
            <div className="h-4 w-1/3 rounded bg-field" />
            <div className="h-4 w-5/6 rounded bg-field" />
            <div className="h-44 w-3/5 rounded-lg bg-field" />
          </div>
        </div>
      ))}
    </div>
  );
}
