import type { BrowserContext, ConsoleMessage, Page } from '@playwright/test';

export type Guard = {
  /** What went wrong since the start: foreign requests, errors and violations of the policy. */
  troubles(): string[];
  /** From here on calls may fail: the test takes the network or the server away. */
  allowFailedCalls(): void;
};

// The browser itself writes a line for every answer that is not a success. A declared refusal is
// one of those; a fault of the server is a trouble.
const refusal = /Failed to load resource: the server responded with a status of 4\d\d/;
const failedCall = /Failed to load resource|WebSocket connection to|net::ERR_/;

/** Watches everything that a browser context does, its service worker too. */
export function guardContext(context: BrowserContext, origin: string): Guard {
  const found: string[] = [];
  let mayFail = false;

  function judge(message: ConsoleMessage): void {
    if (message.type() !== 'error' && message.type() !== 'warning') return;
    const text = message.text();
    if (refusal.test(text) || (mayFail && failedCall.test(text))) return;
    found.push(`console: ${text} (${message.location().url})`);
  }

  function watch(page: Page): void {
    page.on('pageerror', (error) => found.push(`page: ${error.stack ?? error.message}`));
    page.on('websocket', (socket) => {
      if (new URL(socket.url()).host !== new URL(origin).host)
        found.push(`socket: ${socket.url()}`);
    });
  }

  context.on('console', judge);
  context.on('page', watch);
  context.on('request', (request) => {
    const url = new URL(request.url());
    if (url.protocol === 'blob:' || url.protocol === 'data:') return;
    if (url.origin !== origin) found.push(`foreign request: ${request.url()}`);
  });
  return {
    troubles: () => found,
    allowFailedCalls() {
      mayFail = true;
    },
  };
}
