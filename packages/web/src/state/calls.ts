import { createApi, createHttp } from '@plaza/client';

/** The session is an HttpOnly cookie: this code never sees a secret. */
export const http = createHttp({ baseUrl: '', fetch: (...args) => fetch(...args) });

/** Every method of the server: `await api.identity.getMe({})`; throws `CallFailed`. */
export const api = createApi(http);
