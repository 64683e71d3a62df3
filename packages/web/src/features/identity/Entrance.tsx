import { useEffect, type ComponentType } from 'react';
import { Route, Switch, useLocation } from 'wouter';
import { part } from '../../ui/part.tsx';
import { LanguageLinks } from './LanguageLinks.tsx';
import { keepNext } from './next.ts';
import Welcome from './Welcome.tsx';

const pages: readonly [string, ComponentType][] = [
  ['/sign-in', part(() => import('./SignIn.tsx'))],
  ['/sign-in/phone', part(() => import('./PhoneSignIn.tsx'))],
  ['/sign-up', part(() => import('./SignUp.tsx'))],
  ['/recover', part(() => import('./Recover.tsx'))],
  ['/reset', part(() => import('./FinishReset.tsx'))],
];

/** Everything that somebody without a session sees. */
export default function Entrance() {
  const [path] = useLocation();
  useEffect(() => keepNext(location), [path]);
  return (
    <main className="flex h-full flex-col overflow-y-auto bg-canvas">
      <div className="m-auto flex w-full max-w-md flex-col gap-6 px-[16px] py-8">
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
