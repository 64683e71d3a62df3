import { isUuid, type PersonId, type PostId } from '@plaza/base';
import { Redirect, Route, Switch } from 'wouter';
import { part } from '../../ui/part.tsx';
import Feed from './Feed.tsx';

const Compose = part(() => import('./Compose.tsx'));
const PostPage = part<{ post: { authorId: PersonId; postId: PostId } }>(
  () => import('./PostPage.tsx'),
);
const Notices = part(() => import('./Notices.tsx'));
const Settings = part(() => import('./Settings.tsx'));
const Album = part<{ personId: PersonId; back: string }>(() => import('./Album.tsx'));

const home = '/discover/moments';

/** Everything below `/discover/moments`. */
export default function MomentsDetail() {
  return (
    <Switch>
      <Route path={home} component={Feed} />
      <Route path={`${home}/new`} component={Compose} />
      <Route path={`${home}/notices`} component={Notices} />
      <Route path={`${home}/settings`} component={Settings} />
      <Route path={`${home}/of/:id`}>
        {({ id }) =>
          isUuid(id) ? (
            <Album key={id} personId={id as PersonId} back={home} />
          ) : (
            <Redirect to={home} replace />
          )
        }
      </Route>
      <Route path={`${home}/post/:author/:id`}>
        {({ author, id }) =>
          isUuid(author) && isUuid(id) ? (
            <PostPage key={id} post={{ authorId: author as PersonId, postId: id as PostId }} />
          ) : (
            <Redirect to={home} replace />
          )
        }
      </Route>
      <Route>
        <Redirect to={home} replace />
      </Route>
    </Switch>
  );
}
