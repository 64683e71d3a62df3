import { Trans } from '@lingui/react/macro';
import { Component, type ReactNode } from 'react';
import { Button } from '../ui/index.ts';

type Props = {
  children: ReactNode;
  /** A new key is a new place: it is tried again. */ place: string;
};
type State = { failed: boolean; place: string };

/** React offers this only to classes: a part that breaks says so and leaves the others alone. */
export class ErrorBoundary extends Component<Props, State> {
  override state: State = { failed: false, place: this.props.place };

  static getDerivedStateFromError(): Partial<State> {
    return { failed: true };
  }

  static getDerivedStateFromProps(props: Props, state: State): Partial<State> | null {
    return props.place === state.place ? null : { failed: false, place: props.place };
  }

  override render(): ReactNode {
    if (!this.state.failed) return this.props.children;
    return (
      <div
        role="alert"
        className="m-auto flex max-w-sm flex-col items-center gap-3 p-6 text-center"
      >
        <h1 className="text-lg font-semibold">
          <Trans>This part of the app stopped working</Trans>
        </h1>
        <p className="text-muted">
          <Trans>
            Nothing that you sent is lost. Load the page again; if it happens again, tell the
            operator of this server what you did.
          </Trans>
        </p>
        <Button onClick={() => location.reload()}>
          <Trans>Load again</Trans>
        </Button>
      </div>
    );
  }
}
