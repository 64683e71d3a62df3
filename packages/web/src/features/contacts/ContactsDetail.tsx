import { isUuid, type PersonId } from '@plaza/base';
import { Redirect, Route, Switch } from 'wouter';
import { Album } from '../moments/index.ts';
import { AddContact } from './AddContact.tsx';
import { Blocked } from './Blocked.tsx';
import { Groups } from './Groups.tsx';
import { CodePage, PersonPage } from './PersonPage.tsx';
import { Requests } from './Requests.tsx';

/** The second pane of the contacts. */
export default function ContactsDetail() {
  return (
    <Switch>
      <Route path="/contacts/add" component={AddContact} />
      <Route path="/contacts/requests" component={Requests} />
      <Route path="/contacts/blocked" component={Blocked} />
      <Route path="/contacts/groups" component={Groups} />
      <Route path="/contacts/code/:code">{({ code }) => <CodePage key={code} code={code} />}</Route>
      <Route path="/contacts/:id/posts">
        {({ id }) =>
          isUuid(id) ? (
            <Album key={id} personId={id as PersonId} back={`/contacts/${id}`} />
          ) : (
            <Redirect to="/contacts" replace />
          )
        }
      </Route>
      <Route path="/contacts/:id">
        {({ id }) =>
          isUuid(id) ? (
            <PersonPage key={id} id={id as PersonId} />
          ) : (
            <Redirect to="/contacts" replace />
          )
        }
      </Route>
    </Switch>
  );
}
