import { Redirect, useLocation } from 'wouter';
import { JoinGroup } from '../features/chat/index.ts';
import { ApproveSignIn, Claim } from '../features/identity/index.ts';
import { PayPage } from '../features/merchants/index.ts';

/** Addresses outside the tabs: links and codes that lead into the app, and unknown ones. */
export function Elsewhere() {
  const [path] = useLocation();
  if (path.startsWith('/pay/')) return <PayPage />;
  switch (path) {
    case '/claim':
      return <Claim />;
    case '/q':
      return <ApproveSignIn />;
    case '/join':
      return <JoinGroup token={location.hash.slice(1)} />;
    case '/u':
      return <Redirect to={`/contacts/code/${location.hash.slice(1)}`} replace />;
    default:
      return <Redirect to="/chats" replace />;
  }
}
