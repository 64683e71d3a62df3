import { lazy, useEffect, type ComponentType } from 'react';
import { Route, Switch, useLocation } from 'wouter';
import { LanguageLinks } from './LanguageLinks.tsx';
import { keepNext } from './next.ts';
import Welcome from './Welcome.tsx';

const pages: readonly [string, ComponentType][] = [
  ['/sign-in', lazy(() => import('./SignIn.tsx'))],
  ['/sign-in/phone', lazy(() => import('./PhoneSignIn.tsx'))],
  ['/sign-up', lazy(() => import('./SignUp.tsx'))],
  ['/recover', lazy(() => import('./Recover.tsx'))],
  ['/reset', lazy(() => import('./FinishReset.tsx'))],
];

/** Everything that somebody without a session sees. */
export default function Entrance() {
  const [path] = useLocation();
  useEffect(() => keepNext(location), [path]);
  return (
    <main className="flex h-full flex-col overflow-y-auto bg-canvas">
      <div className="m-auto flex w-full max-w-md flex-col gap-6 px-5 py-8">
        <Switch>
          {pages.map(([at, Page]) => (
            <Route key={at} path={at}>
              <Page />
            </Route>
          ))}
          <Route>
            <Welcome />
          </Route>
        </Switch>
        <LanguageLinks />
      </div>
    </main>
  );
}
