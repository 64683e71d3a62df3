type Common = {
  /** The environment variable. */
  name: `PLAZA_${string}`;
  /** One sentence for the operator. */
  sentence: string;
  /** Never shown in full, neither in lists nor in logs. */
  secret?: boolean;
  /** What happens when it is unset and has no fixed default. */
  unset?: string;
};

export type Setting = Common &
  (
    | { type: 'integer' | 'number'; min: number; max: number; default: number }
    | { type: 'choice'; choices: readonly string[]; default: string }
    | { type: 'path'; default: string | undefined }
    | { type: 'host'; default: undefined }
    | { type: 'text'; minLength: number; default: undefined }
    | {
        type: 'url';
        protocols: readonly string[];
        originOnly?: boolean;
        /** Several, separated by commas. */
        several?: boolean;
        default: undefined;
      }
    | { type: 'list'; default: readonly string[] }
  );

/** Every setting of the server. `plaza settings` and the manual are written from this list. */
export const settings = {
  port: {
    name: 'PLAZA_PORT',
    type: 'integer',
    min: 0,
    max: 65_535,
    default: 8080,
    sentence: 'The TCP port to listen on; 0 takes any free one.',
  },
  host: {
    name: 'PLAZA_HOST',
    type: 'host',
    default: undefined,
    unset: '127.0.0.1, or every address with --lan or PLAZA_PUBLIC_URL',
    sentence: 'The address to listen on.',
  },
  publicUrl: {
    name: 'PLAZA_PUBLIC_URL',
    type: 'url',
    protocols: ['http:', 'https:'],
    originOnly: true,
    default: undefined,
    unset: 'the address of this machine',
    sentence: 'The address under which people open Plaza, for example https://plaza.example.org.',
  },
  trustProxy: {
    name: 'PLAZA_TRUST_PROXY',
    type: 'list',
    default: [],
    sentence:
      'Addresses or networks (comma-separated) of reverse proxies whose X-Forwarded headers count.',
  },
  dataDir: {
    name: 'PLAZA_DATA_DIR',
    type: 'path',
    default: './data',
    sentence: 'The folder of everything this server keeps: database, files and keys.',
  },
  filesDir: {
    name: 'PLAZA_FILES_DIR',
    type: 'path',
    default: undefined,
    unset: '<data folder>/files',
    sentence: 'The folder of uploaded files; several nodes must share it.',
  },
  proofsKey: {
    name: 'PLAZA_PROOFS_KEY',
    type: 'path',
    default: undefined,
    unset: '<data folder>/keys/proofs.pem, made at the first need',
    sentence:
      'The file of the private key (Ed25519, PEM) with which the city signs its books each day; ' +
      'one node that has it is enough.',
  },
  currencies: {
    name: 'PLAZA_CURRENCIES',
    type: 'path',
    default: undefined,
    unset: 'one currency: points, which nobody can cash out',
    sentence:
      'The file (JSON) of the currencies of this city and what each of them allows; see ' +
      'docs/operate/money.md.',
  },
  sealKey: {
    name: 'PLAZA_SEAL_KEY',
    type: 'path',
    default: undefined,
    unset: '<data folder>/keys/seal.key, made at the first need',
    sentence:
      'The file of the key by which secrets that are shared with shops stand sealed in the ' +
      'database; every node needs the same one, and without it those secrets are lost.',
  },
  databaseUrl: {
    name: 'PLAZA_DATABASE_URL',
    type: 'url',
    protocols: ['postgres:', 'postgresql:'],
    default: undefined,
    secret: true,
    unset: 'the embedded PostgreSQL, in the data folder',
    sentence: 'A PostgreSQL (15 or later) of your own; its user must own the database.',
  },
  databaseConnections: {
    name: 'PLAZA_DATABASE_CONNECTIONS',
    type: 'integer',
    min: 2,
    max: 1000,
    default: 20,
    sentence: 'The most connections that the shared pool of this node opens.',
  },
  natsUrl: {
    name: 'PLAZA_NATS_URL',
    type: 'url',
    protocols: ['nats:', 'tls:'],
    several: true,
    default: undefined,
    secret: true,
    unset: 'one node, no message bus',
    sentence:
      'The NATS server over which several nodes meet, or those of a cluster separated by commas; ' +
      'needs PLAZA_DATABASE_URL.',
  },
  groupMembers: {
    name: 'PLAZA_GROUP_MEMBERS',
    type: 'integer',
    min: 3,
    max: 10_000,
    default: 500,
    sentence: 'The most members that a group may have.',
  },
  previewOrigins: {
    name: 'PLAZA_PREVIEW_ORIGINS',
    type: 'list',
    default: [],
    sentence:
      'Origins (comma-separated, https://*.example.org for all below) whose pages this server ' +
      'asks for previews of links; without any it asks nobody.',
  },
  stunUrls: {
    name: 'PLAZA_STUN_URLS',
    type: 'list',
    default: [],
    sentence:
      'STUN servers (comma-separated, stun:host:port) that tell devices their outer address for ' +
      'calls; a relay does that too.',
  },
  turnUrls: {
    name: 'PLAZA_TURN_URLS',
    type: 'list',
    default: [],
    sentence:
      'Relays for calls (comma-separated, turn:host:port or turns:host:port, with ' +
      '?transport=udp or tcp); without any, devices must reach each other directly.',
  },
  turnSecret: {
    name: 'PLAZA_TURN_SECRET',
    type: 'text',
    minLength: 16,
    default: undefined,
    secret: true,
    unset: 'no relay',
    sentence: 'The secret that the relays share with this server (use-auth-secret of coturn).',
  },
  pushOrigins: {
    name: 'PLAZA_PUSH_ORIGINS',
    type: 'list',
    default: ['known'],
    sentence:
      'Push services (origins, comma-separated) that may be sent notifications for devices that ' +
      'asked for them; "known" stands for those of the makers of browsers, "none" for nobody.',
  },
  pushContact: {
    name: 'PLAZA_PUSH_CONTACT',
    type: 'url',
    protocols: ['https:'],
    default: undefined,
    unset: 'the address of this city',
    sentence: 'A page by which push services reach the operator when something is wrong.',
  },
  callbackOrigins: {
    name: 'PLAZA_CALLBACK_ORIGINS',
    type: 'list',
    default: [],
    sentence:
      'Origins (comma-separated, https://*.example.org for all below) of the back ends of shops ' +
      'that may be told of payments; without any nobody is told.',
  },
  logLevel: {
    name: 'PLAZA_LOG_LEVEL',
    type: 'choice',
    choices: ['debug', 'info', 'warn', 'error', 'silent'],
    default: 'info',
    sentence: 'How much the server logs.',
  },
  limitFactor: {
    name: 'PLAZA_LIMIT_FACTOR',
    type: 'number',
    min: 0.01,
    max: 1_000_000,
    default: 1,
    sentence: 'Multiplies every rate limit; raise it for load tests only.',
  },
} as const satisfies Record<string, Setting>;

export type SettingKey = keyof typeof settings;

type ValueOf<S extends Setting> = S['type'] extends 'integer' | 'number'
  ? number
  : S extends { type: 'choice'; choices: readonly (infer Choice)[] }
    ? Choice
    : S['type'] extends 'list'
      ? readonly string[]
      : S['default'] extends undefined
        ? string | undefined
        : string;

export type SettingValues = { [Key in SettingKey]: ValueOf<(typeof settings)[Key]> };
