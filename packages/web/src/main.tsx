import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { completeLocale, startLocale } from './i18n/activate.ts';
import { App } from './shell/App.tsx';
import { preloadFirstScreen, preloadTheRest } from './shell/preload.ts';
import { startServiceWorker } from './shell/updates.ts';
import { followNetwork } from './state/connection.ts';
import { followOtherTabs, startSession } from './state/session.ts';
import { startAppearance } from './theme/appearance.ts';
import { holdParts } from './ui/part.tsx';
import './theme/app.css';

async function start(root: HTMLElement): Promise<void> {
  startAppearance();
  holdParts(completeLocale);
  followNetwork();
  followOtherTabs();
  startServiceWorker();
  void startSession();
  await Promise.all([startLocale(), preloadFirstScreen(location.pathname).catch(() => undefined)]);
  createRoot(root).render(
    <StrictMode>
      <App />
    </StrictMode>,
  );
  preloadTheRest();
}

const root = document.getElementById('root');
if (root === null) throw new Error('The page has no root.');
// Not awaited here: what is fetched meanwhile stands on the file that this line is in.
void start(root);
