import type {
  Me,
  MethodInput,
  MethodName,
  MethodOutput,
  MethodRefusal,
  PersonCard,
  Session,
} from '@plaza/contract';
import { recordAnswer } from './coverage.ts';
import { openTestSocket, type TestSocket } from './socket.ts';

export type Result<N extends MethodName> =
  | { ok: true; output: MethodOutput<N> }
  | { ok: false; error: MethodRefusal<N> | 'internal'; details?: unknown };

export type Caller = {
  /** Calls over HTTP and gives what came, output or refusal. */
  call<N extends MethodName>(method: N, input: MethodInput<N>): Promise<Result<N>>;
  /** Calls and expects the output. */
  must<N extends MethodName>(method: N, input: MethodInput<N>): Promise<MethodOutput<N>>;
  /** Calls and expects a refusal; gives its name. */
  refused<N extends MethodName>(method: N, input: MethodInput<N>): Promise<string>;
  /** Calls with anything as input, as a careless or hostile program would. */
  send(method: MethodName, input: unknown): Promise<{ status: number; body: unknown }>;
};

export type TestPerson = Caller & {
  origin: string;
  me: Me;
  card: PersonCard;
  token: string;
  password: string;
  sessionId: Session['sessionId'];
  recoveryCodes: string[];
  socket(): Promise<TestSocket>;
};

/** A caller at `origin`, with the token of a session or as a stranger. */
export function createCaller(origin: string, token: string | null): Caller {
  async function send(method: MethodName, input: unknown) {
    const headers: Record<string, string> = { 'content-type': 'application/json' };
    if (token !== null) headers.authorization = `Bearer ${token}`;
    const body = JSON.stringify(input);
    const answer = await fetch(`${origin}/rpc/${method}`, { method: 'POST', headers, body });
    const parsed = (await answer.json()) as { error?: string };
    recordAnswer(method, answer.ok ? 'output' : (parsed.error ?? `status ${answer.status}`));
    return { status: answer.status, body: parsed as unknown };
  }

  async function call<N extends MethodName>(method: N, input: MethodInput<N>): Promise<Result<N>> {
    const { status, body } = await send(method, input);
    if (status === 200) return { ok: true, output: body as MethodOutput<N> };
    const { error, details } = body as { error: MethodRefusal<N>; details?: unknown };
    return { ok: false, error, details };
  }

  return {
    send,
    call,
    async must(method, input) {
      const result = await call(method, input);
      if (result.ok) return result.output;
      throw new Error(`${method} refused: ${result.error} ${JSON.stringify(result.details)}`);
    },
    async refused(method, input) {
      const result = await call(method, input);
      if (!result.ok) return result.error;
      throw new Error(`${method} should have refused, and gave ${JSON.stringify(result.output)}`);
    },
  };
}

/** A signed-in person. */
export function createPerson(
  origin: string,
  signedUp: MethodOutput<'identity.signUp'>,
  password: string,
): TestPerson {
  const { me, token = '', recoveryCodes, session } = signedUp;
  const { sessionId } = session;
  const { personId, handle, displayName, photoPath, region, signature } = me;
  return {
    ...createCaller(origin, token),
    origin,
    me,
    card: { personId, handle, displayName, photoPath, region, signature },
    token,
    password,
    sessionId,
    recoveryCodes,
    socket: () => openTestSocket(origin, token),
  };
}
