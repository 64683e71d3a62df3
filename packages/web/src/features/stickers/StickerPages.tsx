import type { StickerPackId } from '@plaza/base';
import { isUuid } from '@plaza/base';
import { Redirect, Route, Switch } from 'wouter';
import { MyStickers } from './MyStickers.tsx';
import { PackPage } from './PackPage.tsx';

export default function StickerPages() {
  return (
    <Switch>
      <Route path="/me/stickers" component={MyStickers} />
      <Route path="/me/stickers/:packId">
        {({ packId }) =>
          isUuid(packId) ? (
            <PackPage key={packId} packId={packId as StickerPackId} />
          ) : (
            <Redirect to="/me/stickers" replace />
          )
        }
      </Route>
    </Switch>
  );
}
