/** Names that would let somebody speak for the city, or that a program could take for a word. */
const reserved = new Set(
  (
    'admin administrator api city demo everyone help here info me moderator moderators null ' +
    'official operator operators owner pay payments plaza police postmaster privacy root ' +
    'security service services settings staff support system team undefined webmaster'
  ).split(' '),
);
/** The handles of erased people start with this; a living one must not look erased. */
const tombstonePrefix = 'deleted_';

export function isReservedHandle(handle: string): boolean {
  return reserved.has(handle) || handle.startsWith('deleted') || handle.startsWith('plaza_');
}

/** What an erased person is called: stable, and no word of theirs. */
export function tombstoneHandle(personId: string): string {
  return tombstonePrefix + personId.replaceAll('-', '').slice(-16);
}
