import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { startLocale } from './i18n/activate.ts';
import { App } from './shell/App.tsx';
import { preloadFirstScreen, preloadTheRest } from './shell/preload.ts';
import { startServiceWorker } from './shell/updates.ts';
import { followNetwork } from './state/connection.ts';
import { followOtherTabs, startSession } from './state/session.ts';
import { startAppearance } from './theme/appearance.ts';
import './theme/app.css';

const root = document.getElementById('root');
if (root === null) throw new Error('The page has no root.');

startAppearance();
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
