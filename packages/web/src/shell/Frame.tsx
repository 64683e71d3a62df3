import { Trans, useLingui } from '@lingui/react/macro';
import { Suspense, useEffect, useRef, type ReactNode } from 'react';
import { useLocation } from 'wouter';
import { takeNext } from '../features/identity/index.ts';
import { Mark, SkeletonRows, classNames } from '../ui/index.ts';
import { OfflineBanner } from './Banners.tsx';
import { Elsewhere } from './Elsewhere.tsx';
import { ErrorBoundary } from './ErrorBoundary.tsx';
import { useShellKeys } from './keyboard.ts';
import { placeOf } from './place.ts';
import { TabBar } from './TabBar.tsx';
import { tabs } from './tabs.ts';
import { useHasPanes } from './use-media.ts';

/** Marks the first change of place, after which a new screen takes the focus that got lost. */
function useMoved(path: string): void {
  const first = useRef(path);
  useEffect(() => {
    if (path !== first.current) document.body.dataset.moved = 'yes';
  }, [path]);
}

/** A link that somebody came by before signing in is followed now. */
function useWaitingLink(): void {
  const [, navigate] = useLocation();
  useEffect(() => {
    const next = takeNext();
    if (next !== null) navigate(next, { replace: true });
  }, [navigate]);
}

function Pane({ place, children }: { place: string; children: ReactNode }) {
  return (
    <ErrorBoundary place={place}>
      <Suspense fallback={<SkeletonRows />}>{children}</Suspense>
    </ErrorBoundary>
  );
}

function NothingOpen() {
  return (
    <div className="m-auto flex flex-col items-center gap-4 p-8 text-center text-muted">
      <Mark className="size-16 opacity-60 grayscale-40" />
      <p>
        <Trans>Choose something from the list.</Trans>
      </p>
    </div>
  );
}

/** The signed-in app: the tabs, a list, and beside or over it what was opened. */
export function Frame() {
  const { t } = useLingui();
  const [path] = useLocation();
  const hasPanes = useHasPanes();
  useShellKeys();
  useMoved(path);
  useWaitingLink();
  const place = placeOf(path, tabs);
  if (place === null) return <Elsewhere />;
  const { tab, isRoot } = place;
  const { List, Detail } = tab;
  return (
    <div className="flex h-full flex-col-reverse rail:flex-row">
      <a
        href="#main"
        className="absolute start-3 top-3 z-50 -translate-y-24 rounded-xl bg-accent px-4 py-3 text-on-accent focus:translate-y-0"
      >
        <Trans>Skip to the content</Trans>
      </a>
      <TabBar here={tab} hiddenOnPhone={!isRoot} />
      <main id="main" tabIndex={-1} className="flex min-h-0 min-w-0 flex-1 flex-col outline-none">
        <OfflineBanner />
        <div className="flex min-h-0 flex-1">
          {isRoot || hasPanes ? (
            <section
              aria-label={t(tab.label)}
              className={classNames(
                'flex min-h-0 w-full min-w-0 flex-col panes:w-86 panes:shrink-0',
                'panes:border-e panes:border-line',
                tab.isList ? 'bg-surface' : 'bg-canvas',
              )}
            >
              <Pane place={tab.id}>
                <List />
              </Pane>
            </section>
          ) : null}
          {!isRoot || hasPanes ? (
            <div className="flex min-h-0 min-w-0 flex-1 flex-col bg-canvas">
              <Pane place={path}>{isRoot ? <NothingOpen /> : <Detail />}</Pane>
            </div>
          ) : null}
        </div>
      </main>
    </div>
  );
}
