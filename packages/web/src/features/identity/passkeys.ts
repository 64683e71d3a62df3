import { CallFailed } from '@plaza/client';
import type { Me } from '@plaza/contract';
import type {
  PublicKeyCredentialCreationOptionsJSON,
  PublicKeyCredentialRequestOptionsJSON,
} from '@simplewebauthn/browser';
import { api } from '../../state/calls.ts';
import { arrival } from '../../state/device.ts';
import { enter } from '../../state/session.ts';
import type { Locale } from '../../i18n/locales.ts';

type Unknowns = Record<string, unknown>;

/** The browser's way to say that the person closed its dialog, or had no passkey. */
const refusedByPerson = new Set(['NotAllowedError', 'AbortError']);

async function ask<T>(run: () => Promise<T>): Promise<T> {
  try {
    return await run();
  } catch (thrown) {
    if (thrown instanceof Error && refusedByPerson.has(thrown.name)) {
      throw new CallFailed({ ok: false, error: 'passkey_rejected', message: thrown.message });
    }
    throw thrown;
  }
}

export function passkeysWork(): boolean {
  return typeof PublicKeyCredential === 'function' && isSecureContext;
}

async function create(options: Unknowns): Promise<Unknowns> {
  const { startRegistration } = await import('@simplewebauthn/browser');
  const optionsJSON = options as unknown as PublicKeyCredentialCreationOptionsJSON;
  return (await ask(() => startRegistration({ optionsJSON }))) as unknown as Unknowns;
}

export async function signUpWithPasskey(
  person: { handle: string; displayName: string },
  locale: Locale,
): Promise<void> {
  const { challengeId, options } = await api.identity.beginPasskeySignUp({ ...person, locale });
  const response = await create(options);
  const welcome = await api.identity.finishPasskeySignUp({ challengeId, response, ...arrival() });
  enter(welcome.me, welcome.recoveryCodes);
}

/** Lets the person answer a challenge of the server with a passkey. */
export async function proveByPasskey(options: Unknowns): Promise<Unknowns> {
  const { startAuthentication } = await import('@simplewebauthn/browser');
  const optionsJSON = options as unknown as PublicKeyCredentialRequestOptionsJSON;
  return (await ask(() => startAuthentication({ optionsJSON }))) as unknown as Unknowns;
}

export async function signInWithPasskey(toAppeal = false): Promise<void> {
  const { challengeId, options } = await api.identity.beginPasskeySignIn({});
  const response = await proveByPasskey(options);
  const given = { challengeId, response, toAppeal, ...arrival() };
  const { me } = await api.identity.finishPasskeySignIn(given);
  enter(me);
}

export async function addPasskey(name: string): Promise<Me> {
  const { challengeId, options } = await api.identity.beginPasskeyAdd({});
  const response = await create(options);
  await api.identity.finishPasskeyAdd({ challengeId, response, name });
  return api.identity.getMe({});
}
