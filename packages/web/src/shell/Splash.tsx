import { Mark } from '../ui/index.ts';

/** While it is not known yet who uses this device; seen only by those who wait. */
export function Splash() {
  return (
    <main className="grid h-full place-items-center">
      <h1 className="sr-only">Plaza</h1>
      <Mark className="after-a-moment size-20" />
    </main>
  );
}
