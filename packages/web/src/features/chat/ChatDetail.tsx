import { useLingui } from '@lingui/react/macro';
import { isUuid, type ConversationId } from '@plaza/base';
import { Redirect, Route, Switch } from 'wouter';
import { useHasInfoPane } from '../../shell/index.ts';
import { part, TopBar } from '../../ui/index.ts';
import { Inside } from '../search/index.ts';
import { AddMembers } from './AddMembers.tsx';
import { InfoPane } from './InfoPane.tsx';
import { NewGroup } from './NewGroup.tsx';
import { overOf } from './Sheets.tsx';
import { ThreadView, Unknown } from './ThreadView.tsx';
import { useConversationState } from './use-thread.ts';

function InfoPage({ id }: { id: ConversationId }) {
  const { t } = useLingui();
  const state = useConversationState(id);
  const conversation = state.conversations.get(id)?.conversation;
  // Where there is room the conversation shows it beside itself.
  const hasInfoPane = useHasInfoPane();
  if (hasInfoPane) return <Redirect to={`/chats/${id}`} replace />;
  if (conversation === undefined) return <Unknown />;
  return (
    <>
      <TopBar title={t`About this conversation`} back={`/chats/${id}`} />
      <div className="min-h-0 flex-1 overflow-y-auto">
        <div className="mx-auto max-w-xl">
          <InfoPane id={id} state={state} conversation={conversation} />
        </div>
      </div>
    </>
  );
}

function SearchPage({ id }: { id: ConversationId }) {
  const state = useConversationState(id);
  if (!state.conversations.has(id)) return <Unknown />;
  return <Inside id={id} state={state} />;
}

const FaceToFace = part(() => import('./groups/FaceToFace.tsx'));

const asId = (text: string) => (isUuid(text) ? (text as ConversationId) : null);

/** The second pane of the chats. */
export default function ChatDetail() {
  return (
    <Switch>
      <Route path="/chats/new" component={NewGroup} />
      <Route path="/chats/meet" component={FaceToFace} />
      <Route path="/chats/:id/info">
        {({ id }) => (asId(id) === null ? <Unknown /> : <InfoPage id={id as ConversationId} />)}
      </Route>
      <Route path="/chats/:id/search">
        {({ id }) => (asId(id) === null ? <Unknown /> : <SearchPage id={id as ConversationId} />)}
      </Route>
      <Route path="/chats/:id/add">
        {({ id }) => (asId(id) === null ? <Unknown /> : <AddMembers id={id as ConversationId} />)}
      </Route>
      <Route path="/chats/:id/*?">
        {({ id = '', '*': rest }) =>
          asId(id) === null ? (
            <Unknown />
          ) : (
            <ThreadView key={id} id={id as ConversationId} over={overOf(rest)} />
          )
        }
      </Route>
    </Switch>
  );
}
